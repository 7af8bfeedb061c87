internal import ArgumentParser
internal import POP3

struct AuthCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth", abstract: "sign in by a SASL mechanism (AUTH)", discussion: "Mechanisms: PLAIN.")
    static let overAccounts = OverAccounts.no

    @Argument(help: "the mechanism") var mechanism: String
    @Argument(help: "the user's name, where --user does not say it") var name: String?

    mutating func run(in workspace: Workspace) throws(Failure) {
        guard mechanism.uppercased() == "PLAIN" else {
            throw .usage("no mechanism \"\(mechanism)\" here", hint: "auth PLAIN")
        }
        let session = try workspace.mailbox.connected()
        guard let user = name ?? workspace.mailbox.settings.user else {
            throw .usage("no user was named", hint: "auth PLAIN NAME")
        }
        var password = try workspace.mailbox.settings.password.read(user: user, host: session.endpoint.host)
        defer { Wipe.octets(&password) }
        workspace.console.show(
            try workspace.mailbox.failing { () throws(POP3Error) in try session.auth(Plain(user: user, password: password)) })
        workspace.mailbox.settings.user = user
    }
}
