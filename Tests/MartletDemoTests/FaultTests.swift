@testable import MartletDemo
import Testing

@Suite("faults do what they say") struct FaultTests {
    private func octets(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("cut after exactly k octets of a message", arguments: [0, 1, 7, 17, 40, 9999])
    func cuts(_ offset: Int) throws {
        let whole = octets("+OK 31 octets\r\nSubject: 2\r\n\r\none\r\ntwo\r\nthree\r\n.\r\n")
        for (action, end) in [
            (Fault.Action.close(after: offset), Client.End.fin), (.truncateTLS(after: offset), .fin),
            (.reset(after: offset), .error), (.stall(after: offset), .silence),
        ] {
            let server = try runningServer(plain(3), [Fault(action, at: .message(2, verb: "RETR"))])
            let client = Client(server, patience: .milliseconds(action == .stall(after: offset) ? 100 : 5000))
            client.signIn()
            #expect(client.message("RETR 1")?.count == 31)
            client.send("RETR 2\r\nNOOP\r\n")
            let (got, ended) = client.rest()
            #expect(got == Array(whole.prefix(offset)))
            #expect(ended == end)
            client.socket.shutDown()
            #expect(server.waitUntilIdle())
            #expect(server.lines().last == "NOOP", "what follows is still recorded")
        }
    }

    @Test("a large reply is cut exactly before a reset") func largeCut() throws {
        let large = message(String(repeating: "0123456789abcde\n", count: 100_000))
        let server = try runningServer([large], [Fault(.reset(after: 1_000_000), at: .verb("RETR"))])
        let client = Client(server)
        client.signIn()
        client.send("RETR 1\r\n")
        let (got, end) = client.rest()
        #expect(got.count == 1_000_000)
        #expect(end == .error)
    }

    @Test("a moment may be a reply's number, a verb's nth time or the greeting") func moments() throws {
        let server = try runningServer(
            plain(1),
            [
                Fault(.refuse("second"), at: .verb("NOOP", occurrence: 2)),
                Fault(.replace(text: "fifth\r\n"), at: .reply(5)),
                Fault(.append(text: "* hello\r\n"), at: .greeting),
            ])
        let client = Client(server)
        _ = client.line()
        #expect(client.line() == "* hello")
        client.ask("USER demo")
        client.ask("PASS demo")
        #expect(client.ask("NOOP").hasPrefix("+OK"))
        #expect(client.ask("NOOP") == "-ERR second")
        #expect(client.ask("NOOP") == "fifth")
        #expect(client.ask("NOOP").hasPrefix("+OK"))
    }

    @Test("a one-shot fault happens once over all connections") func once() throws {
        let server = try runningServer(plain(1), [Fault(.refuse("[SYS/TEMP] later"), at: .verb("PASS"), once: true)])
        #expect(Client(server).signIn() == "-ERR [SYS/TEMP] later")
        #expect(Client(server).signIn().hasPrefix("+OK"))
        server.faults = server.faults
        #expect(server.waitUntilIdle())
        #expect(Client(server).signIn() == "-ERR [SYS/TEMP] later")
    }

    @Test("a refused greeting ends the connection") func refusedGreeting() throws {
        let server = try runningServer(plain(1), [Fault(.refuse("[SYS/PERM] moved away"), at: .greeting)])
        #expect(Client(server).rest() == (octets("-ERR [SYS/PERM] moved away\r\n"), .fin))
    }

    @Test("QUIT may delete and fail to say so, or say so and not delete") func quit() throws {
        var server = try runningServer(plain(2), [Fault(.close(after: 0), at: .verb("QUIT"))])
        var client = Client(server)
        client.signIn()
        client.send("DELE 1\r\nQUIT\r\n")
        #expect(client.rest() == (octets("+OK message 1 marked deleted\r\n"), .fin))
        #expect(server.messages().count == 1)
        server = try runningServer(plain(2))
        server.faults.forgetsDeletes = true
        client = Client(server)
        client.signIn()
        client.ask("DELE 1")
        #expect(client.ask("QUIT") == "+OK goodbye, 1 deleted")
        #expect(server.messages().count == 2)
    }

    @Test("pieces have the sizes asked for") func pieces() throws {
        let server = try runningServer(plain(1))
        server.faults.pieces = .octets(3)
        server.faults.pieceDelay = .milliseconds(1)
        let client = Client(server)
        let greeting = client.line() + "\r\n"
        #expect(server.counts.writes == (greeting.utf8.count + 2) / 3)
        server.faults.pieces = .at([greeting.utf8.count + 1, greeting.utf8.count + 5])
        server.forgetRecord()
        client.ask("USER demo")
        #expect(server.counts.writes == 3)
    }

    @Test("lies about sizes and counts") func lies() throws {
        let server = try runningServer()
        server.faults.listSizeDelta = 7
        server.faults.statSizeDelta = -100
        server.faults.statCountDelta = 5
        server.faults.repeatUniqueID(of: plain(1)[0], on: 2)
        server.faults.listedUniqueIDs[3] = []
        let client = Client(server)
        client.signIn()
        #expect(client.ask("STAT") == "+OK 8 -7")
        #expect(client.lines("LIST") == ["1 38", "2 38", "3 38"])
        #expect(client.lines("UIDL") == ["1 uid-1", "2 uid-1", "3"])
    }

    @Test("verbs and capabilities go missing or are made up") func verbs() throws {
        let server = try runningServer()
        server.faults.unknownVerbs = ["UIDL"]
        server.faults.unannounced = ["PIPELINING"]
        server.faults.announcedFalsely = ["STLS"]
        let client = Client(server)
        client.signIn()
        let lines = client.lines("CAPA")
        #expect(!lines.contains("UIDL") && !lines.contains("PIPELINING") && lines.contains("STLS"))
        #expect(client.ask("UIDL") == "-ERR unknown command")
        server.faults.unknownVerbs = ["CAPA"]
        #expect(client.ask("CAPA") == "-ERR unknown command")
    }

    @Test("message text comes out wrong") func text() throws {
        func wire(_ text: String, _ change: (inout Faults) -> Void) throws -> String {
            let server = try runningServer([message(text)])
            let client = Client(server)
            client.signIn()
            change(&server.faults)
            client.send("RETR 1\r\nQUIT\r\n")
            return String(decoding: client.rest().0, as: UTF8.self)
        }
        #expect(try wire(".\r\n") { $0.forgetsDotStuffing = true } == "+OK 3 octets\r\n.\r\n.\r\n+OK goodbye\r\n")
        #expect(try wire("text.\r\n") { $0.omitsFinalNewline = true } == "+OK 7 octets\r\ntext..\r\n+OK goodbye\r\n")
        #expect(try wire("a\r\rb\r\n") { $0.usesBareLineFeeds = true } == "+OK 6 octets\na\r\rb\n.\n+OK goodbye\n")
    }

    @Test("a wrong password may cost the connection") func badPassword() throws {
        for (fault, expected) in [
            (Faults.BadPassword.refusedThenClosed, "-ERR [AUTH] wrong name or password\r\n"), (.closed, ""),
        ] {
            let server = try runningServer()
            server.faults.badPassword = fault
            let client = Client(server)
            _ = client.line()
            client.ask("USER demo")
            client.send("PASS wrong\r\n")
            #expect(client.rest() == (octets(expected), .fin))
        }
    }

    @Test("the greeting may be anything") func greeting() throws {
        let server = try runningServer()
        server.faults.greetingLine = octets("+OK <no timestamp> \u{1B}[31mred")
        #expect(Client(server).line() == "+OK <no timestamp> \u{1B}[31mred")
    }

    @Test("waiting takes time, and stopping does not wait for it") func waiting() throws {
        let server = try runningServer(plain(1), [Fault(.wait(.seconds(600)), at: .verb("NOOP", occurrence: 2))])
        server.faults.roundTripDelay = .milliseconds(20)
        let client = Client(server)
        let before = ContinuousClock.now
        client.signIn()
        #expect(ContinuousClock.now - before >= .milliseconds(40))
        client.send("NOOP\r\nNOOP\r\n")
        #expect(client.line() == "+OK still here")
        server.stop()
        #expect(ContinuousClock.now - before < .seconds(60))
    }
}
