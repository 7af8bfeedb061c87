@testable import POP3
import MartletDemo
import Testing

@Suite("APOP (RFC 1939 section 7)") struct ApopTests {
    @Test("the digest of the RFC's own example") func example() throws {
        var faults = Faults()
        faults.greetingLine = Array("+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>".utf8)
        let server = try running(faults: faults)
        _ = try? server.connected().apop(user: "mrose", password: Array("tanstaaf".utf8))
        #expect(server.lines() == ["APOP mrose c4c9334bac560ecc979e58001b3e22fb"])
    }

    @Test func signsIn() throws {
        let session = try running().connected()
        try session.apop(user: "anna", password: Array(password.utf8))
        #expect(session.state == .transaction)
        #expect(session.user == "anna")
        try session.noop()
    }

    @Test func aWrongPasswordIsRefused() throws {
        let session = try running().connected()
        #expect(failure { try session.apop(user: "anna", password: []) }?.kind == .refused(.auth))
        #expect(session.state == .authorization)
        try session.capa()
    }

    @Test func withoutATimestampNothingIsSent() throws {
        let server = try running { $0.offersAPOP = false }
        let session = try server.connected()
        #expect(failure { try session.apop(user: "anna", password: [1]) }?.kind == .unsupported)
        try session.capa()
        #expect(server.lines() == ["CAPA"])
    }

    @Test func afterSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "APOP", in: .transaction) { try $0.apop(user: "anna", password: [1]) }
    }
}
