internal import ArgumentParser

struct LogCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "show or keep the dialogue with the server, secrets masked",
        discussion: """
            log on             on stderr, mails as their sizes
            log full           on stderr, mails as they are
            log to FILE        appended to the file; "log to FILE full" has the mails
            log off
            """)
    static let overAccounts = OverAccounts.no

    @Argument(help: "on, full, to FILE [full], off") var words: [String]

    mutating func run(in workspace: Workspace) throws(Failure) {
        let mailbox = workspace.mailbox
        switch (words.first, words.count) {
        case ("on", 1), ("full", 1):
            mailbox.log = TranscriptFile(fullBodies: words[0] == "full")
            workspace.console.note(
                "transcript on: secrets shown as ****, \(words[0] == "full" ? "mail as it is" : "bodies as sizes") (\"log off\" to stop)"
            )
        case ("to", 2),
            ("to", 3) where words.last == "full":
            let path = words[1]
            mailbox.log = try TranscriptFile(path: path, fullBodies: words.count == 3)
            workspace.console.note(
                "transcript to \(path): secrets as ****, \(words.count == 3 ? "mail as it is" : "bodies as sizes")")
        case ("off", 1):
            mailbox.log = nil
            workspace.console.note("transcript off")
        default: throw .usage("log wants \"on\", \"full\", \"to FILE\" or \"off\"", hint: "log on")
        }
    }
}
