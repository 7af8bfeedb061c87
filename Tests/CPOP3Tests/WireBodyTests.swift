import CPOP3
import Testing

@Suite("Wire: bodies (RFC 1939 section 3)") struct WireBodyTests {
    /// Expects a reply whose body on the wire is `wire` to be `body`, and the octets behind its end to be left alone.
    private func expect(
        _ wire: String, is body: String, kept: String? = nil, lf: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let status = lf ? "+OK\n" : "+OK\r\n"
        var read = WireOutcome(stop: kept == nil ? .done : .more)
        read.add(.ok, [])
        if !body.isEmpty { read.add(.body, body.utf8) }
        if kept == nil { read.add(.end, [], last: true) }
        read.used = status.utf8.count + wire.utf8.count - (kept?.utf8.count ?? 0)
        let behind = kept == nil ? ["", "+OK\r\n", ".\r\n..\r\n", "\n.\n", "x"] : [""]
        for next in behind {
            expectEverySplit(status + wire + next, [POP3_REPLY_BODY], is: read, sourceLocation: sourceLocation)
        }
    }

    @Test(
        "a body is what stands between the status line and CRLF.CRLF, with the last CRLF",
        arguments: [
            ("", ""), ("\r\n", "\r\n"), ("a\r\n", "a\r\n"), ("\r\n\r\n\r\n", "\r\n\r\n\r\n"),
            ("Subject: x\r\n\r\nHi.\r\n", "Subject: x\r\n\r\nHi.\r\n"),
        ])
    func value(_ wire: String, _ body: String) { expect(wire + ".\r\n", is: body) }

    @Test(
        "a dot at the start of a line goes, and only there",
        arguments: [
            ("..\r\n", ".\r\n"), (".x\r\n", "x\r\n"), ("...\r\n", "..\r\n"), ("a\r\n..\r\n", "a\r\n.\r\n"),
            ("a.\r\n.b\r\n", "a.\r\nb\r\n"), ("..\r\n..\r\n..\r\n", ".\r\n.\r\n.\r\n"), (".\t.\r\n", "\t.\r\n"),
            (" .\r\n", " .\r\n"), (".\0\r\n", "\0\r\n"), ("\r\n..\r\n\r\n..a\r\n", "\r\n.\r\n\r\n.a\r\n"),
        ])
    func stuffing(_ wire: String, _ body: String) { expect(wire + ".\r\n", is: body) }

    @Test(
        "only CRLF.CRLF ends a body whose status line ended in CRLF: no smuggled end",
        arguments: [
            ("a\n.\n\r\n", "a\n.\n\r\n"), ("a\n.\r\n\r\n", "a\n.\r\n\r\n"), ("a\r\n.\nb\r\n", "a\r\n\nb\r\n"),
            ("a\r.\rb\r\n", "a\r.\rb\r\n"), ("a\r\n.\rb\r\n", "a\r\n\rb\r\n"), ("a\r.\r\n\r\n", "a\r.\r\n\r\n"),
            ("\n.\n", "\n.\n"), (".\n.\n\r\n", "\n.\n\r\n"), (".\r.\r\n", "\r.\r\n"), (".\r\r\n", "\r\r\n"),
            ("a\r\r\n..\r\n", "a\r\r\n.\r\n"), ("a\r\0\n.\r\n\r\n", "a\r\0\n.\r\n\r\n"), ("\u{85}.\r\n", "\u{85}.\r\n"),
        ])
    func smuggling(_ wire: String, _ body: String) {
        let whole = wire.utf8.suffix(2).elementsEqual("\r\n".utf8)
        expect(wire + (whole ? "" : "\r\n") + ".\r\n", is: body + (whole ? "" : "\r\n"))
    }

    @Test(
        "NUL, lone CR, lone LF and 8-bit octets are content",
        arguments: [
            "\0\r\n", "a\rb\r\n", "a\nb\r\n", "\r\r\n", "\n\r\n", "\n\n\r\n", "a\r\r\r\n", "grüße\r\n", "\u{1a}\r\n",
        ])
    func content(_ body: String) { expect(body + ".\r\n", is: body) }

    @Test(
        "where the status line ended in LF, LF.LF ends the body and CRLF does not",
        arguments: [
            ("", ""), ("a\n", "a\n"), ("..\n", ".\n"), (".x\n", "x\n"), ("\n\n", "\n\n"), ("a\n..b\n", "a\n.b\n"),
            ("a\r\n", "a\r\n"), (".\r\n", "\r\n"), ("a\r\n.\r\nb\n", "a\r\n\r\nb\n"), ("a\r.\n", "a\r.\n"),
            ("..\n..\n", ".\n.\n"),
        ])
    func bareLF(_ wire: String, _ body: String) { expect(wire + ".\n", is: body, lf: true) }

    @Test(
        "a dot whose meaning the next octets decide is kept, all else is given out",
        arguments: [
            ("", "", ""), (".", "", "."), (".\r", "", ".\r"), ("..", ".", ""), (".x", "x", ""), ("a\r\n.", "a\r\n", "."),
            ("a\r\n.\r", "a\r\n", ".\r"), ("a", "a", ""), ("a\r", "a\r", ""), ("a\r\n", "a\r\n", ""), (".\rx", "\rx", ""),
            ("a\r\n..", "a\r\n.", ""), ("..\r\n.", ".\r\n", "."), ("..\r\n.\r", ".\r\n", ".\r"), (".\n", "\n", ""),
        ])
    func more(_ wire: String, _ body: String, _ kept: String) { expect(wire, is: body, kept: kept) }

    @Test(
        "the same where lines end in LF",
        arguments: [
            ("", "", ""), (".", "", "."), ("a\n.", "a\n", "."), ("a\n..", "a\n.", ""), (".\r", "\r", ""), ("..\n.", ".\n", "."),
        ])
    func moreBareLF(_ wire: String, _ body: String, _ kept: String) { expect(wire, is: body, kept: kept, lf: true) }

    @Test("a line of a body has no limit")
    func noLimit() {
        let line = String(repeating: "x", count: 300)
        expectEverySplit("+OK\r\n\(line)\r\n..\(line)\r\n.\r\n", [POP3_REPLY_BODY], lineMax: 10)
        #expect(parse(Array("+OK\r\n\(line)\r\n.\r\n".utf8), replies: [POP3_REPLY_BODY], lineMax: 10).stop == .done)
    }

    @Test("replies behind one another are told apart, whatever their line ends")
    func pipelined() {
        let input = "+OK\r\n..\r\n.\r\n+OK\r\n.\r\n-ERR gone\r\n+OK\n..\r\n\n.\n+OK 5\r\na\n.\n\r\n.\r\n+OK bye\r\n"
        let body = POP3_REPLY_BODY
        expectEverySplit(input, [body, body, body, body, body, POP3_REPLY_LINE])
        expectEverySplit(input, [body, body, body])
    }

    @Test("octets without sense give what a simple reader gives", arguments: 0..<24)
    func noise(_ seed: UInt64) {
        var dice = Dice(seed)
        let words = [
            "\r\n", "\n", "\r", ".", "..", ".\r\n", "\r\n.\r\n", "\n.\n", "a", "\0", "+OK\r\n", "-ERR\r\n", "+OK x\n", "+ \r\n",
        ]
        for _ in 0..<10 {
            let count = Int.random(in: 0..<40, using: &dice)
            let text = (0..<count).map { _ in words.randomElement(using: &dice)! }.joined()
            let replies = [POP3_REPLY_BODY, POP3_REPLY_LISTING, POP3_REPLY_SASL, POP3_REPLY_LINE]
            let asked = (0..<4).map { _ in replies.randomElement(using: &dice)! }
            expectEverySplit(
                ["+OK\r\n", "+OK\n"].randomElement(using: &dice)! + text, asked, lineMax: [0, 5, 8].randomElement(using: &dice)!)
        }
    }
}
