internal import ArgumentParser
internal import POP3

struct Utf8Command: MailCommand {
    static let configuration = CommandConfiguration(commandName: "utf8", abstract: "let the server send UTF-8 (UTF8)")

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.connected()
        workspace.console.show(try workspace.mailbox.failing { () throws(POP3Error) in try session.utf8() })
    }
}
