@testable import POP3
import MartletDemo
import Testing

@Suite("STLS (RFC 2595 section 4)") struct StlsTests {
    private let folder: ScratchFolder
    private let certificate: DemoCertificate

    init() throws {
        folder = try ScratchFolder()
        certificate = try DemoCertificate.make(in: folder.path)
    }

    private func secure() throws -> (DemoServer, Session) {
        let server = try running { [certificate] in $0.security = .startTLS(certificate) }
        let session = try server.connected(.stls) { $0.trust = Trust(caFile: certificate.authorityPath) }
        return (server, session)
    }

    @Test func securesTheConnection() throws {
        let (server, session) = try secure()
        #expect(!session.isTLS)
        try session.stls()
        #expect(session.isTLS)
        #expect(session.peer.tlsVersion == "TLSv1.3")
        try session.signIn(user: "anna", password: Array(password.utf8))
        try session.noop()
        #expect(server.commands.filter { $0.verb != "STLS" }.allSatisfy { $0.isEncrypted })
    }

    @Test func capabilitiesHeardInTheClearAreForgotten() throws {
        let (server, session) = try secure()
        try session.capa()
        try session.stls()
        #expect(session.capabilities == nil)
        try session.signIn(user: "anna", password: Array(password.utf8))
        #expect(server.commands.prefix(3).map { $0.verb } == ["CAPA", "STLS", "CAPA"])
    }

    @Test func aSecondTimeNothingIsSent() throws {
        let (server, session) = try secure()
        try session.stls()
        #expect(failure { try session.stls() }?.kind == .state)
        try session.capa()
        #expect(server.commands.map { $0.verb } == ["STLS", "CAPA"])
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "STLS", in: .authorization) { try $0.stls() } }

    @Test func afterSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "STLS", in: .transaction) { try $0.stls() }
    }
}
