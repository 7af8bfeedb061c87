@testable import POP3
import MartletDemo
import Testing

@Suite("no credential before TLS (FIELD section 3)") struct SecurityTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// Everything that carries a credential.
    private static let ways: [(String, @Sendable (Session) throws -> Void)] = [
        ("USER", { try $0.user("anna") }), ("PASS", { try $0.pass(Array(password.utf8)) }),
        ("APOP", { try $0.apop(user: "anna", password: Array(password.utf8)) }),
        ("AUTH", { try $0.auth(Plain(user: "anna", password: Array(password.utf8))) }),
        ("AUTH", { try $0.auth(XOAuth2(user: "anna", token: Array(password.utf8))) }),
        ("AUTH", { try $0.auth(OAuthBearer(user: "anna", host: "h", port: 110, token: Array(password.utf8))) }),
    ]

    private func server(
        implicit: Bool = false, _ claims: DemoCertificate.Claims = .init(), _ list: [Fault] = [], faults: Faults = Faults(),
        _ change: (inout DemoOptions) -> Void = { _ in }
    ) throws -> (DemoServer, DemoCertificate) {
        let certificate = try DemoCertificate.make(in: folder.path, claims)
        let server = try running(plain(2), list, faults: faults) {
            $0.security = implicit ? .implicit(certificate) : .startTLS(certificate)
            change(&$0)
        }
        return (server, certificate)
    }

    /// Nothing that a listener on the line must not have.
    private func expectNothingSecret(_ server: DemoServer, sourceLocation: SourceLocation = #_sourceLocation) {
        let open = server.commands.filter { !$0.isEncrypted }
        #expect(
            !open.contains { ["USER", "PASS", "APOP", "AUTH", "RESPONSE"].contains($0.verb) }, sourceLocation: sourceLocation)
        #expect(!open.contains { $0.text.contains("anna") || $0.text.contains(password) }, sourceLocation: sourceLocation)
    }

    private func signIn(_ session: Session) throws { try session.signIn(user: "anna", password: Array(password.utf8)) }

    @Test("every verb with a credential is gated") func gate() throws {
        for (verb, send) in Self.ways {
            let (server, _) = try server()
            let session = try server.connected(.stls)
            let error = failure { try send(session) }
            #expect(error?.kind == .insecure)
            #expect(error?.verb == verb)
            #expect(error?.connectionIsUsable == true)
            try session.capa()
            #expect(server.lines() == ["CAPA"])
        }
    }

    @Test("cleartext only where it was asked for") func cleartext() throws {
        for (index, way) in Self.ways.enumerated() where index != 1 {
            let server = try running(token: password)
            try way.1(server.connected(.cleartext))
            #expect(server.commands.map { $0.verb }.filter { $0 != "RESPONSE" } == [way.0])
        }
    }

    @Test func signInSecuresFirst() throws {
        let (server, certificate) = try server { $0.allowsCleartextSignIn = false }
        let session = try server.connected(.stls) { $0.trust = Trust(caFile: certificate.authorityPath) }
        try signIn(session)
        #expect(server.commands.map { "\($0.verb) \($0.isEncrypted)" } == ["CAPA false", "STLS false", "CAPA true", "AUTH true"])
        expectNothingSecret(server)
    }

    @Test("a server that does not offer STLS gets nothing", arguments: [false, true]) func notOffered(_ withoutCapa: Bool) throws
    {
        var faults = Faults()
        if withoutCapa { faults.unknownVerbs = ["CAPA"] }
        let server = try running(faults: faults)
        let session = try server.connected(.stls)
        let error = failure { try signIn(session) }
        #expect(error?.kind == .unsupported)
        #expect(error?.verb == "STLS")
        expectNothingSecret(server)
    }

    @Test func strippedFromCapaIsNotOffered() throws {
        var faults = Faults()
        faults.unannounced = ["STLS"]
        let (server, _) = try server(faults: faults)
        let session = try server.connected(.stls)
        #expect(failure { try signIn(session) }?.kind == .unsupported)
        #expect(server.commands.map { $0.verb } == ["CAPA"])
    }

    @Test func refusedSTLSGetsNothing() throws {
        let (server, _) = try server(.init(), [Fault(.refuse("not now"), at: .verb("STLS"))])
        let session = try server.connected(.stls)
        let error = failure { try signIn(session) }
        #expect(error?.kind == .unsupported)
        #expect(error?.serverText == "not now")
        expectNothingSecret(server)
        #expect(failure { try session.user("anna") }?.kind == .insecure)
    }

    @Test(
        "octets behind the +OK to STLS end the session (CVE-2021-22947)",
        arguments: ["+OK\r\n", "x", "+OK CAPA\r\nSASL PLAIN\r\n.\r\n"])
    func injected(_ more: String) throws {
        let (server, certificate) = try server(.init(), [Fault(.append(text: more), at: .verb("STLS"))])
        let session = try server.connected(.stls) { $0.trust = Trust(caFile: certificate.authorityPath) }
        #expect(failure { try signIn(session) }?.kind == .injected)
        #expect(session.state == .ended)
        #expect(failure { try signIn(session) }?.kind == .injected)
        expectNothingSecret(server)
    }

    @Test("what was announced in the clear is not believed under TLS") func forgotten() throws {
        // In the clear the server says that it has no PLAIN; under TLS it has.
        let (server, certificate) = try server { $0.allowsCleartextSignIn = false }
        let session = try server.connected(.stls) { $0.trust = Trust(caFile: certificate.authorityPath) }
        #expect(try session.capa().mechanisms == [])
        try session.secure()
        #expect(session.capabilities == nil)
        try signIn(session)
        #expect(server.commands.last?.verb == "AUTH")
    }

    @Test("a broken handshake gets nothing", arguments: [false, true]) func brokenHandshake(_ implicit: Bool) throws {
        var faults = Faults()
        faults.breaksHandshake = true
        let (server, certificate) = try server(implicit: implicit, faults: faults)
        let error = failure {
            try signIn(server.connected(implicit ? .tls : .stls) { $0.trust = Trust(caFile: certificate.authorityPath) })
        }
        // Behind STLS the octets may come along with the +OK or after it; both end the session.
        #expect(error?.kind == .notTLS || !implicit && error?.kind == .injected)
        expectNothingSecret(server)
    }

    @Test func aPlainServerOnATLSPortGetsNothing() throws {
        let server = try running()
        let error = failure {
            try signIn(server.connected(.tls) { $0.deadlines = Deadlines(connect: .seconds(2), read: .seconds(2)) })
        }
        #expect(error?.kind == .notTLS)
        #expect(!server.lines().contains { $0.contains("anna") })
    }

    @Test("a bad certificate gets nothing, with TLS and with STLS", arguments: [true, false]) func badCertificates(
        _ implicit: Bool
    ) throws {
        let bad: [(DemoCertificate.Claims, POP3Error.Distrust)] = [
            (.expired, .expired), (.notYetValid, .expired), (.wrongName, .name), (.selfSigned, .chain),
        ]
        for (claims, reason) in bad {
            let (server, certificate) = try server(implicit: implicit, claims)
            let error = failure {
                try signIn(
                    server.connected(implicit ? .tls : .stls) {
                        $0.trust = Trust(caFile: reason == .chain ? nil : certificate.authorityPath)
                    })
            }
            #expect(error?.kind == .untrusted(reason))
            #expect(error?.fingerprint?.count == 32)
            #expect(reason != .name || error?.serverText?.contains("pop.example.org") == true)
            expectNothingSecret(server)
        }
    }

    @Test func anUnknownAuthorityIsNotTrusted() throws {
        let (server, _) = try server(implicit: true)
        #expect(failure { try server.connected(.tls) }?.kind == .untrusted(.chain))
    }

    @Test("a pin takes the place of chain, name and dates; another pin is refused") func pin() throws {
        let (server, _) = try server(implicit: true, .wrongName)
        let seen = failure { try server.connected(.tls) }?.fingerprint ?? []
        #expect(try server.connected(.tls) { $0.trust = Trust(pin: seen) }.isTLS)
        var other = seen
        other[0] ^= 1
        #expect(failure { try server.connected(.tls) { $0.trust = Trust(pin: other) } }?.kind == .untrusted(.pin))
    }

    @Test func obsoleteTLSIsRefused() throws {
        let (server, certificate) = try server(implicit: true) { $0.tlsLimit = .tls11 }
        #expect(failure { try server.connected(.tls) { $0.trust = Trust(caFile: certificate.authorityPath) } } != nil)
        #expect(server.commands.isEmpty)
    }

    @Test("a CA file that cannot be read is our trouble, not the server's") func missingFile() throws {
        let (server, _) = try server(implicit: true)
        #expect(failure { try server.connected(.tls) { $0.trust = Trust(caFile: "/does/not/exist.pem") } }?.kind == .caFile)
    }

    @Test("a refused password is not tried another way (FIELD: rule 13)") func noSpraying() throws {
        let server = try running()
        let session = try server.connected()
        #expect(failure { try session.signIn(user: "anna", password: Array("wrong".utf8)) }?.kind == .refused(.auth))
        #expect(server.commands.map { $0.verb } == ["CAPA", "AUTH"])
    }

    @Test(
        "-ERR in place of a greeting, or something that is no greeting, ends the session",
        arguments: ["-ERR busy", "+ hello", "220 smtp", ""])
    func greeting(_ line: String) throws {
        var faults = Faults()
        faults.greetingLine = Array(line.utf8)
        let server = try running(faults: faults)
        let error = failure { try signIn(server.connected()) }
        #expect(error?.kind == (line.hasPrefix("-ERR") ? .refused(nil) : .protocolViolation))
        #expect(server.lines().isEmpty)
    }
}
