@testable import POP3
import MartletDemo
import Testing

@Suite("RSET (RFC 1939 section 5)") struct RsetTests {
    @Test func marksAreTakenBack() throws {
        let server = try running()
        let session = try server.signedIn()
        try session.dele(1)
        try session.rset()
        #expect(try session.stat().messages == 3)
        try session.quit()
        #expect(server.messages(of: "anna").count == 3)
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "RSET") { try $0.rset() } }

    @Test func beforeSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "RSET", in: .authorization) { try $0.rset() }
    }
}
