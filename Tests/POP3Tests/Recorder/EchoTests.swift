@testable import POP3
import MartletDemo
import Testing

/// A server that says again what it was told in confidence: in any reply, in any form, to whoever listens.
@Suite("a server that echoes secrets") struct EchoTests {
    enum Way: String, CaseIterable {
        case pass = "PASS", apop = "APOP", plain = "PLAIN", bearer = "OAUTHBEARER", xoauth2 = "XOAUTH2"
    }

    static let canary = "c4naryQzJ7vXw2Lk"

    private func signIn(_ session: Session, _ way: Way) throws {
        let secret = Array(Self.canary.utf8)
        switch way {
        case .pass:
            try session.user("anna")
            try session.pass(secret)
        case .apop: try session.apop(user: "anna", password: secret)
        case .plain: try session.auth(Plain(user: "anna", password: secret))
        case .bearer: try session.auth(.oauthBearer, user: "anna", token: secret)
        case .xoauth2: try session.auth(.xoauth2, user: "anna", token: secret)
        }
    }

    private func isClean(_ text: String) -> Bool {
        let octets = Array(text.utf8)
        return ([Array(Self.canary.utf8)] + Base64.traces(of: Array(Self.canary.utf8))).allSatisfy {
            octets.firstRange(of: $0) == nil
        }
    }

    /// What the server says at sign-in and what it says again at NOOP, to a new listener.
    private func server(_ way: Way, _ echo: String) throws -> DemoServer {
        let verb =
            switch way {
            case .pass, .apop: way.rawValue
            case .plain, .bearer: "AUTH"
            case .xoauth2: "RESPONSE"
            }
        return try running(
            plain(1), token: Self.canary,
            [
                Fault(.replace(text: echo + "\r\n"), at: .verb(verb)),
                Fault(.replace(text: "+OK again: \(Self.canary)\r\n"), at: .verb("LANG")),
                Fault(.replace(text: "+OK again: \(Self.canary)\r\n"), at: .verb("NOOP")),
                Fault(.replace(text: "+OK\r\nX-\(Self.canary)\r\n.\r\n"), at: .verb("CAPA")),
            ])
    }

    @Test(
        "is masked in errors, transcripts and the octets that came, at once and later, whoever listens then",
        arguments: Way.allCases,
        [
            "-ERR [AUTH] user anna password \(canary) wrong", "+OK hello \(canary)", "-ERR [\(canary)] no",
            "-ERR \(Base64.encode(Array(canary.utf8)))", "+OK \(Base64.encode(Array("\0anna\0\(canary)".utf8)))",
            "-ERR \(canary)\(canary)\u{301}",
        ])
    func everywhere(_ way: Way, _ echo: String) throws {
        let server = try server(way, echo)
        let (tape, later) = (Tape(), Tape())
        let session = try server.connected { $0.transcript = tape.transcript(withReceived: true) }
        var shown: [String] = []
        do { try signIn(session, way) } catch { shown.append("\(error)") }
        #expect(tape.all.contains("****") && tape.received.contains("****"))
        session.tell(later.transcript(withReceived: true))
        if session.state == .transaction { shown.append(try session.noop().text) }
        _ = try session.capa()
        session.tell(nil)
        for text in [tape.all, tape.received, later.all, later.received] + shown { #expect(isClean(text), "\(text)") }
        #expect(later.received.contains("X-****\r\n.\r\n") && later.all.contains("X-****"))
    }

    @Test("masks nothing that is to be understood: numbers and codes are read as they came", arguments: ["1", "AUTH", "*"])
    func understood(_ secret: String) throws {
        let account = DemoAccount(user: "anna", password: secret, messages: plain(1))
        let server = try DemoServer(accounts: [account])
        try server.start()
        defer { server.stop() }
        let tape = Tape()
        let session = try server.connected { $0.transcript = tape.transcript(withReceived: true) }
        try session.signIn(user: "anna", password: Array(secret.utf8))
        #expect(try session.stat().messages == 1)
        try session.list([1]) { _, size in #expect((try? size.get()) == Int64(plain(1)[0].wireOctets.count)) }
        server.faults = Faults([Fault(.refuse("[AUTH] 1 *"), at: .verb("NOOP"))])
        #expect(failure { try session.noop() }?.kind == .refused(.auth))
    }
}
