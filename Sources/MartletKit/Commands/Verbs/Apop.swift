internal import ArgumentParser
internal import POP3

struct ApopCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "apop", abstract: "sign in by a digest of password and greeting (APOP)",
        discussion: "MD5 is broken for this use (CVE-2007-1558): for servers that know nothing else.")
    static let overAccounts = OverAccounts.no

    @Argument(help: "the user's name") var name: String

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.connected()
        let name = name
        var password = try workspace.mailbox.settings.password.read(user: name, host: session.endpoint.host)
        defer { Wipe.octets(&password) }
        workspace.console.show(
            try workspace.mailbox.failing { () throws(POP3Error) in try session.apop(user: name, password: password) })
        workspace.mailbox.settings.user = name
    }
}
