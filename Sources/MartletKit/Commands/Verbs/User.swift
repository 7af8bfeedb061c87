internal import ArgumentParser
internal import POP3

struct UserCommand: MailCommand {
    static let configuration = CommandConfiguration(commandName: "user", abstract: "name the user (USER)")
    static let overAccounts = OverAccounts.no

    @Argument(help: "the user's name") var name: String

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.connected()
        let name = name
        let reply = try workspace.mailbox.failing { () throws(POP3Error) in try session.user(name) }
        workspace.mailbox.settings.user = name
        workspace.console.show(reply)
    }
}
