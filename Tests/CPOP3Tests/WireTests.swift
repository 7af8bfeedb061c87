import CPOP3
import Testing

private typealias Events = [(WireEvent.Kind, String)]

/// An outcome in short. The reply is over with `-ERR`, an end, and a `+OK` nothing follows.
private func outcome(
    _ events: Events, _ used: Int, _ stop: WireStop, listing: Bool = false
) -> WireOutcome {
    var made = WireOutcome(used: used, stop: stop)
    for (kind, text) in events {
        made.add(kind, text.utf8, last: kind == .err || kind == .end || kind == .ok && !listing)
    }
    return made
}

@Suite("Wire: status lines (RFC 1939 section 3)") struct WireStatusTests {
    @Test(
        "what stands behind +OK and -ERR is reported without the blank and the line end",
        arguments: [
            ("+OK\r\n", .ok, ""), ("+OK \r\n", .ok, ""), ("+OK 2 320\r\n", .ok, "2 320"), ("+OK  x\r\n", .ok, " x"),
            ("+OK\n", .ok, ""), ("+OK 2 320\n", .ok, "2 320"), ("+OKAY\r\n", .ok, "AY"), ("-ERR\r\n", .err, ""),
            ("-ERR [IN-USE] busy\r\n", .err, "[IN-USE] busy"), ("-ERR\n", .err, ""), ("+OK a\rb\0c\r\n", .ok, "a\rb\0c"),
            ("+OK x\r\r\n", .ok, "x\r"), ("-ERR \u{1b}[2J\r\n", .err, "\u{1b}[2J"), ("+OK grüß\r\n", .ok, "grüß"),
        ] as [(String, WireEvent.Kind, String)])
    func value(_ line: String, _ kind: WireEvent.Kind, _ text: String) {
        expectEverySplit(line, [POP3_REPLY_LINE], is: outcome([(kind, text)], line.utf8.count, .done))
    }

    @Test("a line that has not ended is waited for", arguments: ["", "+", "-", "+O", "-ER", "+OK", "+OK 2 3", "-ERR x\r"])
    func more(_ line: String) {
        expectEverySplit(line, [POP3_REPLY_LINE], is: outcome([], 0, .more))
    }

    @Test(
        "what can no longer become a status line is refused at once, line end or not",
        arguments: [
            "\r\n", "\n", " +OK\r\n", "+ok\r\n", "+O\r\n", "+\r\n", "+ \r\n", "-\r\n", "-ER\r\n", "-err\r\n", "-OK", "++OK",
            "+ERR", "* OK IMAP4rev1", "220 smtp", "HTTP/1.1", "\u{16}\u{03}\u{01}", "\0", ".\r\n", "\u{feff}+OK",
        ])
    func refused(_ line: String) {
        expectEverySplit(line, [POP3_REPLY_LINE], is: outcome([], 0, .syntax))
    }

    @Test("a line as long as the limit is read, one octet more is refused", arguments: ["\r\n", "\n"])
    func limit(_ lineEnd: String) {
        let line = "+OK 345678"
        let read = outcome([(.ok, "345678")], line.utf8.count + lineEnd.utf8.count, .done)
        expectEverySplit(line + lineEnd, [POP3_REPLY_LINE], lineMax: 10, is: read)
        expectEverySplit(line + "9" + lineEnd, [POP3_REPLY_LINE], lineMax: 10, is: outcome([], 0, .limit))
        expectEverySplit(
            line + "\r" + lineEnd, [POP3_REPLY_LINE], lineMax: 10,
            is: lineEnd == "\n" ? outcome([(.ok, "345678")], 12, .done) : outcome([], 0, .limit))
        expectEverySplit(line + "\r", [POP3_REPLY_LINE], lineMax: 10, is: outcome([], 0, .more))
        expectEverySplit(line + "9a", [POP3_REPLY_LINE], lineMax: 10, is: outcome([], 0, .limit))
    }

    @Test("the largest limit there is does not wrap round to none")
    func largestLimit() {
        var wire = pop3_wire()
        pop3_wire_init(&wire, Int(bitPattern: UInt.max))
        var octets = Array("+OK x".utf8), used = -1, event = pop3_event()
        #expect(pop3_wire_step(&wire, &octets, octets.count, &used, &event) == POP3_AGAIN)
    }

    @Test("no limit asked for is POP3_LINE_MAX")
    func defaultLimit() {
        let line = "+OK " + String(repeating: "x", count: POP3_LINE_MAX - 4)
        #expect(parse(Array("\(line)\r\n".utf8), replies: [POP3_REPLY_LINE]).stop == .done)
        #expect(parse(Array("\(line)y\r\n".utf8), replies: [POP3_REPLY_LINE]).stop == .limit)
        #expect(parse(Array("\(line)yz".utf8), replies: [POP3_REPLY_LINE]).stop == .limit)
    }

    @Test(
        "-ERR is one line whatever was asked for",
        arguments: [
            POP3_REPLY_LINE, POP3_REPLY_BODY, POP3_REPLY_LISTING, POP3_REPLY_SASL,
        ])
    func refusal(_ reply: pop3_reply) {
        let two = outcome([(.err, "no"), (.ok, "yes")], 16, .done)
        expectEverySplit(
            "-ERR no\r\n+OK yes\r\n", [reply, POP3_REPLY_LINE],
            is: WireOutcome(
                events: two.events, used: 18, stop: .done))
    }
}

