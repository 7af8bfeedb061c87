public import POP3

extension Failure {
    /// The one table from what the library throws to what a user reads.
    ///
    /// - Parameters:
    ///   - endpoint: where it happened.
    ///   - user: who was signing in, where known.
    public init(_ error: POP3Error, at endpoint: Endpoint, user: String? = nil) {
        let place = endpoint.authority
        let verb = error.verb
        switch error.kind {
        case .refused(let code):
            self = Self.refused(error, code: code, user: user)
        case .argument:
            self.init(.usage, "argument", "\(error.detail ?? "an argument cannot be sent"); nothing was sent")
        case .state:
            self = Self.state(verb: verb ?? "", detail: error.detail)
        case .unsupported where verb == "STLS":
            self.init(
                .unavailable, "no-encryption", "the server offers no encryption; nothing was sent", server: error.serverText,
                hint: "--server pops://\(endpoint.host)  (TLS from the start, port 995)")
        case .unsupported:
            self.init(
                .unavailable, "unsupported",
                "\(place) does not offer what \(verb ?? "the command") needs"
                    + (error.detail.map { " (\($0))" } ?? ""), server: error.serverText, hint: "capa  (shows what it offers)")
        case .insecure:
            self.init(
                .unavailable, "insecure", "\(verb ?? "a credential") would go out unencrypted; nothing was sent",
                hint: "stls first, or --insecure-cleartext if nobody can listen on this network")
        case .protocolViolation where verb != nil:
            let what = error.number.map { " for message \($0)" } ?? ""
            self.init(
                .protocol, "not-pop3",
                "\(endpoint.host) answered \(verb ?? "")\(what) with something that is not POP3\(Self.because(error))",
                server: error.serverText, hint: "the same again, with --log FILE")
        case .protocolViolation:
            self.init(
                .protocol, "not-pop3", "\(place) does not speak POP3", server: error.serverText,
                hint: "check the port: 110 for pop://, 995 for pops://")
        case .limit:
            self.init(
                .protocol, "limit", "the server sent \(error.detail ?? "a line longer than 64 K"); the connection was closed",
                hint: "--log FILE, then report it to the server's owner")
        case .unresolvable:
            self.init(
                .noHost, "no-host", "no such host \"\(endpoint.host)\"", hint: "check the spelling in --server")
        case .nameService:
            self.init(
                .tryLater, "no-name-service",
                "cannot look up \"\(endpoint.host)\": \(error.detail ?? "the name service does not answer")",
                hint: "check the network, then again")
        case .connectionRefused:
            self.init(
                .tryLater, "connection-refused", "nothing listens on \(place)",
                hint: endpoint.security == .tls
                    ? "--server pop://\(endpoint.host)  (port 110 with STLS)"
                    : "--server pops://\(endpoint.host)  (port 995)")
        case .unreachable:
            self.init(
                .tryLater, "unreachable", "cannot reach \(place)\(Self.because(error))", hint: "check the network, then again")
        case .timeout:
            self.init(
                .tryLater, "timeout",
                "no answer from \(place)" + (error.waited.map { " after \($0.components.seconds) s" } ?? ""),
                hint: "again later, or --timeout with more seconds")
        case .cancelled:
            self.init(.interrupted, "interrupted", "interrupted; the connection was closed")
        case .abandoned:
            self.init(.interrupted, "interrupted", "stopped; the connection was closed")
        case _ where error.isHangUp && error.credentialWasSent:
            // Some servers say no like this (FIELD: quirk 25). A cron job that repeated it would get the user locked out.
            self.init(
                .noPermission, Self.hungUpAtSignIn,
                "\(endpoint.host) hung up at the password; some servers do that when it is wrong",
                hint: "check user and password; many providers want an app password")
        case .closed, .io:
            let during = error.number.map { " while message \($0) was coming" } ?? (verb.map { " during \($0)" } ?? "")
            self.init(
                .tryLater, "connection-lost", "\(endpoint.host) hung up\(during)\(Self.because(error))", hint: "the same again")
        case .truncated:
            let during = error.number.map { " while message \($0) was coming" } ?? ""
            self.init(
                .tryLater, "truncated", "\(endpoint.host) cut the TLS connection off without ending it\(during)",
                hint: "the same again; if it stays so, somebody between you and the server cuts it")
        case .tls where verb != nil && verb != "STLS":
            let during = error.number.map { " while message \($0) was coming" } ?? " during \(verb ?? "")"
            self.init(
                .protocol, "tls", "\(endpoint.host) broke TLS off\(during)\(Self.because(error))",
                hint: "the same again, with --log FILE")
        case .tls:
            self.init(
                .protocol, "tls", "the TLS handshake with \(place) failed\(Self.because(error))",
                hint: "--log FILE and see its last lines")
        case .notTLS:
            self.init(
                .protocol, "not-tls", "\(place) does not speak TLS",
                hint: "--server pop://\(endpoint.host)  (port 110 with STLS)")
        case .injected:
            self.init(
                .protocol, "injected",
                "\(place) sent data ahead of the TLS handshake, as an attacker in between would; nothing was sent",
                hint: "another network, or --server pops://\(endpoint.host)")
        case .untrusted(let reason):
            self = Self.untrusted(error, reason: reason, endpoint: endpoint)
        case .caFile:
            self.init(
                .configuration, "ca-file", "no authorities to trust: \(error.detail ?? "the CA file cannot be read")",
                hint: "--ca-file with a PEM file that can be read")
        case .descriptors:
            self.init(
                .tryLater, "descriptors", "this process has as many files open as it may",
                hint: "ulimit -n 4096, then again")
        case .resource:
            self.init(.tryLater, "resource", error.detail ?? "out of memory", hint: "again when the machine has more memory free")
        }
    }

