import Foundation
import Testing

extension EndToEnd {
    @Suite("completions, man, help: made from the registry") struct Manual {
        private static let shells = ["bash", "zsh", "fish"]

        private func commands(_ scratch: Scratch) throws -> [String] {
            // The overview ends with an empty line; what is behind it is no command.
            try scratch.martlet(["help"]).outText.split(separator: "\n\n")[0].split(separator: "\n").map {
                String($0.prefix { $0 != " " && $0 != "," })
            }
        }

        @Test("every command, of plugins too, stands in every script and in the manual, with its options") func whole() throws {
            let scratch = try Scratch()
            let commands = try commands(scratch)
            #expect(Set(commands).isSuperset(of: ["headers", "export", "read", "account", "stat", "quit"]))
            let page = try scratch.martlet(["man"]).outText
            for shell in Self.shells {
                let script = try scratch.martlet(["completions", shell]).outText
                for command in commands { #expect(script.contains(command), "\(shell): \(command)") }
                for option in ["password-command", "all-accounts", "dry-run", "insecure-cleartext"] {
                    #expect(script.contains(option), "\(shell): \(option)")
                }
            }
            for command in commands { #expect(page.contains("\n.SS \(command.replacing("-", with: "\\-"))\n"), "\(command)") }
            for section in ["NAME", "SYNOPSIS", "EXAMPLES", "OPTIONS", "EXIT STATUS", "FILES", "ENVIRONMENT"] {
                #expect(page.contains("\n.SH \(section)\n"))
            }
        }

        @Test("each shell reads its script without complaint", arguments: shells) func syntax(_ shell: String) throws {
            let scratch = try Scratch()
            let script = try scratch.write("script", try scratch.martlet(["completions", shell]).outText)
            guard let program = found(shell) else { return print("SKIP the script for \(shell): no \(shell) here") }
            let ended = try scratch.run(program, ["-n", script])
            #expect(ended.code == 0 && ended.errorText.isEmpty, "\(ended)")
        }

        @Test("the manual page is set without a warning") func groff() throws {
            let scratch = try Scratch()
            let page = try scratch.write("martlet.1", try scratch.martlet(["man"]).outText)
            guard let program = found("groff") else { return print("SKIP the manual page: no groff here") }
            let ended = try scratch.run(program, ["-man", "-ww", "-Tutf8", "-z", page])
            #expect(ended.code == 0 && ended.errorText.isEmpty, "\(ended)")
        }

        @Test(
            "bash completes commands, options, values and accounts, and asks no server",
            arguments: [
                (["exp"], ["export"]), (["rep"], ["replay"]), (["h", "ne"], ["new"]), (["r", "ne"], ["new"]),
                (["export", "--format", "n"], []), (["stats", "--by", ""], []), (["demo", "--s"], ["--serve"]),
                (["help", "rep"], ["replay"]), (["--ca-file", ""], []), (["--all"], ["--all-accounts"]),
                (["-a", "an"], ["anna"]),
                (["--account", "="], ["anna", "berta"]),
                (["-a", "anna", "hea"], ["headers"]), (["export", "--dry"], ["--dry-run"]), (["connect", "b"], ["berta"]),
                (["account", "re"], ["remove"]), (["account", "remove", "a"], ["anna"]), (["help", "sel"], ["selection"]),
                (["completions", "f"], ["fish"]), (["headers", "unre"], []), (["headers", "ne"], ["new"]), (["--jobs", "x"], []),
                (["account", "list", "x"], []),
            ])
        func bash(_ words: [String], _ wanted: [String]) throws {
            let site = try AccountSite(["anna", "berta"])
            guard let bash = found("bash") else { return print("SKIP completing in bash: no bash here") }
            let script = try site.scratch.write("script", try site.scratch.martlet(["completions", "bash"]).outText)
            let line = ([try Martlet.path()] + words).map { "'\($0)'" }.joined(separator: " ")
            let ended = try site.scratch.run(
                bash,
                [
                    "-c",
                    ". '\(script)'; COMP_WORDS=(\(line)); COMP_CWORD=\(words.count); _martlet; printf '%s\\n' \"${COMPREPLY[@]}\"",
                ])
            #expect(ended.outText.split(separator: "\n").map(String.init) == wanted, "\(ended)")
            #expect(site.server.counts.connections == 0)
        }

        @Test(
            "fish completes, and writes not a word on stderr",
            arguments: [
                ("", "headers"), ("", "replay"), ("hea", "headers"), ("headers n", "new"), ("h n", "new"), ("help exi", "exit"),
                ("? exi", "exit"), ("export --form", "--format"), ("connect ", "anna"), ("-a ", "anna"), ("account ", "remove"),
                ("demo --s", "--serve"),
            ])
        func fish(_ line: String, _ wanted: String) throws {
            guard let fish = found("fish") else { return print("SKIP completing in fish: no fish here") }
            let site = try AccountSite(["anna"])
            let script = try site.scratch.write("script", try site.scratch.martlet(["completions", "fish"]).outText)
            let folder = (try Martlet.path() as NSString).deletingLastPathComponent
            let ended = try site.scratch.run(
                fish, ["--no-config", "-c", "set -gx PATH '\(folder)' $PATH; source '\(script)'; complete -C 'martlet \(line)'"])
            #expect(ended.errorText.isEmpty, "\(ended)")
            let offered = ended.outText.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
            #expect(offered.contains { $0 == wanted }, "\(ended)")
            #expect(site.server.counts.connections == 0)
        }

        @Test("zsh reads the arrays of values as they are meant") func zsh() throws {
            guard let zsh = found("zsh") else { return print("SKIP completing in zsh: no zsh here") }
            let scratch = try Scratch()
            let script = try scratch.write("_martlet", try scratch.martlet(["completions", "zsh"]).outText)
            // What the completion system would do is told instead.
            let stubs =
                "compdef() { :; }; compadd() { print -l ${(P)2}; }; _describe() { print -l ${(P)${@[-1]}}; }; _files() { print FILES; };"
            for (words, wanted) in [
                ("export --format ''", ""), ("stats --svg ''", "FILES\n"), ("h ''", "new"), ("--ca-file ''", "FILES\n"),
                ("''", "replay:"),
            ] {
                let ended = try scratch.run(
                    zsh, ["-f", "-c", "\(stubs) source '\(script)'; words=(martlet \(words)); CURRENT=$#words; _martlet"])
                #expect(ended.errorText.isEmpty, "\(words): \(ended)")
                #expect(
                    wanted.isEmpty || wanted.hasSuffix("\n") ? ended.outText == wanted : ended.outText.contains(wanted),
                    "\(words): \(ended)")
            }
        }

        @Test("demo and replay explain themselves on a pipe, by --help and by help", arguments: ["demo", "replay"])
        func programs(_ name: String) throws {
            let scratch = try Scratch()
            let asked = try scratch.martlet([name, "--help"])
            #expect(
                asked.code == 0 && asked.outText.contains("USAGE: \(name) ") && asked.outText.contains("OPTIONS:"), "\(asked)")
            #expect(try scratch.martlet(["help", name]).outText == asked.outText)
            #expect(try scratch.martlet(["man"]).outText.contains("\n.SS \(name)\n"))
            #expect(try scratch.martlet(["help", "replya"]).errorText.contains("try: help replay"))
        }

        @Test("no line of any help is wider than the page") func widths() throws {
            let scratch = try Scratch()
            let pages =
                try commands(scratch).map { ["help", $0] }
                + ["accounts", "errors", "json", "scripts", "selection"].map { ["help", $0] }
            for words in pages + [["help"], ["--help"], ["demo", "--help"], ["replay", "--help"]] {
                // 80 is what it takes for a page where there is no terminal.
                let wide = try scratch.martlet(words).outText.split(separator: "\n").filter { $0.count > 80 }
                #expect(wide.isEmpty, "\(words): \(wide)")
            }
        }

        @Test("help explains every topic that the overview names, and errors with their exit codes") func topics() throws {
            let scratch = try Scratch()
            let overview = try scratch.martlet(["help"]).outText
            for topic in ["accounts", "errors", "exit-codes", "json", "selection"] {
                #expect(overview.contains(topic))
                #expect(try scratch.martlet(["help", topic]).outText.count > 200, "\(topic)")
            }
            #expect(try scratch.martlet(["help", "slection"]).errorText.contains("try: help selection"))
        }

        private func found(_ program: String) -> String? {
            ["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(program)" }
                .first { FileManager.default.isExecutableFile(atPath: $0) }
        }
    }
}
