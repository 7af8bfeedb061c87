@testable import POP3
import MartletDemo
import Testing

@Suite("signing in with an access token") struct TokenSignInTests {
    private static let token = "ya29.canary-" + String(repeating: "t0ken", count: 8)

    private func server(
        _ mechanisms: Set<String>, token: String = token, _ list: [Fault] = [], _ change: (inout DemoOptions) -> Void = { _ in }
    ) throws -> DemoServer {
        var options = DemoOptions()
        options.tokenMechanisms = mechanisms
        change(&options)
        let server = try DemoServer(
            accounts: [DemoAccount(user: "anna@example.net", password: password, token: token, messages: plain(2))],
            options: options)
        server.faults = Faults(list)
        try server.start()
        return server
    }

    private func signIn(_ session: Session, _ token: String = token) throws {
        try session.signIn(user: "anna@example.net", token: Array(token.utf8))
    }

    private static func bearer(_ server: DemoServer, _ token: String = token) -> String {
        Base64.encode(
            Array("n,a=anna@example.net,\u{1}host=127.0.0.1\u{1}port=\(server.port ?? 0)\u{1}auth=Bearer \(token)\u{1}\u{1}".utf8)
        )
    }

    private static func xoauth2(_ token: String = token) -> String {
        Base64.encode(Array("user=anna@example.net\u{1}auth=Bearer \(token)\u{1}\u{1}".utf8))
    }

    // MARK: the choice

    @Test("OAUTHBEARER where there is a choice, in one line where it fits") func bearerFirst() throws {
        let server = try server(["OAUTHBEARER", "XOAUTH2"])
        let session = try server.connected()
        try signIn(session)
        #expect(session.state == .transaction)
        #expect(session.user == "anna@example.net")
        #expect(server.lines() == ["CAPA", "AUTH OAUTHBEARER \(Self.bearer(server))"])
        #expect(try session.stat().messages == 2)
    }

    @Test("XOAUTH2 waits for its challenge, as Outlook wants it") func xoauth2() throws {
        let server = try server(["XOAUTH2"])
        try signIn(server.connected())
        #expect(server.lines() == ["CAPA", "AUTH XOAUTH2", Self.xoauth2()])
    }

    @Test(
        "whatever a server says to have the token, it gets it: +OK is no sign-in before (FIELD: quirk 16)",
        arguments: Session.TokenMechanism.allCases, ["+OK", "+OK send it", "+", "+ ", "+ text"])
    func asked(_ mechanism: Session.TokenMechanism, _ line: String) throws {
        // Above 255 octets OAUTHBEARER waits, too.
        let token = String(repeating: "eyJ0", count: 100)
        let server = try server([mechanism.rawValue], token: token, [Fault(.replace(text: line + "\r\n"), at: .verb("AUTH"))])
        let session = try server.connected()
        try signIn(session, token)
        let answer = mechanism == .xoauth2 ? Self.xoauth2(token) : Self.bearer(server, token)
        #expect(server.lines() == ["CAPA", "AUTH \(mechanism.rawValue)", answer])
        #expect(try session.stat().messages == 2)
    }

    @Test("a server that takes no tokens gets none, and no password", arguments: [false, true]) func neither(_ withoutCapa: Bool)
        throws
    {
        let server = try server([])
        if withoutCapa { server.faults.unknownVerbs = ["CAPA"] }
        let session = try server.connected()
        let error = failure { try signIn(session) }
        #expect(error?.kind == .unsupported)
        #expect(error?.verb == "AUTH")
        #expect(server.lines() == ["CAPA"])
        #expect(session.state == .authorization)
    }

    // MARK: refusal

    @Test(
        "a refused token: the challenge is answered as the mechanism wants, and the reason told",
        arguments: ["OAUTHBEARER", "XOAUTH2"])
    func refused(_ mechanism: String) throws {
        let server = try server([mechanism])
        let session = try server.connected()
        let error = failure { try signIn(session, "old") }
        #expect(error?.kind == .refused(.auth))
        #expect(error?.verb == "AUTH")
        #expect(error?.serverText == "[AUTH] the token is not valid")
        #expect(error?.detail == "invalid_token")
        #expect(server.lines().last == (mechanism == "XOAUTH2" ? "" : "AQ=="))
        #expect(session.state == .authorization)
        server.forgetRecord()
        try signIn(session)
        #expect(session.state == .transaction)
    }

