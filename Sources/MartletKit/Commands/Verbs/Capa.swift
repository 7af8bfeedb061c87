internal import ArgumentParser
internal import POP3

struct CapaCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "capa", abstract: "list what the server can do (CAPA)",
        discussion: "Signs in first where --user is given: many servers say more then.")

    mutating func run(in workspace: Workspace) throws(Failure) {
        let mailbox = workspace.mailbox
        let session = try mailbox.entered()
        let found = try mailbox.failing { () throws(POP3Error) in try session.capa() }
        workspace.console.beginRows([.init("capability", width: 20), .init("parameters")])
        for entry in found.entries {
            workspace.console.row([.text(entry.tag), .text(entry.parameters.joined(separator: " "))])
        }
    }
}
