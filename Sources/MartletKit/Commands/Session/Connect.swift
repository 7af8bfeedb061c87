internal import ArgumentParser
internal import POP3

struct ConnectCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "connect to a server or an account; sign in if a user is named",
        discussion:
            """
            connect example                          an account of config.toml
            connect pops://anna@pop.example.net      TLS from the start, port 995
            connect pop://pop.example.net            STLS required, port 110
            connect example --wait                   not before the server takes a sign-in
            martlet -c 'connect example --wait; export new ~/mail'

            --wait waits as long as the server says, an hour at most, and signs in then; while another program has the \
            mailbox open it tries again every \(SignInWait.inUsePause) seconds, for ten minutes. Ctrl-C ends it at once.
            """
    )
    static let overAccounts = OverAccounts.no

    @Argument(help: "an account, pops://[USER@]HOST[:PORT] or pop://…; none connects to the last one again") var place: String?
    @Flag(help: "allow pop:// without encryption") var insecureCleartext = false

    @Flag(help: "wait until the server takes a sign-in again, an hour at most") var wait = false

    mutating func run(in workspace: Workspace) throws(Failure) {
        let mailbox = workspace.mailbox
        // Read before the old session is given up: a slip of the fingers must not cost it.
        let settings = try place.map { (place) throws(Failure) in
            var settings = try Place.settings(of: place, in: workspace, cleartext: insecureCleartext)
            workspace.keepTimeout(in: &settings)
            return settings
        }
        if let settings, let endpoint = settings.endpoint, mayOpenFirst(endpoint, mailbox) {
            let session = try spelling(settings.account, workspace) { () throws(Failure) in
                try mailbox.opened(settings, at: endpoint)
            }
            do throws(Failure) { try workspace.leave() } catch {
                // The new one has done nothing yet: whether it takes a goodbye is all one.
                do throws(POP3Error) { _ = try session.quit() } catch {}
                throw error
            }
            mailbox.move(to: session, settings)
        } else {
            try workspace.leave()
            if let settings { mailbox.settings = settings }
        }
        _ = try mailbox.hasServer()
        if wait { try SignInWait(workspace).run() }
        let session = try spelling(mailbox.settings.account, workspace) { () throws(Failure) in try mailbox.connected() }
        let peer = session.peer
        let security = session.isTLS ? "\(peer.tlsVersion), certificate ok" : "not encrypted"
        guard mailbox.settings.user != nil else {
            workspace.console.note("\(session.endpoint.authority)  \(security)")
            return
        }
        let signedIn = try mailbox.signedIn()
        workspace.console.note("\(session.endpoint.authority)  \(security)  signed in as \(signedIn.user ?? "")")
        let maildrop = try mailbox.maildrop()
        let new = workspace.knownNew.map { ", \($0) new" } ?? ""
        workspace.console.note("\(Plural.text(maildrop.count, "message")), \(Size.long(maildrop.octets))\(new)")
    }

    /// A word that is no account was taken for a host: where there is none of that name either, both is said.
    private func spelling(
        _ account: String?, _ workspace: Workspace, _ body: () throws(Failure) -> Session
    ) throws(Failure) -> Session {
        do throws(Failure) { return try body() } catch {
            guard let place, error.kind == "no-host", account == nil else { throw error }
            var failure = error
            failure.hint =
                if Account.isName(place), !place.contains(".") {
                    try workspace.accounts.names().isEmpty
                        ? "account add ADDRESS  (there is no account \"\(place)\" either)"
                        : "account list  (there is no account \"\(place)\" either)"
                } else { "check the spelling of \(place)" }
            throw failure
        }
    }

    /// Another server is reached before the session at hand is left, so that one that cannot be costs nothing. Not the same server: it may
    /// allow one connection. Not where the dialogue is recorded: two at once would be mixed.
    private func mayOpenFirst(_ endpoint: Endpoint, _ mailbox: Mailbox) -> Bool {
        mailbox.recording == nil && mailbox.session?.endpoint.host != endpoint.host
    }
}