    @Test("a server that goes on asking is cancelled", arguments: ["OAUTHBEARER", "XOAUTH2"])
    func endless(_ mechanism: String) throws {
        let server = try server([mechanism])
        server.faults = Faults(["AUTH", "RESPONSE", "", "AQ=="].map { Fault(.replace(text: "+ e30=\r\n"), at: .verb($0)) })
        let session = try server.connected()
        #expect(failure { try signIn(session, "old") }?.kind == .unsupported)
        #expect(server.lines().last == "*")
        try session.capa()
    }

    // MARK: length

    @Test("a long token goes into a line of its own", arguments: ["OAUTHBEARER", "XOAUTH2"], [2_048, 4_000, 8_800])
    func long(_ mechanism: String, _ octets: Int) throws {
        let token = String(repeating: "eyJ0", count: octets / 4)
        let server = try server([mechanism], token: token)
        let session = try server.connected()
        try signIn(session, token)
        let lines = server.lines()
        #expect(lines.dropLast() == ["CAPA", "AUTH \(mechanism)"])
        #expect(lines.last == (mechanism == "XOAUTH2" ? Self.xoauth2(token) : Self.bearer(server, token)))
        #expect(try session.stat().messages == 2)
    }

    @Test("the line of OAUTHBEARER is at most 255 octets") func border() throws {
        for more in 0..<4 {
            let token = String(repeating: "t", count: 108 + more)
            let server = try server(["OAUTHBEARER"], token: token)
            try signIn(server.connected(), token)
            #expect(server.lines().allSatisfy { !$0.hasPrefix("AUTH") || $0.utf8.count + 2 <= 255 })
        }
    }

    // MARK: secrecy

    @Test("what no command may carry is refused before anything is sent", arguments: ["a\0b", "a\u{1}", "a\r", "a\nb", ""])
    func injection(_ text: String) throws {
        for mechanism in Session.TokenMechanism.allCases {
            try expectRefusedUnsent(.argument, verb: "AUTH", in: .authorization) {
                try $0.auth(mechanism, user: "anna", token: Array(text.utf8))
            }
            guard !text.isEmpty else { continue }
            try expectRefusedUnsent(.argument, verb: "AUTH", in: .authorization) {
                try $0.auth(mechanism, user: text, token: [65])
            }
        }
    }

    @Test(
        "not in the transcript nor an error, in any form, whatever the server echoes", arguments: ["OAUTHBEARER", "XOAUTH2"],
        [0, 1, 2, 3])
    func masked(_ mechanism: String, _ kind: Int) throws {
        let server = try server([mechanism])
        let line = mechanism == "XOAUTH2" ? Self.xoauth2() : Self.bearer(server)
        let json = Base64.encode(Array(#"{"status":"\#(Self.token)","scope":"x"}"#.utf8))
        let echo = ["-ERR \(Self.token) is old", "-ERR you said \(line)", "+ \(json)", "+OK hello \(Self.token)"][kind]
        // The reply to the line that has the token in it.
        let verb = mechanism == "XOAUTH2" ? "RESPONSE" : "AUTH"
        server.faults = Faults([Fault(.replace(text: echo + "\r\n"), at: .verb(verb, occurrence: 1))])
        let (tape, received) = (Tape(), Received())
        let session = try server.connected {
            $0.transcript = tape.transcript()
            $0.transcript?.received = { received.add($0) }
        }
        var shown = ""
        do { try signIn(session) } catch { shown = "\(error)" }
        for text in [tape.all, shown, received.text] {
            #expect(!text.contains(Self.token) && !text.contains(line))
            for trace in Base64.traces(of: Array(Self.token.utf8)) {
                #expect(!text.contains(String(decoding: trace, as: UTF8.self)))
            }
        }
        #expect(received.text.contains("****"))
    }

    @Test("behind a refusal by challenge the echo of the line is masked too") func lateEcho() throws {
        let server = try server(["XOAUTH2"])
        let echo = "-ERR you said \(Self.xoauth2("old-canary-token"))\r\n"
        server.faults = Faults([Fault(.replace(text: echo), at: .verb("RESPONSE", occurrence: 2))])
        let error = failure { try signIn(server.connected(), "old-canary-token") }
        #expect(error?.serverText == "you said ****")
    }
}

/// Octets that came, in order.
private final class Received: @unchecked Sendable {
    private var octets: [UInt8] = []

    func add(_ more: [UInt8]) { octets += more }
    var text: String { String(decoding: octets, as: UTF8.self) }
}
