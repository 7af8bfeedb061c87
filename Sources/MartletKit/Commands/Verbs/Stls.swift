internal import ArgumentParser
internal import POP3

struct StlsCommand: MailCommand {
    static let configuration = CommandConfiguration(commandName: "stls", abstract: "secure the connection (STLS)")
    static let overAccounts = OverAccounts.no

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.connected(secured: false)
        let reply = try workspace.mailbox.failing { () throws(POP3Error) in try session.stls() }
        workspace.console.show(reply)
        workspace.console.note("\(session.peer.tlsVersion) \(session.peer.cipher)")
    }
}
