internal import ArgumentParser
internal import POP3

struct RsetCommand: MailCommand {
    static let configuration = CommandConfiguration(commandName: "rset", abstract: "take every deletion mark back (RSET)")

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.signedIn()
        let reply = try workspace.mailbox.failing { () throws(POP3Error) in try session.rset() }
        workspace.mailbox.unmarkAll()
        workspace.console.show(reply)
    }
}
