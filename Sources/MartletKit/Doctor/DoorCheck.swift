internal import POP3

/// One way in: a port, and what is behind it before anybody signs in.
struct DoorCheck {
    let endpoint: Endpoint
    let settings: Settings
    let canceller: Canceller

    /// Whether it is the way that the account takes: then what is wrong with it is a problem, else only worth a note.
    let isChosen: Bool

    /// Unix time.
    let now: Int64

    private var key: String { "port-\(endpoint.port)" }
    private var bad: DoctorFinding.Level { isChosen ? .problem : .note }

    func findings() -> [DoctorFinding] {
        var options = Session.Options()
        options.deadlines = Deadlines(
            connect: min(settings.deadlines.connect, .seconds(10)), read: min(settings.deadlines.read, .seconds(15)))
        options.trust = settings.trust
        options.canceller = canceller
        let began = ContinuousClock.now
        do throws(POP3Error) {
            let session = try Session(to: endpoint, options: options)
            let took = Milliseconds.text(ContinuousClock.now - began)
            var found = [DoctorFinding(key, .ok, "\(endpoint.authority) answers after \(took)\(greeting(session))")]
            found += capabilities(session)
            if endpoint.security == .stls {
                do throws(POP3Error) { try session.secure() } catch {
                    return found + [failed(error)]
                }
            }
            found += encryption(session)
            guard session.state != .ended else { return found }
            do throws(POP3Error) { _ = try session.quit() } catch {
                found.append(
                    DoctorFinding(
                        "\(key)-quit", .quirk, "it does not answer QUIT before a sign-in",
                        advice: "nothing: martlet hangs up anyway"))
            }
            return found
        } catch { return [failed(error)] }
    }

    private func greeting(_ session: Session) -> String {
        session.greeting.isEmpty ? ", with no words" : ": \(session.greeting)"
    }

    private func capabilities(_ session: Session) -> [DoctorFinding] {
        do throws(POP3Error) {
            let announced = try session.capa()
            let said = DoctorFinding("\(key)-capa", .ok, "before sign-in it announces \(Self.list(announced))")
            return [said] + tokens(announced)
        } catch {
            guard error.connectionIsUsable else {
                guard error.isHangUp, endpoint.security != .stls else { return [failed(error)] }
                return [
                    DoctorFinding(
                        "\(key)-capa", .quirk, "it hangs up at CAPA (RFC 2449)",
                        advice: "nothing: martlet calls again without it, a connection more for each sign-in")
                ]
            }
            return [
                DoctorFinding(
                    "\(key)-capa", .quirk, "it does not know CAPA (RFC 2449)",
                    advice: "nothing: martlet tries UIDL and TOP, and sends one command at a time")
            ]
        }
    }

    /// A server that takes tokens and no password, asked by somebody who has a password.
    private func tokens(_ announced: Capabilities) -> [DoctorFinding] {
        let mechanisms = announced.mechanisms
        let taken = mechanisms.filter { Session.TokenMechanism(rawValue: $0) != nil }
        guard settings.token == nil, !taken.isEmpty, !announced.has("USER"), !mechanisms.contains("PLAIN") else { return [] }
        return [
            DoctorFinding(
                "\(key)-token", isChosen ? .quirk : .note,
                "it takes access tokens (\(taken.joined(separator: ", "))) and no password",
                advice: "token = { command = [\"ortie\", \"token\", \"show\"] } in the account, or --token-command")
        ]
    }

    static func list(_ capabilities: Capabilities) -> String {
        capabilities.entries.map { ([$0.tag] + $0.parameters).joined(separator: " ") }.joined(separator: ", ")
    }

    private func encryption(_ session: Session) -> [DoctorFinding] {
        let peer = session.peer
        guard session.isTLS else {
            return [
                DoctorFinding(
                    "\(key)-tls", .quirk,
                    "the \(settings.token == nil ? "password" : "token") goes in the clear, because you allowed it",
                    advice: "pops://\(endpoint.host), or ask the server's owner for TLS")
            ]
        }
        let isOld = peer.tlsVersion == "TLSv1.2"
        var found = [
            DoctorFinding(
                "\(key)-tls", isOld ? .note : .ok, "\(peer.tlsVersion), \(peer.cipher)\(isOld ? "; 1.3 was offered" : "")")
        ]
        if let certificate = peer.certificate { found += self.certificate(certificate) }
        return found
    }

    private func certificate(_ certificate: Peer.Certificate) -> [DoctorFinding] {
        let text = "certificate of \(certificate.subject), signed by \(certificate.issuer), until \(certificate.notAfter)"
        let isNearEnd = certificate.notAfter < TimeText.rfc3339(now + 14 * 86_400)
        return [
            isNearEnd
                ? DoctorFinding("\(key)-certificate", .quirk, text, advice: "tell the server's owner: it ends within two weeks")
                : DoctorFinding("\(key)-certificate", .ok, text),
            DoctorFinding("\(key)-pin", .note, "to believe this key alone: --pin \(Hex.text(certificate.keyFingerprint))"),
        ]
    }

    private func failed(_ error: POP3Error) -> DoctorFinding {
        let failure = Failure(error, at: endpoint, user: nil)
        return DoctorFinding(
            key, bad, failure.message + (failure.server.map { " (\($0))" } ?? ""), advice: isChosen ? failure.hint : nil)
    }
}

/// Durations for people.
enum Milliseconds {
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let tenths = seconds * 10_000 + attoseconds / 100_000_000_000_000
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) ms" : "\(tenths / 10) ms"
    }
}
