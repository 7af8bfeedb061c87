@testable import POP3
import MartletDemo
import Testing

@Suite("the transcript") struct TranscriptTests {
    private func told(
        _ server: DemoServer, fullBodies: Bool = false, _ body: (Session) throws -> Void
    ) throws -> Tape {
        let tape = Tape()
        let session = try server.connected { $0.transcript = tape.transcript(fullBodies: fullBodies) }
        try body(session)
        return tape
    }

    @Test("AUTH, PASS and APOP are masked, and the password stands nowhere") func masked() throws {
        let secret = Array(password.utf8)
        let tapes = try [
            (["AUTH PLAIN ****"], told(running()) { try $0.auth(Plain(user: "anna", password: secret)) }),
            (
                ["USER anna", "PASS ****"],
                told(running()) {
                    try $0.user("anna")
                    try $0.pass(secret)
                }
            ),
            (["APOP anna ****"], told(running()) { try $0.apop(user: "anna", password: secret) }),
        ]
        for (commands, tape) in tapes {
            #expect(tape.commands == commands)
            #expect(!tape.all.contains(password))
            #expect(!tape.all.contains(Base64.encode(Array("\0anna\0\(password)".utf8))))
        }
    }

    @Test("the answer to a challenge is masked") func response() throws {
        let long = String(repeating: "p", count: 300)
        let server = try running()
        let tape = try told(server) { session in _ = try? session.auth(Plain(user: "anna", password: Array(long.utf8))) }
        #expect(tape.commands == ["AUTH PLAIN", "****"])
        #expect(server.lines().last == Base64.encode(Array("\0anna\0\(long)".utf8)))
    }

    @Test(
        "a server that echoes a password does not get it into the transcript or an error",
        arguments: [
            "-ERR \(password) is wrong", "-ERR \(password)", "-ERR x\(password)\(password)\u{301}", "+OK hello \(password)",
        ])
    func echo(_ line: String) throws {
        let server = try running(plain(1), [Fault(.replace(text: line + "\r\n"), at: .verb("PASS"))])
        var shown = ""
        let tape = try told(server) { session in
            try session.user("anna")
            do { shown = try session.pass(Array(password.utf8)).text } catch { shown = "\(error)" }
        }
        // By octets: to a String, a password with a combining mark behind it is another word.
        for text in [shown, tape.all] {
            #expect(text.contains("****"))
            #expect(Array(text.utf8).firstRange(of: Array("sesame".utf8)) == nil)
        }
    }

    @Test("a server that echoes an initial response or a digest is masked", arguments: ["AUTH", "APOP"]) func echoedLine(
        _ verb: String
    ) throws {
        let secret = Base64.encode(Array("\0anna\0\(password)".utf8))
        let server = try running(plain(1), [Fault(.replace(text: "-ERR what is \(secret)\r\n"), at: .verb("AUTH"))])
        let session = try server.connected()
        if verb == "AUTH" {
            #expect(
                failure { try session.auth(Plain(user: "anna", password: Array(password.utf8))) }?.serverText == "what is ****")
        } else {
            let digest = "c4c9334bac560ecc979e58001b3e22fb"
            var faults = Faults([Fault(.replace(text: "-ERR \(digest)\r\n"), at: .verb("APOP"))])
            faults.greetingLine = Array("+OK <1896.697170952@dbc.mtview.ca.us>".utf8)
            let other = try running(faults: faults).connected()
            #expect(failure { try other.apop(user: "mrose", password: Array("tanstaaf".utf8)) }?.serverText == "****")
        }
    }

    @Test("a mail is told by its size, its octets as the sender wrote them") func sizes() throws {
        let message = DemoMessage(uniqueID: "u", text: "a: b\r\n\r\n.dot\r\n..\r\nsecret words\r\n")
        let tape = try told(running([message])) { session in
            try session.signIn(user: "anna", password: Array(password.utf8))
            _ = try session.message(1)
        }
        let bodies = tape.events.compactMap { event in
            if case .body(let octets, let lines) = event.content { [octets, lines] } else { nil }
        }
        #expect(bodies == [[Int64(message.wireOctets.count), 5]])
        #expect(!tape.all.contains("secret words"))
    }

    @Test func bodiesInFullWhereAskedFor() throws {
        let message = plain(1)[0]
        let tape = try told(running([message]), fullBodies: true) { session in
            try session.signIn(user: "anna", password: Array(password.utf8))
            _ = try session.message(1)
        }
        let octets = tape.events.flatMap { event -> [UInt8] in if case .octets(let octets) = event.content { octets } else { [] }
        }
        #expect(octets == message.wireOctets)
    }

    @Test("commands, lines and listings in the order of the wire, the first line with its time") func order() throws {
        let tape = try told(running(plain(1))) { session in
            try session.signIn(user: "anna", password: Array(password.utf8))
            _ = try session.list()
            try session.quit()
        }
        #expect(tape.commands == ["CAPA", "AUTH PLAIN ****", "LIST", "QUIT"])
        #expect(tape.lines.suffix(3).dropLast() == ["+OK 1 message (31 octets)", "1 31"])
        #expect(tape.lines.last == "+OK goodbye")
        let times = tape.events.map { $0.time }
        #expect(times == times.sorted())
        let statusLines = tape.events.filter {
            if case .line(let octets) = $0.content { octets.starts(with: Array("+OK".utf8)) } else { false }
        }
        #expect(statusLines.dropFirst().allSatisfy { $0.duration != nil })
    }

    @Test("with pipelining each reply has its own command's time") func pipelined() throws {
        let tape = try told(running(plain(50))) { session in
            try session.signIn(user: "anna", password: Array(password.utf8))
            try session.fetch(Array(1...50), into: Heard())
        }
        #expect(tape.commands.suffix(50) == (1...50).map { "RETR \($0)" })
        #expect(tape.events.filter { $0.duration != nil }.count == tape.commands.count)
    }

    @Test func aLostConnectionIsNoted() throws {
        let tape = try told(running(plain(1), [Fault(.close(after: 0), at: .verb("CAPA"))])) { session in _ = try? session.capa()
        }
        guard case .note(let text)? = tape.events.last?.content else {
            Issue.record("no note at the end")
            return
        }
        #expect(text.hasPrefix("lost: "))
    }
}
