internal import ArgumentParser
internal import POP3

struct AuthCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth", abstract: "sign in by a SASL mechanism (AUTH)",
        discussion:
            """
            auth PLAIN anna            the password is asked for, or from --password-…
            auth OAUTHBEARER anna      an access token, from --token-… or the account
            auth XOAUTH2 anna          the same, as Google and Microsoft have it
            """)
    static let overAccounts = OverAccounts.no

    @Argument(help: "the mechanism") var mechanism: String
    @Argument(help: "the user's name, where --user does not say it") var name: String?

    mutating func run(in workspace: Workspace) throws(Failure) {
        let mechanism = self.mechanism.uppercased()
        guard mechanism == "PLAIN" || Session.TokenMechanism(rawValue: mechanism) != nil else {
            throw .usage("no mechanism \"\(self.mechanism)\" here", hint: "auth PLAIN")
        }
        let session = try workspace.mailbox.connected()
        guard let user = name ?? workspace.mailbox.settings.user else {
            throw .usage("no user was named", hint: "auth \(mechanism) NAME")
        }
        if let mechanism = Session.TokenMechanism(rawValue: mechanism) {
            let reply = try workspace.mailbox.withToken(of: user, for: session, by: mechanism) { (token) throws(POP3Error) in
                try session.auth(mechanism, user: user, token: token)
            }
            workspace.console.show(reply)
            workspace.mailbox.settings.user = user
            return
        }
        var password = try workspace.mailbox.settings.password.read(user: user, host: session.endpoint.host)
        defer { Wipe.octets(&password) }
        workspace.console.show(
            try workspace.mailbox.failing { () throws(POP3Error) in try session.auth(Plain(user: user, password: password)) })
        workspace.mailbox.settings.user = user
    }
}
