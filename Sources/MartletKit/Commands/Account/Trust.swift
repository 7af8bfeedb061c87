internal import ArgumentParser
internal import POP3

struct TrustCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "show a server's certificate, and trust it from now on",
        discussion:
            """
            trust pin example                    an account: the pin goes into config.toml
            trust pin pops://pop.example.net     a server: for this session
            trust pin example 3F:9A:… --yes      for scripts: only this fingerprint

            Connects, sends no user and no password, and shows whose certificate it is. The pin takes the place of all \
            other checks of this server: who signed the certificate, for which name, and until when. Compare the \
            fingerprint with what your provider says by another way than this connection.
            """)
    static let overAccounts = OverAccounts.no
    static let actions = ["pin"]

    @Argument(help: "pin") var action: String
    @Argument(help: "an account, or pops://HOST[:PORT]; none: the server at hand") var place: String?
    @Argument(help: "the SHA-256 that the certificate or its public key has to have") var fingerprint: String?
    @Flag(help: "do not ask; wants the fingerprint") var yes = false

    mutating func run(in workspace: Workspace) throws(Failure) {
        guard action == "pin" else {
            throw .usage("trust knows no \"\(action)\"", hint: "trust pin" + (place.map { " " + $0 } ?? ""))
        }
        if fingerprint == nil, let said = place, Pin.octets(of: said) != nil { (place, fingerprint) = (nil, said) }
        let expected = try fingerprint.map { (said) throws(Failure) in
            guard let octets = Pin.octets(of: said) else {
                throw .usage("\"\(said)\" is no SHA-256", hint: "64 hexadecimal digits, colons between them or not")
            }
            return octets
        }
        // A script that took whatever it is shown would trust the attacker it is shown.
        if expected == nil, yes || !Question(workspace.console).isPossible {
            throw .usage(
                yes
                    ? "--yes wants the fingerprint as well"
                    : "a person has to compare the fingerprint, and there is no terminal to ask on",
                hint: "trust pin\(place.map { " " + $0 } ?? "") SHA-256 --yes  (the one your provider names)")
        }
        if !yes, !Question(workspace.console).isPossible {
            throw .usage(
                "this asks before it trusts, and there is no terminal to ask on",
                hint: "the same with --yes")
        }
        let settings = try settings(workspace)
        let seen = try SeenCertificate(settings, workspace)
        if seen.distrust == nil, let pin = settings.trust.pin, expected.map({ $0 == pin }) ?? true {
            for line in seen.lines { workspace.console.note(line) }
            return workspace.console.note("\(seen.endpoint.authority) is pinned to it already")
        }
        try agree(seen, expected, workspace)
        try pin(seen, expected, settings, workspace)
    }

    private func settings(_ workspace: Workspace) throws(Failure) -> Settings {
        if let place {
            do throws(Failure) { return try Place.settings(of: place, in: workspace) } catch {
                var failure = error
                failure.hint = error.hint?.replacing("connect ", with: "trust pin ")
                throw failure
            }
        }
        guard try workspace.mailbox.hasServer() else {
            throw .usage("no server was named", hint: "trust pin NAME, or trust pin pops://HOST")
        }
        return workspace.mailbox.settings
    }

    /// - Throws: exit code 77 where it is another certificate than the one that was named, and where the person says no.
    private func agree(_ seen: SeenCertificate, _ expected: [UInt8]?, _ workspace: Workspace) throws(Failure) {
        let console = workspace.console
        for line in seen.lines { if yes { console.note(line) } else { console.tell(line) } }
        if let expected, !seen.has(expected) {
            throw Failure(
                .noPermission, "certificate-pin",
                "the certificate of \(seen.endpoint.host) has another fingerprint (SHA-256 \(SeenCertificate.text(seen.certificate.fingerprint)))",
                kept: "nothing is trusted that was not before", hint: "ask your provider which of the two is theirs")
        }
        guard !yes else { return }
        let asked = "Is that what your provider says, and shall it be trusted from now on?"
        guard try Question(console).confirms(asked, otherwise: false, option: "trust pin … SHA-256 --yes") else {
            throw Failure(
                .noPermission, "certificate-untrusted",
                "the certificate of \(seen.endpoint.host) is trusted no more than before; nothing was written",
                hint: "ask your provider for the SHA-256 of its certificate")
        }
    }

    private func pin(
        _ seen: SeenCertificate, _ expected: [UInt8]?, _ settings: Settings, _ workspace: Workspace
    ) throws(Failure) {
        // The key outlives the certificate; a person who named one of them meant that one.
        let pin = expected ?? seen.certificate.keyFingerprint
        let digits = Hex.text(pin)
        let mailbox = workspace.mailbox
        var file = ""
        let line: String
        if let account = settings.account {
            let about = pin == seen.certificate.keyFingerprint ? "public key" : "certificate"
            let wanted = AccountLine(
                account: account, key: "pin", value: "\"\(digits)\"", comment: "SHA-256 of the \(about)")
            guard try wanted.settle(in: workspace, { $0.trust.pin = pin }) else {
                return workspace.console.note("account \"\(account)\" does not trust it yet")
            }
            if mailbox.settings.account == account { mailbox.settings.trust.pin = pin }
            file = workspace.accounts.path
            line = "account \"\(account)\" trusts it from now on: the pin is in \(file)"
        } else {
            workspace.pins[seen.endpoint.authority] = pin
            if mailbox.settings.account == nil, mailbox.settings.endpoint?.authority == seen.endpoint.authority {
                mailbox.settings.trust.pin = pin
            }
            line =
                workspace.isOneShot
                ? "\(seen.endpoint.authority) is no account's, so nothing was written; with this it is trusted: --pin \(digits)"
                : "\(seen.endpoint.authority) is trusted in this session; on the command line: --pin \(digits)"
        }
        let certificate = seen.certificate
        workspace.console.summary(
            line,
            [
                .init("server"), .init("account"), .init("pin"), .init("file"), .init("sha256"), .init("key_sha256"),
                .init("subject"), .init("issuer"), .init("names"), .init("not_before"), .init("not_after"),
                .init("trusted_before", .bool),
            ],
            [
                .text(AccountText.url(seen.endpoint)), .text(settings.account ?? ""), .text(digits), .text(file),
                .text(Hex.text(certificate.fingerprint)), .text(Hex.text(certificate.keyFingerprint)), .text(certificate.subject),
                .text(certificate.issuer), .text(certificate.names), .text(certificate.notBefore), .text(certificate.notAfter),
                .integer(seen.distrust == nil ? 1 : 0),
            ])
    }
}
