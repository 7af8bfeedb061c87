internal import ArgumentParser
internal import POP3

struct PassCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "pass", abstract: "give the password of the user that USER named (PASS)",
        discussion: "The password is asked for, or comes from --password-command, --password-file or --password-fd.")
    static let overAccounts = OverAccounts.no

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.connected()
        let settings = workspace.mailbox.settings
        var password = try settings.password.read(user: settings.user ?? "?", host: session.endpoint.host)
        defer { Wipe.octets(&password) }
        workspace.console.show(try workspace.mailbox.failing { () throws(POP3Error) in try session.pass(password) })
    }
}
