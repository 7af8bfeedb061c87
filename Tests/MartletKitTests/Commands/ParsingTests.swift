@testable import MartletKit
import Testing

@Suite("a line that cannot be read") struct ParsingTests {
    private func refusal(_ line: String) -> String? {
        let registry = Registry()
        registry.addBuiltIns()
        let words = line.split(separator: " ").map(String.init)
        guard let command = registry.find(words[0]) else { return nil }
        return failure { try command.check(Array(words.dropFirst())) }.map { "\($0.message) | \($0.hint ?? "")" }
    }

    @Test(
        "says what is wanted and what comes next, in our words",
        arguments: [
            ("uidl last:2", "uidl wants message numbers, not \"last:2\" | headers last:2  (lists their numbers)"),
            ("uidl $%", "uidl wants message numbers, not \"$%\" | uidl 1"),
            ("retr -1", "retr wants message numbers, not \"-1\" | retr 1"),
            ("retr", "retr wants message numbers | retr 1  (headers lists the numbers)"),
            ("list -3", "list wants message numbers, not \"-3\" | list 3"),
            ("top 1 x", "top wants lines of the body, not \"x\" | help top"),
            ("top", "top wants the message number | top 1  (headers lists the numbers)"),
            ("account", "account wants list, check, add, edit, password or remove | account list"),
            ("completions", "completions wants bash, zsh or fish | completions bash"),
            ("session", "session wants record or stop | session record"),
            ("session recrod x", "session wants record or stop, not \"recrod\" | session record"),
            ("session record", "session: record wants a file, stop none | help session"),
            ("list --jsno", "list: no option \"--jsno\" | help list"),
            ("connect --wiat", "connect: no option \"--wiat\" | connect --wait"),
            ("account add --pin", "account: --pin wants a value | --pin SHA256  (help account)"),
            ("noop secret", "noop takes no argument | help noop"),
            ("connect a b secret", "connect takes 1 argument at most | help connect"),
        ])
    func table(_ line: String, _ wanted: String) { #expect(refusal(line) == wanted) }

    @Test(
        "what sh would take for something else is quoted",
        arguments: [
            (["size>1K"], "'size>1K'"), (["1-5,9", "new", "~/mail"], "1-5,9 new ~/mail"), (["$"], "'$'"),
            (["a b", "it's"], "'a b' 'it'\\''s'"),
            (["*", ""], "'*' ''"), (["from:\"two words\""], "'from:\"two words\"'"),
        ]) func pasteable(_ words: [String], _ wanted: String)
    { #expect(Words.pasteable(words) == wanted) }
}
