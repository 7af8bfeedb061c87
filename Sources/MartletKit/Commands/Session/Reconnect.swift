internal import ArgumentParser
internal import POP3

struct ReconnectCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconnect", abstract: "sign in again; marks return by unique id",
        discussion: "Numbers may have changed. A mark whose message cannot be known again is given up, not guessed.")
    static let overAccounts = OverAccounts.no

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.reconnect()
        let maildrop = try workspace.mailbox.maildrop()
        workspace.console.note(
            "\(session.endpoint.authority)  signed in as \(session.user ?? "")  \(Plural.text(maildrop.count, "message"))")
    }
}
