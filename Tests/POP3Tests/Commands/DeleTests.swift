@testable import POP3
import MartletDemo
import Testing

@Suite("DELE (RFC 1939 section 5)") struct DeleTests {
    @Test func nothingIsDeletedBeforeQuit() throws {
        let server = try running()
        let session = try server.signedIn()
        try session.dele(2)
        #expect(server.lines() == ["DELE 2"])
        #expect(server.messages(of: "anna").count == 3)
        try session.quit()
        #expect(server.messages(of: "anna").map { $0.uniqueID } == [Array("uid-1".utf8), Array("uid-3".utf8)])
    }

    @Test func aLostConnectionDeletesNothing() throws {
        let server = try running()
        var session: Session? = try server.signedIn()
        try session?.dele(1)
        session = nil
        #expect(server.waitUntilIdle())
        #expect(server.messages(of: "anna").count == 3)
    }

    @Test func aRefusalAmongManyConcernsItsMessageOnly() throws {
        let server = try running()
        let session = try server.signedIn()
        var kinds: [POP3Error.Kind?] = []
        try session.dele([1, 8, 1, 3]) { _, error in kinds.append(error?.kind) }
        #expect(kinds == [nil, .refused(nil), .refused(nil), nil])
        try session.quit()
        #expect(server.messages(of: "anna").map { $0.uniqueID } == [Array("uid-2".utf8)])
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "DELE") { try $0.dele(1) } }

    @Test func beforeSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "DELE", in: .authorization) { try $0.dele(1) }
        try expectRefusedUnsent(.state, verb: "DELE", in: .authorization) { try $0.dele([1]) { _, _ in } }
    }

    @Test("numbers below 1 are refused and nothing is sent", arguments: [0, -1]) func noNumber(_ number: Int) throws {
        try expectRefusedUnsent(.argument, verb: "DELE", in: .transaction) { try $0.dele(number) }
        try expectRefusedUnsent(.argument, verb: "DELE", in: .transaction) { try $0.dele([2, number]) { _, _ in } }
    }
}
