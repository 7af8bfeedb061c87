import CMIME
import Testing

/// The field names and trimmed values of a header, and the body behind it.
private func split(_ message: String) -> (fields: [String], body: String) {
    withSpan(message) { octets in
        var header = mime_span(), body = mime_span()
        mime_header_split(octets, &header, &body)
        var walk = mime_fields_of(header)
        var field = mime_field()
        var fields: [String] = []
        while mime_fields_next(&walk, &field) { fields.append(string(field.name) + "=" + string(field.value)) }
        return (fields, string(body))
    }
}

@Suite("Where a header begins and ends (RFC 5322 section 2.1, RFC 7103 section 7)") struct HeaderTests {
    @Test("line ends may be CRLF or LF", arguments: ["\r\n", "\n"])
    func lineEnds(_ end: String) {
        let read = split("A: 1\(end)B: 2\(end)\(end)body\(end)")
        #expect(read.fields == ["A= 1", "B= 2"])
        #expect(read.body == "body\(end)")
    }

    @Test(
        "what stands before the first field is passed over",
        arguments: [
            "\u{feff}", "\n", "\r\n\r\n", " \t\n", "From anna@example.org Tue Nov 24 09:40:00 2026\n", ">From anna  Tue\r\n",
            "\u{feff}\n \nFrom x\n\n",
        ])
    func junk(_ before: String) {
        let read = split(before + "Subject: x\n\nbody")
        #expect(read.fields == ["Subject= x"])
        #expect(read.body == "body")
    }

    @Test("a line that is no field belongs to the field before it where another field follows")
    func strayLine() {
        let read = split("Subject: one\nnot indented\nFrom: a@b\n\nbody")
        #expect(read.fields == ["Subject= one\nnot indented", "From= a@b"])
        #expect(read.body == "body")
    }

    @Test("a line that is no field begins the body where no field follows before the blank line")
    func missingBlankLine() {
        let read = split("Subject: one\nHello Anna,\nhow are you?\n\nTo: no field\n")
        #expect(read.fields == ["Subject= one"])
        #expect(read.body == "Hello Anna,\nhow are you?\n\nTo: no field\n")
    }

    @Test("folded lines are one value, folds and all")
    func folds() { #expect(split("A: 1\r\n 2\r\n\t3\r\nB: 4\r\n\r\n").fields == ["A= 1\r\n 2\r\n\t3", "B= 4"]) }

    @Test("blanks before the colon are no part of the name (RFC 5322 section 4.5.8)")
    func blankBeforeColon() { #expect(split("Subject \t: x\n\n").fields == ["Subject= x"]) }

    @Test("a message may be nothing, a header alone, or a body alone")
    func nothing() {
        #expect(split("") == ([], ""))
        #expect(split("A: 1") == (["A= 1"], ""))
        #expect(split("A: 1\n") == (["A= 1"], ""))
        #expect(split("only words") == ([], "only words"))
        #expect(split("\n\n") == ([], ""))
    }

    @Test("every octet value and every cut of a header is read without a fault")
    func everyCut() {
        let message = Array("\u{feff}From x\r\nA : \u{0}\r\n =?utf-8?q?=ff?=\r\nstray\r\nB:\r\n\r\nbody".utf8)
        for end in 0...message.count {
            withSpan(Array(message[..<end])) { octets in
                var header = mime_span(), body = mime_span()
                mime_header_split(octets, &header, &body)
                #expect(header.len + body.len <= octets.len)
            }
        }
    }

    @Test("of several fields of one name the first is found")
    func first() {
        withSpan("Subject: one\nSUBJECT: two\n") { header in
            #expect(string(mime_header_find(header, "subject")) == " one")
            #expect(mime_header_find(header, "date").at == nil)
        }
    }
}
