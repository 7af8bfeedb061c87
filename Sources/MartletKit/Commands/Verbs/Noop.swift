internal import ArgumentParser
internal import POP3

struct NoopCommand: MailCommand {
    static let configuration = CommandConfiguration(commandName: "noop", abstract: "keep the session awake (NOOP)")

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.signedIn()
        workspace.console.show(try workspace.mailbox.failing { () throws(POP3Error) in try session.noop() })
    }
}
