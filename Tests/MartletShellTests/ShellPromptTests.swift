import MartletKit
import Testing

@testable import MartletShell

@Suite("the prompt") struct ShellPromptTests {
    @Test(
        "says who, where, how many and what is pending",
        arguments: [
            (ShellPrompt(), "> "),
            (ShellPrompt(place: "pop.example.net"), "pop.example.net> "),
            (ShellPrompt(place: "anna@pop.example.net", messages: 128), "anna@pop.example.net 128> "),
            (ShellPrompt(place: "anna@pop.example.net", messages: 128, toDelete: 2), "anna@pop.example.net 128 (2 to delete)> "),
            (ShellPrompt(place: "work", messages: 128, new: 3, toDelete: 2), "work 128 (3 new, 2 to delete)> "),
            (ShellPrompt(place: "work", messages: 128, new: 3), "work 128 (3 new)> "),
            (ShellPrompt(place: "work", messages: 128, toDelete: 2, isAway: true), "work signed out 128 (2 to delete)> "),
            (ShellPrompt(place: "a@h", toDelete: 1), "a@h (1 to delete)> "),
            (ShellPrompt(place: "a@h", messages: 3, isInsecure: true), "a@h insecure 3> "),
            (ShellPrompt(place: "a\u{1B}[2J\u{1}\u{9B}@h\u{202E}", messages: 0), "a\\x1B[2J\\x01\\x9B@h\\u{202E} 0> "),
        ])
    func table(_ prompt: ShellPrompt, _ expected: String) { #expect(prompt.text(colour: false, columns: 120) == expected) }

    @Test("insecure is red as well, in escapes that take no column")
    func red() {
        let prompt = ShellPrompt(place: "a@h", messages: 3, isInsecure: true)
        #expect(prompt.text(colour: true, columns: 80) == "\u{1}\u{1B}[31m\u{2}a@h insecure 3>\u{1}\u{1B}[0m\u{2} ")
        #expect(ShellPrompt(place: "a@h").text(colour: true, columns: 80) == "a@h> ")
    }

    @Test("a long name leaves three eighths of the line", arguments: [60, 80, 120])
    func long(_ columns: Int) {
        let prompt = ShellPrompt(place: String(repeating: "田", count: 300) + "@host", messages: 7, toDelete: 3)
        let text = prompt.text(colour: false, columns: columns)
        #expect(DisplayWidth.of(text) <= columns * 5 / 8)
        #expect(text.hasSuffix(" 7 (3 to delete)> "))
    }
}
