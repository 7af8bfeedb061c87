internal import ArgumentParser

struct CompletionsCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "print the completions of a shell",
        discussion:
            """
            source <(martlet completions bash)
            martlet completions zsh >"${fpath[1]}/_martlet"
            martlet completions fish >~/.config/fish/completions/martlet.fish

            They know the commands and options of this martlet, those of its plugins included, and ask it for the names of accounts.
            """)
    static let overAccounts = OverAccounts.no

    enum Shell: String, CaseIterable { case bash, zsh, fish }

    @Argument(help: "bash, zsh or fish") var shell: String

    mutating func run(in workspace: Workspace) throws(Failure) {
        guard let shell = Shell(rawValue: shell) else {
            throw .usage("no completions for \"\(self.shell)\"", hint: "completions bash  (or zsh, fish)")
        }
        let vocabulary = Vocabulary(workspace.registry)
        switch shell {
        case .bash: workspace.console.write(BashCompletions.script(vocabulary))
        case .zsh: workspace.console.write(ZshCompletions.script(vocabulary))
        case .fish: workspace.console.write(FishCompletions.script(vocabulary))
        }
    }
}

/// What the scripts of all shells are made of.
enum CompletionText {
    /// Inside '…' of a POSIX shell.
    static func quoted(_ text: String) -> String { "'" + Escape.line(text).replacing("'", with: "'\\''") + "'" }

    /// The names of options with a value, as patterns of `case`.
    static func pattern(_ options: [HelpPage.Entry]) -> String { options.flatMap(\.names).joined(separator: "|") }

    /// All names of these options, divided by blanks.
    static func names(_ options: [HelpPage.Entry]) -> String { options.flatMap(\.names).joined(separator: " ") }

    static func isAccount(_ option: HelpPage.Entry) -> Bool { option.names.contains("--account") }

    static func isPath(_ option: HelpPage.Entry) -> Bool {
        ["file", "dir", "folder", "path"].contains(option.value?.lowercased() ?? "")
    }

    /// `martlet account list`, its first column: reads a file, asks nobody.
    static let accounts = "account list 2>/dev/null | cut -f1"
}
