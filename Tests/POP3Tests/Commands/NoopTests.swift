@testable import POP3
import MartletDemo
import Testing

@Suite("NOOP (RFC 1939 section 5)") struct NoopTests {
    @Test func theServerAnswers() throws {
        let server = try running()
        #expect(try server.signedIn().noop().text == "still here")
        #expect(server.lines() == ["NOOP"])
    }

    @Test("a status line may be bare", arguments: ["+OK\r\n", "+OK \r\n", "+\r\n"]) func bare(_ line: String) throws {
        let server = try running(plain(1), [Fault(.replace(text: line), at: .verb("NOOP", occurrence: 1))])
        let session = try server.signedIn()
        if line == "+\r\n" {
            #expect(failure { try session.noop() }?.kind == .protocolViolation)
        } else {
            #expect(try session.noop().text == "")
            #expect(try session.noop().text == "still here")
        }
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "NOOP") { try $0.noop() } }

    @Test func beforeSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "NOOP", in: .authorization) { try $0.noop() }
    }
}