    static let hungUpAtSignIn = "hung-up-at-sign-in"

    private static func because(_ error: POP3Error) -> String { error.detail.map { " (\($0))" } ?? "" }

    private static func refused(_ error: POP3Error, code: ResponseCode?, user: String?) -> Failure {
        let signingIn = ["USER", "PASS", "APOP", "AUTH"].contains(error.verb ?? "")
        let words = error.serverText
        switch code {
        case .inUse:
            return Failure(
                .tryLater, "in-use", "another program has this mailbox open", server: words,
                hint: "close it, or again in a few minutes")
        case .loginDelay:
            return Failure(
                .tryLater, "login-delay", "the server wants more time between sign-ins", server: words,
                hint: "again in a few minutes")
        case .systemTemporary:
            return Failure(.tryLater, "server-trouble", "the server has a passing trouble", server: words, hint: "again later")
        case .systemPermanent:
            return Failure(
                .unavailable, "server-broken", "the server has a trouble that will not pass by itself", server: words,
                hint: "tell the server's owner what it said")
        case .utf8:
            return Failure(
                .unavailable, needsUTF8, "the server wants UTF8 for this", server: words,
                hint: "martlet -c 'utf8; \(again(error))'  (UTF8 comes before the sign-in)")
        case .auth, .other, nil:
            break
        }
        if signingIn {
            return Failure(
                .noPermission, "sign-in-refused", "sign-in refused" + (user.map { " for \($0)" } ?? ""),
                server: error.detail.map { "\(words ?? "") (\($0))" } ?? words,
                hint: "check user and password; many providers want an app password")
        }
        if error.verb == nil {
            return Failure(.unavailable, "no-service", "the server refuses service", server: words, hint: "again later")
        }
        let what = error.number.map { " for message \($0)" } ?? ""
        return Failure(
            .unavailable, "refused", "the server refused \(error.verb ?? "the command")\(what)", server: words,
            hint: error.number == nil ? "capa  (shows what the server offers)" : "list  (shows which messages there are)")
    }

    static let needsUTF8 = "needs-utf8"

    /// The command that the server refused, as a user types it. A sign-in happens by itself.
    private static func again(_ error: POP3Error) -> String {
        guard let verb = error.verb, !["USER", "PASS", "APOP", "AUTH"].contains(verb) else { return "stat" }
        let words = [verb == "TOP" ? "headers" : verb.lowercased()] + (error.number.map { ["\($0)"] } ?? [])
        return words.joined(separator: " ")
    }

    private static func state(verb: String, detail: String?) -> Failure {
        if verb == "STLS", let detail, detail.contains("UTF8") {
            return Failure(.usage, "state", "stls: \(detail)", hint: "reconnect, then stls first")
        }
        if let detail { return Failure(.usage, "state", "\(verb.lowercased()): \(detail)", hint: "status") }
        if ["USER", "PASS", "APOP", "AUTH", "STLS", "UTF8"].contains(verb) {
            return Failure(
                .usage, "state", "\(verb.lowercased()) is for before signing in, and this session is past that",
                hint: "quit, then connect again")
        }
        return Failure(
            .usage, "state", "\(verb.lowercased()) needs a signed-in session",
            hint: "user NAME, then pass  (or connect with --user)")
    }

    private static func untrusted(_ error: POP3Error, reason: POP3Error.Distrust, endpoint: Endpoint) -> Failure {
        let facts = error.serverText
        let fingerprint = Hex.text(error.fingerprint ?? [], upperCase: true, between: ":")
        switch reason {
        case .name:
            return Failure(
                .noPermission, "certificate-name", "the certificate is for \(facts ?? "another name"), not \(endpoint.host)",
                hint: "use that name in --server, if it is your provider's")
        case .expired:
            return Failure(
                .noPermission, "certificate-expired", "the certificate of \(endpoint.host) is not valid now\(because(error))",
                hint: "check this machine's clock; else the server's owner has to renew it")
        case .pin:
            return Failure(
                .noPermission, "certificate-pin",
                "the certificate of \(endpoint.host) is not the pinned one (SHA-256 \(fingerprint))",
                hint: "ask your provider whether it was renewed, then change --pin")
        case .chain:
            return Failure(
                .noPermission, "certificate-untrusted",
                "the certificate is signed by nobody this system trusts (SHA-256 \(fingerprint))",
                server: facts, hint: "trust pin \(AccountText.url(endpoint))  (after checking the fingerprint with your provider)"
            )
        }
    }
}