@Suite("Wire: SASL challenges (RFC 5034 section 4)") struct WireChallengeTests {
    @Test(
        "a challenge is what stands behind the plus, and the reply goes on",
        arguments: [
            ("+ \r\n", ""), ("+\r\n", ""), ("+\n", ""), ("+ \n", ""), ("+ PDE+\r\n", "PDE+"), ("+  x\r\n", " x"),
            ("+ +OK\r\n", "+OK"), ("+ not base64\r\n", "not base64"),
        ])
    func value(_ line: String, _ text: String) {
        let lines = line + "+OK in\r\n"
        expectEverySplit(
            lines, [POP3_REPLY_SASL],
            is: outcome(
                [(.challenge, text), (.ok, "in")], lines.utf8.count, .done))
        expectEverySplit(
            line + line + "-ERR no\r\n", [POP3_REPLY_SASL],
            is: outcome(
                [(.challenge, text), (.challenge, text), (.err, "no")], 2 * line.utf8.count + 9, .done))
    }

    @Test("a challenge that has not ended is waited for", arguments: ["+", "+ ", "+ abc", "+\r", "+ \r"])
    func more(_ line: String) {
        expectEverySplit(line, [POP3_REPLY_SASL], is: outcome([], 0, .more))
    }

    @Test("a plus with something else behind it is refused", arguments: ["+x", "+\t", "+\rx\r\n", "+\r\r\n", "+OX", "+O\r\n"])
    func refused(_ line: String) {
        expectEverySplit(line, [POP3_REPLY_SASL], is: outcome([], 0, .syntax))
    }

    @Test("a challenge as long as the limit is read, one octet more is refused")
    func limit() {
        expectEverySplit("+ 34567890\r\n", [POP3_REPLY_SASL], lineMax: 10, is: outcome([(.challenge, "34567890")], 12, .more))
        expectEverySplit("+ 345678901\r\n", [POP3_REPLY_SASL], lineMax: 10, is: outcome([], 0, .limit))
    }

    @Test("no challenge may come where none was asked for", arguments: [POP3_REPLY_LINE, POP3_REPLY_BODY, POP3_REPLY_LISTING])
    func elsewhere(_ reply: pop3_reply) {
        expectEverySplit("+ PDE+\r\n", [reply], is: outcome([], 0, .syntax))
    }
}

