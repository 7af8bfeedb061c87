import Foundation
@testable import MartletKit
import Testing

@Suite("completions and the manual page") struct ManualTests {
    /// Two commands and a program that stay as they are, so that golden files change with the generators alone.
    private final class Fixed: RegisteredCommand {
        let name, summary, text: String
        let aliases: [String]
        let plugin: String?
        let optionNames: [String] = []

        init(_ name: String, _ summary: String, aliases: [String] = [], plugin: String? = nil, _ text: String) {
            (self.name, self.summary, self.aliases, self.plugin, self.text) = (name, summary, aliases, plugin, text)
        }

        func help(columns: Int) -> String { text }
        func run(_ arguments: [String], in workspace: Workspace) throws(Failure) -> Int32 { 0 }
    }

    private static var registry: Registry {
        let registry = Registry()
        _ = registry.add(
            Fixed(
                "account", "accounts: all of them",
                """
                OVERVIEW: accounts: all of them

                account list        isn't much
                .account            begins with a dot

                USAGE: account [<options>] <action>

                ARGUMENTS:
                  <action>                what

                OPTIONS:
                  --password-command <command>
                                          prints it: `pass` or "it's"
                  --yes                   do not ask
                  -h, --help              Show help information.
                """))
        _ = registry.add(
            Fixed(
                "show", "show $HOME \\ `x`", aliases: ["?"], plugin: "other",
                "OVERVIEW: show\n\nUSAGE: show [OPTIONS] SELECTION [DIR]\n\nOPTIONS:\n  --depth <n>  how deep\n\nplugin: other"))
        registry.programs = [
            ProgramCommand("demo", "try martlet on an embedded server") { _ in
                "OVERVIEW: try\n\nUSAGE: demo [--export <dir>]\n\nOPTIONS:\n  --export <dir>  export and end\n  -h, --help      Show help.\n"
            }
        ]
        registry.program = (
            """
            OVERVIEW: the program

            What it is.

            USAGE: martlet [OPTIONS] COMMAND …
                   martlet demo

            OPTIONS:
              -a, --account <name>    an account
              --log <file>            a file
              --jobs <n>              so many
              --json                  JSON Lines
              -h, --help              Show help information.
            """, "1.2"
        )
        return registry
    }

    private static let golden: String = {
        var folder = #filePath as NSString
        for _ in 0..<3 { folder = folder.deletingLastPathComponent as NSString }
        return folder.appendingPathComponent("Fixtures/golden")
    }()

    @Test("the files are as they were", arguments: ["completions.bash", "completions.zsh", "completions.fish", "martlet.1"])
    func golden(_ name: String) throws {
        let words = Vocabulary(Self.registry)
        let text =
            switch name {
            case "completions.bash": BashCompletions.script(words)
            case "completions.zsh": ZshCompletions.script(words)
            case "completions.fish": FishCompletions.script(words)
            default: ManPage.text(words, version: "1.2")
            }
        let path = "\(Self.golden)/\(name)"
        if ProcessInfo.processInfo.environment["MARTLET_RECORD"] == "1" {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(text == (try content(of: path)))
    }

    @Test("a help text is read back into its parts") func page() throws {
        let page = HelpPage(try #require(Self.registry.find("account")))
        #expect(page.overview == "accounts: all of them")
        #expect(page.details == ["account list        isn't much", ".account            begins with a dot"])
        #expect(page.usage == ["account [<options>] <action>"])
        #expect(page.arguments == [.init(names: ["action"], value: nil, text: "what")])
        #expect(
            page.options == [
                .init(names: ["--password-command"], value: "command", text: "prints it: `pass` or \"it's\""),
                .init(names: ["--yes"], value: nil, text: "do not ask"),
                .init(names: ["-h", "--help"], value: nil, text: "Show help information."),
            ])
        #expect(HelpPage(try #require(Self.registry.find("show"))).takesSelection)
        #expect(HelpPage(Self.registry.program.help).usage == ["martlet [OPTIONS] COMMAND …", "martlet demo"])
    }

    @Test("every built-in command's options are found in its page") func builtIns() {
        let registry = Registry()
        registry.addBuiltIns()
        for command in registry.commands {
            let page = HelpPage(command)
            #expect(Set(page.options.flatMap(\.names)).isSuperset(of: command.optionNames), "\(command.name)")
            #expect(!page.overview.isEmpty && !page.usage.isEmpty, "\(command.name)")
            #expect(page.options.allSatisfy { !$0.text.isEmpty }, "\(command.name)")
        }
    }

    @Test(
        "roff sets text as it stands",
        arguments: [
            ("a\\b", "a\\eb"), ("-x", "\\-x"), ("it's", "it\\(aqs"), ("…", "..."), ("é", "\\[u00E9]"),
            ("\u{1F600}", "\\[u1F600]"),
        ])
    func roff(_ text: String, _ set: String) { #expect(Roff.escaped(text) == set) }

    @Test("help json names every key that an error can have") func errorKeys() throws {
        let whole = Failure(.usage, "usage", "m", server: "s", kept: "k", hint: "h", excerpt: Excerpt("sise>1M", at: 0))
        let object = try JSONSerialization.jsonObject(with: Data(whole.json.utf8)) as? [String: [String: Any]]
        let keys = try #require(object?["error"]).keys
        let said = HelpTopic.json.text(columns: 80)
        #expect(keys.count == 8)
        for key in keys { #expect(said.contains("\"\(key)\""), "\(key)") }
    }

    @Test("a line that begins like a request is none") func request() {
        var roff = Roff()
        roff.literal([".so /etc/passwd", "'so x"])
        #expect(!roff.text.contains("\n.so") && !roff.text.contains("\n'so"))
    }
}
