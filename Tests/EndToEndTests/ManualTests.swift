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
                (["exp"], ["export"]), (["--all"], ["--all-accounts"]), (["-a", "an"], ["anna"]),
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
