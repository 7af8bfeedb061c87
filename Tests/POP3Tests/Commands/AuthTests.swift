@testable import POP3
import MartletDemo
import Testing

@Suite("AUTH (RFC 5034)") struct AuthTests {
    /// Answers as it was told to.
    private struct Scripted: SASLMechanism {
        let name = "PLAIN"
        let user = "anna"
        var first: [UInt8]?
        var answer: @Sendable ([UInt8]) throws(POP3Error) -> [UInt8]?

        func initialResponse() -> [UInt8]? { first }
        func respond(to challenge: [UInt8]) throws(POP3Error) -> [UInt8]? { try answer(challenge) }
    }

    private static let good = Array("\0anna\0\(password)".utf8)

    @Test func plainInOneRoundTrip() throws {
        let server = try running()
        let session = try server.connected()
        try session.auth(Plain(user: "anna", password: Array(password.utf8)))
        #expect(session.state == .transaction)
        #expect(session.user == "anna")
        #expect(server.lines() == ["AUTH PLAIN \(Base64.encode(Self.good))"])
        try session.noop()
    }

    @Test("an initial response goes into the command up to 255 octets, behind a challenge above", arguments: [0, 1])
    func length(_ more: Int) throws {
        // "AUTH PLAIN " and CRLF take 13 octets; base64 comes in fours: 240 hold 180 octets, 7 of them not the password.
        let long = String(repeating: "p", count: 174 + more)
        let server = try DemoServer(accounts: [DemoAccount(user: "anna", password: long, messages: [])])
        try server.start()
        let session = try server.connected()
        try session.auth(Plain(user: "anna", password: Array(long.utf8)))
        #expect(session.state == .transaction)
        let lines = server.lines()
        #expect(lines.count == (more == 0 ? 1 : 2))
        #expect(lines.allSatisfy { more == 1 || $0.utf8.count + 2 <= 255 })
        #expect(lines.last?.hasSuffix(Base64.encode(Array("\0anna\0\(long)".utf8))) == true)
    }

    @Test(
        "whatever a server says to have the initial response, it gets it: +OK is no sign-in before (FIELD: quirk 16)",
        arguments: ["+OK", "+OK send it", "+", "+ ", "+ text"])
    func asked(_ line: String) throws {
        let long = String(repeating: "p", count: 200)
        let server = try DemoServer(accounts: [DemoAccount(user: "anna", password: long, messages: plain(2))])
        server.faults = Faults([Fault(.replace(text: line + "\r\n"), at: .verb("AUTH"))])
        try server.start()
        let session = try server.connected()
        try session.auth(Plain(user: "anna", password: Array(long.utf8)))
        #expect(server.lines() == ["AUTH PLAIN", Base64.encode(Array("\0anna\0\(long)".utf8))])
        #expect(try session.stat().messages == 2)
    }

    @Test("nobody is signed in who has said nothing: +OK is a challenge for a mechanism without a first message, too")
    func askedForNothing() throws {
        let server = try running(plain(2), [Fault(.replace(text: "+OK\r\n"), at: .verb("AUTH"))])
        let session = try server.connected()
        try session.auth(Scripted(first: nil, answer: { $0.isEmpty ? Self.good : nil }))
        #expect(server.lines() == ["AUTH PLAIN", Base64.encode(Self.good)])
        #expect(try session.stat().messages == 2)
    }

    @Test("an empty initial response is =, one absent waits for the challenge") func emptyAndAbsent() throws {
        let server = try running()
        let session = try server.connected()
        _ = try? session.auth(Scripted(first: [], answer: { _ in nil }))
        try session.auth(Scripted(first: nil, answer: { _ in Self.good }))
        #expect(session.state == .transaction)
        #expect(server.lines() == ["AUTH PLAIN =", "AUTH PLAIN", Base64.encode(Self.good)])
    }

    @Test func aWrongPasswordIsRefused() throws {
        let session = try running().connected()
        let error = failure { try session.auth(Plain(user: "anna", password: [120])) }
        #expect(error?.kind == .refused(.auth))
        #expect(error?.verb == "AUTH")
        #expect(session.state == .authorization)
        try session.capa()
    }

    @Test(
        "a challenge that cannot be answered is cancelled with *, and the session lives on",
        arguments: ["+ \r\n", "+ ???\r\n", "+\r\n"])
    func cancelled(_ challenge: String) throws {
        // PLAIN has nothing to say to a second challenge.
        let server = try running(
            plain(1),
            [
                Fault(.replace(text: challenge), at: .verb("AUTH")), Fault(.replace(text: "-ERR cancelled\r\n"), at: .verb("*")),
            ])
        let session = try server.connected()
        #expect(failure { try session.auth(Plain(user: "anna", password: [120])) }?.kind == .unsupported)
        try session.capa()
        #expect(server.lines().suffix(2) == ["*", "CAPA"])
    }

    @Test("a mechanism that fails in the middle does not leave the stream out of step") func mechanismFails() throws {
        let server = try running()
        let session = try server.connected()
        let error = failure {
            try session.auth(Scripted(first: nil, answer: { _ throws(POP3Error) in throw POP3Error(.argument, verb: "AUTH") }))
        }
        #expect(error?.kind == .argument)
        try session.capa()
        #expect(server.lines() == ["AUTH PLAIN", "*", "CAPA"])
    }

    @Test("an answer longer than a command may be does not leave the stream out of step") func longAnswer() throws {
        let server = try running()
        let session = try server.connected()
        let error = failure {
            try session.auth(Plain(user: "anna", password: [UInt8](repeating: 65, count: Limits.commandOctets)))
        }
        #expect(error?.kind == .argument)
        try session.capa()
        #expect(server.lines() == ["AUTH PLAIN", "*", "CAPA"])
    }

    @Test func endlessChallengesAreCancelled() throws {
        let server = try running(
            plain(1),
            [
                Fault(.replace(text: "+ \r\n"), at: .verb("AUTH")), Fault(.replace(text: "+ \r\n"), at: .verb("RESPONSE")),
                Fault(.replace(text: "+ \r\n"), at: .verb("QUJD")),
            ])
        let session = try server.connected()
        #expect(failure { try session.auth(Scripted(first: nil, answer: { _ in Array("ABC".utf8) })) }?.kind == .unsupported)
        #expect(server.lines().count == Limits.saslRounds + 1)
        #expect(server.lines().last == "*")
        try session.capa()
    }

    @Test("hanging up before the credential is not hanging up at it", arguments: [true, false]) func hangsUp(_ early: Bool) throws
    {
        let long = String(repeating: "p", count: 200)
        let server = try running(plain(1), [Fault(.close(after: 0), at: .verb(early ? "AUTH" : "RESPONSE"))])
        let error = failure { try server.connected().auth(Plain(user: "anna", password: Array(long.utf8))) }
        #expect(error?.kind == .closed && error?.credentialWasSent == !early)
    }

    @Test func afterSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "AUTH", in: .transaction) { try $0.auth(Plain(user: "anna", password: [120])) }
    }

    @Test("a line break or NUL is refused and nothing is sent", arguments: ["a\0b", "a\r", "a\n"]) func injection(_ text: String)
        throws
    {
        try expectRefusedUnsent(.argument, verb: "AUTH", in: .authorization) { try $0.auth(Plain(user: text, password: [65])) }
        try expectRefusedUnsent(.argument, verb: "AUTH", in: .authorization) {
            try $0.auth(Plain(user: "a", password: Array(text.utf8)))
        }
    }
}
