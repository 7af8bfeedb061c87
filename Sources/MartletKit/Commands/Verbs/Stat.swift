internal import ArgumentParser
internal import POP3

struct StatCommand: MailCommand {
    static let configuration = CommandConfiguration(commandName: "stat", abstract: "count messages and octets (STAT)")

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.signedIn()
        let (messages, octets) = try workspace.mailbox.failing { () throws(POP3Error) in try session.stat() }
        workspace.console.beginRows([.init("messages", .integer, width: 10), .init("octets", .integer, width: 16)])
        workspace.console.row([.integer(Int64(messages)), .integer(octets)])
    }
}
