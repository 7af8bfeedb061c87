@testable import POP3
import MartletDemo
import Testing

@Suite("USER (RFC 1939 section 7)") struct UserTests {
    @Test("the name goes out as it is", arguments: ["anna", "anna smith", " anna ", "анна", "a@example.net"]) func name(
        _ name: String
    ) throws {
        let server = try running()
        let session = try server.connected()
        #expect(try session.user(name).text == "send PASS")
        #expect(server.lines() == ["USER \(name)"])
        #expect(session.user == name)
        try session.capa()
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "USER", in: .authorization) { try $0.user("anna") } }

    @Test func afterSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "USER", in: .transaction) { try $0.user("anna") }
    }

    @Test("a line break or NUL is refused and nothing is sent", arguments: ["a\r\nDELE 1", "a\n", "a\r", "a\0"]) func injection(
        _ name: String
    ) throws {
        try expectRefusedUnsent(.argument, verb: "USER", in: .authorization) { try $0.user(name) }
    }
}
