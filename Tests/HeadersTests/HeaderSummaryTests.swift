import HeadersCore
import Testing

@Suite("What a list shows of a header") struct HeaderSummaryTests {
    private func summary(_ lines: String...) -> HeaderSummary { HeaderSummary(Array(lines.joined(separator: "\r\n").utf8)) }

    @Test("the sender is the first author's name, else the address, else the words that stand there")
    func sender() {
        #expect(summary("From: =?utf-8?q?S=C3=B8ren?= <s@example.dk>, Anna <a@b>", "").sender == "Søren")
        #expect(summary("From: s@example.dk", "").sender == "s@example.dk")
        #expect(summary("From: undisclosed people", "").sender == "undisclosed people")
        #expect(summary("Subject: nobody", "").sender == "")
    }

    @Test("a folded subject is one line, its white space single blanks")
    func subject() {
        #expect(summary("Subject: one\r\n\t two  three", "").subject == "one two three")
        #expect(summary("Subject: =?utf-8?q?a=0Ab?=", "").subject == "a b")
        #expect(summary("From: a@b", "").subject == "")
    }

    @Test("the date is seconds since 1970, or none where it is not said plainly")
    func date() {
        #expect(summary("Date: Tue, 24 Nov 2026 09:12:00 +0100", "").date == 1_795_507_920)
        #expect(summary("Date: yesterday", "").date == nil)
        #expect(summary("Subject: x", "").date == nil)
    }

    @Test(
        "more than a text is told from a text by its type alone",
        arguments: [
            ("text/plain", false), ("TEXT/HTML; charset=utf-8", false), ("multipart/alternative; boundary=b", false),
            ("multipart/related; boundary=b", false), ("multipart/mixed; boundary=b", true), ("application/pdf", true),
            ("multipart/report; report-type=delivery-status; boundary=b", true), ("message/rfc822", true), ("nonsense", false),
            ("", false),
        ])
    func parts(_ type: String, _ expected: Bool) { #expect(summary("Content-Type: \(type)", "").hasParts == expected) }

    @Test("authors as JSON, quotes in a name escaped")
    func json() {
        #expect(summary("From: \"A \\\"B\\\"\" <a@b>", "").authorsJSON == #"[{"name":"A \"B\"","address":"a@b"}]"#)
        #expect(summary("From: ,", "").authorsJSON == "[]")
    }

    @Test("what stands behind the header block is not read")
    func body() {
        let read = summary("Subject: in front", "", "From: body@example.org", "")
        #expect(read.subject == "in front" && read.sender == "")
    }

    @Test("a refusal stands where the subject would")
    func refused() {
        let refused = HeaderSummary(refusal: "-ERR no")
        #expect(refused.subject == "-ERR no" && refused.date == nil && refused.sender == "" && !refused.hasParts)
    }
}
