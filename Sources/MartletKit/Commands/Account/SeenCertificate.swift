internal import POP3

/// The certificate that a server shows, whether or not it is believed. Nobody signs in to see it.
struct SeenCertificate {
    let endpoint: Endpoint
    let certificate: Peer.Certificate
    /// Why it is not believed as things are; nil where it is.
    let distrust: String?

    /// Shakes hands, and once more where the certificate is refused: then with that certificate alone believed, so that the server has
    /// to prove that the key is its own. Sends CAPA and STLS where the endpoint has it so, and QUIT.
    init(_ settings: Settings, _ workspace: Workspace) throws(Failure) {
        guard let endpoint = settings.endpoint, endpoint.security != .cleartext else {
            throw .usage(
                "\(settings.endpoint?.authority ?? "the server") is reached without encryption: there is no certificate to trust",
                hint: "trust pin pops://\(settings.endpoint?.host ?? "HOST")")
        }
        self.endpoint = endpoint
        do throws(POP3Error) {
            certificate = try Self.shown(endpoint, settings, settings.trust, workspace)
            distrust = nil
        } catch {
            let failure = Self.failure(error, endpoint, settings)
            guard case .untrusted = error.kind, let fingerprint = error.fingerprint else { throw failure }
            distrust = Self.why(error, endpoint)
            do throws(POP3Error) {
                certificate = try Self.shown(endpoint, settings, Trust(pin: fingerprint), workspace)
            } catch {
                guard case .untrusted = error.kind else { throw Self.failure(error, endpoint, settings) }
                throw Failure(
                    .noPermission, "certificate-pin", "\(endpoint.authority) shows another certificate each time",
                    hint: "ask your provider for one to pin, or --ca-file with who signs them")
            }
        }
    }

    private static func shown(
        _ endpoint: Endpoint, _ settings: Settings, _ trust: Trust, _ workspace: Workspace
    ) throws(POP3Error) -> Peer.Certificate {
        var options = Session.Options()
        options.deadlines = settings.deadlines
        options.trust = trust
        options.canceller = workspace.canceller
        options.transcript = workspace.mailbox.log?.transcript
        let session = try Session(to: endpoint, options: options)
        try session.secure()
        guard let certificate = session.peer.certificate else { throw POP3Error(.tls, detail: "it shows no certificate") }
        // What it answers to a goodbye changes nothing: the certificate was seen.
        do throws(POP3Error) { _ = try session.quit() } catch { if error.kind == .cancelled { throw error } }
        return certificate
    }

    private static func failure(_ error: POP3Error, _ endpoint: Endpoint, _ settings: Settings) -> Failure {
        let failure = Failure(error, at: endpoint)
        return settings.account.map { failure.pointing(to: $0) } ?? failure
    }

    private static func why(_ error: POP3Error, _ endpoint: Endpoint) -> String {
        switch error.kind {
        case .untrusted(.name): "it is not for the name \(endpoint.host)"
        case .untrusted(.expired): "it is not valid now"
        case .untrusted(.pin): "it is not the one that is pinned"
        default: "nobody this system trusts has signed it"
        }
    }

    func has(_ fingerprint: [UInt8]) -> Bool {
        fingerprint == certificate.fingerprint || fingerprint == certificate.keyFingerprint
    }

    /// `3F:9A:…`
    static func text(_ fingerprint: [UInt8]) -> String { Hex.text(fingerprint, upperCase: true, between: ":") }

    /// For a person who reads them out on the telephone: no line above 80 columns for what we can help.
    var lines: [String] {
        [
            "\(endpoint.authority) shows this certificate:", "  subject   \(certificate.subject)",
            "  issuer    \(certificate.issuer)",
            "  names     \(certificate.names.isEmpty ? "none" : certificate.names)",
            "  valid     \(Self.day(certificate.notBefore)) to \(Self.day(certificate.notAfter))",
        ] + Self.halves("SHA-256 ", certificate.fingerprint) + Self.halves("key     ", certificate.keyFingerprint)
            + ["  trusted   " + (distrust.map { "no: \($0)" } ?? "yes, as things are")]
    }

    /// `2026-11-25`
    private static func day(_ time: String) -> String { String(time.prefix { $0 != "T" }) }

    private static func halves(_ name: String, _ fingerprint: [UInt8]) -> [String] {
        let half = fingerprint.count / 2
        return [
            "  \(name)  \(text(Array(fingerprint[..<half]))):", "            \(text(Array(fingerprint[half...])))",
        ]
    }
}
