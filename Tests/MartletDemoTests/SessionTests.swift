@testable import MartletDemo
import Testing

@Suite("sessions (RFC 1939)") struct SessionTests {
    @Test("the greeting carries a timestamp of its own") func greeting() throws {
        let server = try runningServer()
        let (one, other) = (Client(server).line(), Client(server).line())
        #expect(one.hasPrefix("+OK martlet demo server ready <") && one.hasSuffix("@localhost>"))
        #expect(one != other)
    }

    @Test(
        "verbs of the transaction are refused before sign-in",
        arguments: ["STAT", "LIST", "UIDL", "RETR 1", "TOP 1 0", "DELE 1", "NOOP", "RSET"])
    func tooEarly(_ command: String) throws {
        let server = try runningServer(), client = Client(server)
        _ = client.line()
        #expect(client.ask(command) == "-ERR sign in first")
    }

    @Test(
        "verbs of the authorization are refused after it",
        arguments: ["USER demo", "PASS demo", "APOP demo x", "AUTH PLAIN", "UTF8"])
    func tooLate(_ command: String) throws {
        let server = try runningServer(), client = Client(server)
        client.signIn()
        #expect(client.ask(command) == "-ERR not now, you are signed in")
    }

    @Test("PASS counts only directly behind USER") func passAlone() throws {
        let server = try runningServer(), client = Client(server)
        _ = client.line()
        #expect(client.ask("PASS demo") == "-ERR send USER first")
        client.ask("USER demo")
        client.ask("CAPA")
        _ = client.read(to: "\r\n.\r\n")
        #expect(client.ask("PASS demo") == "-ERR send USER first")
    }

    @Test("a password may hold blanks, also in front") func blanks() throws {
        let server = try DemoServer(accounts: [DemoAccount(user: "a b", password: " p w ", messages: [])])
        try server.start()
        let client = Client(server)
        _ = client.line()
        client.ask("USER a b")
        #expect(client.ask("PASS  p w ") == "+OK welcome, you have 0 messages (0 octets)")
    }

    @Test("APOP knows RFC 1939's way of counting") func apop() throws {
        let server = try runningServer(), client = Client(server)
        let stamp = client.line().split(separator: " ").last.map(String.init) ?? ""
        #expect(client.ask("APOP demo 00000000000000000000000000000000").hasPrefix("-ERR [AUTH]"))
        #expect(client.ask("APOP demo \(String(decoding: MD5.hex(stamp + "demo"), as: UTF8.self))").hasPrefix("+OK"))
    }

    @Test("AUTH PLAIN works with and without an initial response") func plainSASL() throws {
        let server = try runningServer(), token = "AGRlbW8AZGVtbw=="
        let one = Client(server)
        _ = one.line()
        #expect(one.ask("AUTH PLAIN \(token)").hasPrefix("+OK"))
        one.ask("QUIT")
        let other = Client(server)
        _ = other.line()
        #expect(other.ask("AUTH PLAIN") == "+ ")
        #expect(other.ask("*") == "-ERR cancelled")
        #expect(other.ask("AUTH PLAIN") == "+ ")
        #expect(other.ask(token).hasPrefix("+OK"))
        #expect(server.commands.last?.verb == "RESPONSE")
    }

    @Test(
        "AUTH by a token: announced where an account has one, a wrong one is told by a challenge",
        arguments: ["OAUTHBEARER", "XOAUTH2"])
    func tokens(_ mechanism: String) throws {
        let server = try DemoServer(accounts: [DemoAccount(user: "a,b", token: "t", messages: [])])
        try server.start()
        let client = Client(server)
        _ = client.line()
        #expect(client.lines("CAPA").contains("SASL PLAIN OAUTHBEARER XOAUTH2"))
        func message(_ token: String) -> String {
            let text =
                mechanism == "XOAUTH2"
                ? "user=a,b\u{1}auth=Bearer \(token)\u{1}\u{1}" : "n,a=a=2Cb,\u{1}host=h\u{1}auth=Bearer \(token)\u{1}\u{1}"
            return Base64.encode(Array(text.utf8))
        }
        let challenge = "+ " + Base64.encode(Array(#"{"status":"invalid_token","scope":"mail"}"#.utf8))
        #expect(client.ask("AUTH \(mechanism)") == "+ ")
        #expect(client.ask(message("old")) == challenge)
        #expect(client.ask(mechanism == "XOAUTH2" ? "" : "AQ==") == "-ERR [AUTH] the token is not valid")
        #expect(client.ask("AUTH \(mechanism) \(message("old"))") == challenge)
        #expect(client.ask(mechanism == "XOAUTH2" ? "AQ==" : "") == "-ERR no answer was due")
        #expect(client.ask("AUTH \(mechanism) =") == "-ERR this is not a message of \(mechanism)")
        #expect(client.ask("AUTH \(mechanism) \(message("t"))").hasPrefix("+OK"))
    }

    @Test("no token, no mechanism for one") func noTokens() throws {
        let server = try runningServer(), client = Client(server)
        _ = client.line()
        #expect(client.lines("CAPA").contains("SASL PLAIN"))
        #expect(client.ask("AUTH XOAUTH2") == "-ERR only PLAIN is known")
    }

    @Test("a maildrop is open to one session at a time") func lock() throws {
        var options = DemoOptions()
        options.lockPatience = .milliseconds(30)
        let server = try runningServer(plain(1), [], options)
        let first = Client(server), second = Client(server)
        first.signIn()
        #expect(second.signIn().hasPrefix("-ERR [IN-USE]"))
        first.ask("QUIT")
        second.ask("USER demo")
        #expect(second.ask("PASS demo").hasPrefix("+OK"))
    }

    @Test("a session that lost its client frees the maildrop for the next") func hangUp() throws {
        let server = try runningServer()
        for _ in 0..<20 { #expect(Client(server).signIn().hasPrefix("+OK")) }
    }

    @Test("DELE counts at QUIT only") func deletion() throws {
        let server = try runningServer()
        var client = Client(server)
        client.signIn()
        #expect(client.ask("DELE 2") == "+OK message 2 marked deleted")
        #expect(client.ask("DELE 2").hasPrefix("-ERR"))
        #expect(client.ask("RETR 2").hasPrefix("-ERR"))
        #expect(client.ask("STAT") == "+OK 2 62")
        #expect(client.lines("LIST") == ["1 31", "3 31"])
        client.socket.shutDown()
        #expect(server.waitUntilIdle())
        #expect(server.messages().count == 3)
        client = Client(server)
        client.signIn()
        client.ask("DELE 1")
        client.ask("RSET")
        client.ask("DELE 3")
        #expect(client.ask("QUIT") == "+OK goodbye, 1 deleted")
        #expect(client.rest() == ([], .fin))
        #expect(server.messages().map(\.uniqueID) == plain(2).map(\.uniqueID))
    }

    @Test("unique IDs last over sessions and numbers move up") func uniqueIDs() throws {
        let server = try runningServer()
        var client = Client(server)
        client.signIn()
        #expect(client.lines("UIDL") == ["1 uid-1", "2 uid-2", "3 uid-3"])
        #expect(client.ask("UIDL 2") == "+OK 2 uid-2")
        client.ask("DELE 1")
        client.ask("QUIT")
        server.deliver(message("new\r\n"))
        client = Client(server)
        client.signIn()
        #expect(client.lines("UIDL") == ["1 uid-2", "2 uid-3", "3 u"])
    }

    @Test("a maildrop replaced during a session loses nothing at QUIT") func replaced() throws {
        let server = try runningServer(), client = Client(server)
        client.signIn()
        client.ask("DELE 1")
        server.replaceMaildrop([message("x")])
        #expect(client.ask("QUIT") == "-ERR some deleted messages not removed")
        #expect(server.messages().count == 1)
    }

    @Test("numbers that are none are refused", arguments: ["0", "4", "-1", "+1", "x", "99999999999999999999", ""])
    func numbers(_ word: String) throws {
        let server = try runningServer(), client = Client(server)
        client.signIn()
        #expect(client.ask("RETR \(word)").hasPrefix("-ERR"))
        #expect(client.ask("DELE \(word)").hasPrefix("-ERR"))
    }

    @Test("a login delay is kept") func loginDelay() throws {
        var options = DemoOptions()
        options.loginDelaySeconds = 30
        let server = try runningServer(plain(1), [], options), client = Client(server)
        client.signIn()
        client.ask("QUIT")
        #expect(Client(server).signIn() == "-ERR [LOGIN-DELAY] come back in 30 s")
    }

    @Test("a server may stop, start again and keep the mail") func restart() throws {
        let server = try runningServer()
        let client = Client(server)
        client.signIn()
        server.stop()
        #expect(client.rest() == ([], .fin))
        try server.start()
        #expect(Client(server).signIn().hasPrefix("+OK"))
        server.stop()
    }

    @Test("what the client sends is recorded") func recording() throws {
        let server = try runningServer(), client = Client(server)
        client.signIn()
        client.send("NOOP\nSTAT")
        _ = client.line()
        client.socket.shutDown()
        #expect(server.waitUntilIdle())
        #expect(server.lines(connection: 1) == ["USER demo", "PASS demo", "NOOP", "STAT"])
        #expect(server.commands.map(\.lineEnd) == [.crlf, .crlf, .bareLF, .missing])
        #expect(server.commands.allSatisfy { !$0.isEncrypted })
        #expect(server.counts.connections == 1)
    }
}
