@testable import POP3
import MartletDemo
import Testing

@Suite("what a recording hides") struct HiddenMailTests {
    /// What comes in a session in which the server says `replies` to RETR, listening from the greeting on.
    private func received(
        _ replies: [String], hides: Bool = true, pieces: Faults.Pieces = .whole, _ body: (Session) throws -> Void
    ) throws -> Tape {
        var faults = Faults(
            replies.enumerated().map { Fault(.replace(text: $0.element), at: .verb("RETR", occurrence: $0.offset + 1)) })
        faults.pieces = pieces
        let tape = Tape()
        let session = try running(plain(3), faults: faults).connected {
            $0.transcript = tape.transcript(withReceived: true)
            $0.transcript?.hidesMail = hides
        }
        try session.signIn(user: "anna", password: Array(password.utf8))
        try body(session)
        session.tell(nil)
        return tape
    }

    @Test(
        "is what the mail says, up to where the wire sees its end",
        arguments: [
            ("+OK 12 octets\r\nSubject: Ab1\r\n\r\n..dot\r\n.\r\n", "+OK 12 octets\r\nxxxxxxx: xx0\r\n\r\n..xxx\r\n.\r\n"),
            ("+OK\r\na\n.\nb secret\n+OK no\n.\r\r\nc\r\n.\r\n", "+OK\r\nx\n.\nx xxxxxx\n+xx xx\n.\r\r\nx\r\n.\r\n"),
            ("+OK\r\na\n+ x\n.\n+ y\r\n+ z\r\n.\r\n", "+OK\r\nx\n+ x\n.\n+ x\r\n+ x\r\n.\r\n"),
            ("+OK\na\r\n.\n", "+OK\nx\r\n.\n"),
            ("-ERR no such message\r\n", "-ERR no such message\r\n"), ("+OK\r\n.\r\n", "+OK\r\n.\r\n"),
            ("+OK\r\ngrüße\r\n.\r\n", "+OK\r\nxxxxxxx\r\n.\r\n"),
        ])
    func form(_ said: String, _ shown: String) throws {
        for pieces in [Faults.Pieces.whole, .octets(1), .octets(3)] {
            let tape = try received([said], pieces: pieces) { session in _ = try? session.message(1) }
            #expect(tape.received.hasSuffix(shown), "\(pieces): \(tape.received)")
            let full = try received([said], hides: false, pieces: pieces) { session in _ = try? session.message(1) }
            #expect(full.received.hasSuffix(said), "\(pieces): \(full.received)")
        }
    }

    @Test("of many mails under way each its own, and listings, greeting and answers are shown")
    func window() throws {
        let tape = try received(["+OK\r\nabc\r\n.\r\n", "-ERR [SYS/TEMP] later\r\n", "+OK\r\n.\n.\r\nd\r\n.\r\n"]) { session in
            try session.fetch([1, 2, 3], into: Heard())
            _ = try session.list()
            try session.quit()
        }
        #expect(
            tape.received.contains("+OK\r\nxxx\r\n.\r\n-ERR [SYS/TEMP] later\r\n+OK\r\n.\n.\r\nx\r\n.\r\n+OK 3 messages"),
            "\(tape.received)")
        #expect(tape.received.hasPrefix("+OK martlet demo server ready") && tape.received.hasSuffix("+OK goodbye\r\n"))
        #expect(tape.received.contains("\r\nPIPELINING\r\n"))
    }

    @Test("is all that was not read when the connection was lost, but for a line that was cut off")
    func lost() throws {
        let early = try received(["+OK\r\na\r\n.\r\nThe rest of this mail 42\r\n+OK more\r\n.\r\n"]) { session in
            try session.retr(1) { _ in }
            _ = try? session.noop()
        }
        #expect(early.received.hasSuffix("+OK\r\nx\r\n.\r\nxxx xxxx xx xxxx xxxx 00\r\n+xx xxxx\r\n.\r\n"), "\(early.received)")
        let stopped = try received(["+OK\r\na\r\n.\r\n", "+OK\r\nb\r\n.\r\n", "+OK\r\nc\r\n.\r\n"]) { session in
            try session.fetch([1, 2, 3], into: Heard(atEnd: { _ in .stop }))
        }
        for letter in ["a", "b", "c"] { #expect(!stopped.received.contains("\r\n\(letter)\r\n"), "\(stopped.received)") }
        let tape = Tape()
        let server = try running(plain(1), [Fault(.close(after: 6), at: .verb("STAT"))])
        let session = try server.connected {
            $0.transcript = tape.transcript(withReceived: true)
            $0.transcript?.hidesMail = true
        }
        try session.signIn(user: "anna", password: Array(password.utf8))
        _ = try? session.stat()
        #expect(tape.received.hasSuffix("\r\n+OK 1 "), "\(tape.received)")
    }

    @Test("pieces are told as they came")
    func pieces() throws {
        let tape = Tape()
        var faults = Faults()
        faults.greetingLine = Array("+OK ready".utf8)
        faults.pieces = .octets(4)
        faults.pieceDelay = .milliseconds(20)
        let session = try running(faults: faults).connected { $0.transcript = tape.transcript(withReceived: true) }
        #expect(tape.pieces.map { String(decoding: $0, as: UTF8.self) } == ["+OK ", "read", "y\r\n"])
        session.tell(nil)
    }

    @Test("who begins to listen late hears no octet twice and misses none")
    func handedOver() throws {
        let (first, second) = (Tape(), Tape())
        let session = try running(plain(1)).connected { $0.transcript = first.transcript(withReceived: true) }
        try session.signIn(user: "anna", password: Array(password.utf8))
        session.tell(second.transcript(withReceived: true))
        _ = try session.message(1)
        session.tell(nil)
        try session.noop()
        #expect(!first.received.contains("message 1") && second.received.contains("message 1\r\n..dot\r\n.\r\n"))
        #expect(second.received.hasPrefix("+OK") && second.received.hasSuffix("\r\n.\r\n"))
    }
}