@Suite("Wire: listings") struct WireListingTests {
    private func expect(
        _ lines: String, _ events: Events, used: Int? = nil, stop: WireStop = .done, lf: Bool = false, lineMax: Int = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let status = lf ? "+OK\n" : "+OK\r\n"
        let read = outcome([(.ok, "")] + events, status.utf8.count + (used ?? lines.utf8.count), stop, listing: true)
        expectEverySplit(status + lines, [POP3_REPLY_LISTING], lineMax: lineMax, is: read, sourceLocation: sourceLocation)
    }

    @Test("each line is one entry, dots un-stuffed, and the dot alone is the end")
    func value() {
        expect(".\r\n", [(.end, "")])
        expect("1 120\r\n2 200\r\n.\r\n", [(.entry, "1 120"), (.entry, "2 200"), (.end, "")])
        expect("\r\n\r\n.\r\n", [(.entry, ""), (.entry, ""), (.end, "")])
        expect("..\r\n.x\r\n...\r\n.\r\n", [(.entry, "."), (.entry, "x"), (.entry, ".."), (.end, "")])
        expect(" .\r\n. \r\n.\r\n", [(.entry, " ."), (.entry, " "), (.end, "")])
    }

    @Test("where lines end in CRLF, a lone CR or LF belongs to its line")
    func loneInCRLF() {
        expect("1 a\n.\r\n.\r\n", [(.entry, "1 a\n."), (.end, "")])
        expect("1\r2\r\r\n.\r.\r\n.\n.\r\n.\r\n", [(.entry, "1\r2\r"), (.entry, "\r."), (.entry, "\n."), (.end, "")])
        expect("\n\r\n.\r\n", [(.entry, "\n"), (.end, "")])
    }

    @Test("where the status line ended in LF, so do the entries, and a CR belongs to its line")
    func bareLF() {
        expect("1 120\n2 200\n.\n", [(.entry, "1 120"), (.entry, "2 200"), (.end, "")], lf: true)
        expect("1\r\n.\r\n..\n.\n", [(.entry, "1\r"), (.entry, "\r"), (.entry, "."), (.end, "")], lf: true)
    }

    @Test("a line that has not ended is waited for", arguments: ["", "1 2", ".", ".\r", "1\r", "1\n", ".\n"])
    func more(_ rest: String) {
        expect("1 2\r\n" + rest, [(.entry, "1 2")], used: 5, stop: .more)
    }

    @Test("an entry as long as the limit is read, one octet more is refused")
    func limit() {
        expect("123456\r\n.\r\n", [(.entry, "123456"), (.end, "")], lineMax: 6)
        expect("1234567\r\n.\r\n", [], used: 0, stop: .limit, lineMax: 6)
        expect("12345\n\r\n.\r\n", [(.entry, "12345\n"), (.end, "")], lineMax: 6)
        expect("12345\n\n\n", [], used: 0, stop: .limit, lineMax: 6)
        expect(".23456\r\n.\r\n", [(.entry, "23456"), (.end, "")], lineMax: 6)
        expect("123456\r", [], used: 0, stop: .more, lineMax: 6)
        expect("123456\r\r", [], used: 0, stop: .limit, lineMax: 6)
    }

    @Test("where lines end in LF a CR counts towards the limit: it is content there")
    func limitBareLF() {
        expect("123456\n.\n", [(.entry, "123456"), (.end, "")], lf: true, lineMax: 6)
        expect("12345\r\n.\n", [(.entry, "12345\r"), (.end, "")], lf: true, lineMax: 6)
        expect("123456\r\n.\n", [], used: 0, stop: .limit, lf: true, lineMax: 6)
    }

    @Test("what lies behind the end is the next reply's")
    func pipelined() {
        let input = "+OK\r\n1 2\r\n.\r\n-ERR no\r\n+OK\n.\n+OK x\r\n"
        expectEverySplit(input, [POP3_REPLY_LISTING, POP3_REPLY_LISTING, POP3_REPLY_LISTING, POP3_REPLY_LINE])
        expectEverySplit(input, [POP3_REPLY_LISTING])
    }
}
