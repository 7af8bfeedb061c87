internal import ArgumentParser

struct LogCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "write the dialogue to a file, secrets masked",
        discussion: "log to FILE   from the next connection on\nlog off       from the next connection on")
    static let overAccounts = OverAccounts.no

    @Argument(help: "to or off") var what: String
    @Argument(help: "the file") var file: String?

    mutating func run(in workspace: Workspace) throws(Failure) {
        switch (what, file) {
        case ("to", let file?):
            workspace.mailbox.log = try TranscriptFile(path: file)
            workspace.console.note("transcript to \(file) from the next connection on: secrets as ****, bodies as sizes")
        case ("off", nil):
            workspace.mailbox.log = nil
            workspace.console.note("no transcript from the next connection on")
        default: throw .usage("log wants \"to FILE\" or \"off\"", hint: "log to pop3.log")
        }
    }
}
