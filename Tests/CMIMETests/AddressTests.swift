import CMIME
import Testing

/// Each mailbox as "name|address".
private func mailboxes(_ value: [UInt8]) -> [String] {
    var texts = [mime_text](repeating: mime_text(), count: 4)
    for index in texts.indices { mime_text_begin(&texts[index], 1 << 20) }
    defer { for index in texts.indices { mime_text_free(&texts[index]) } }
    return withSpan(value) { octets in
        texts.withUnsafeMutableBufferPointer { texts in
            var walk = mime_addresses_of(octets)
            var found: [String] = []
            let base = texts.baseAddress!
            while mime_addresses_next(&walk, base, base + 1, base + 2) {
                found.append(
                    string(mime_span(at: base[0].at, len: base[0].len)) + "|"
                        + string(mime_span(at: base[1].at, len: base[1].len)))
                #expect(found.count <= octets.len)
            }
            return found
        }
    }
}

@Suite("Mailboxes (RFC 5322 sections 3.4 and 4.4)") struct AddressTests {
    @Test(
        "who is named is read however it was written",
        arguments: [
            ("anna@example.org", ["|anna@example.org"]),
            ("<anna@example.org>", ["|anna@example.org"]),
            ("Anna Blum <anna@example.org>", ["Anna Blum|anna@example.org"]),
            ("\"Blum, Anna\" <anna@example.org>", ["Blum, Anna|anna@example.org"]),
            ("\"Anna \\\"A\\\" Blum\" <a@b>", ["Anna \"A\" Blum|a@b"]),
            ("anna@example.org (Anna Blum)", ["Anna Blum|anna@example.org"]),
            ("anna@example.org (Anna (née Baum) Blum)", ["Anna (née Baum) Blum|anna@example.org"]),
            ("a@b, c@d", ["|a@b", "|c@d"]),
            (" , a@b,,c@d , ", ["|a@b", "|c@d"]),
            // A comment beside a name that is there says nothing more.
            ("\"Anna\" <a@b> (work)", ["Anna|a@b"]),
            // Groups give their members (section 3.4).
            ("Team: a@b, C <c@d>;", ["|a@b", "C|c@d"]),
            ("undisclosed-recipients:;", []),
            ("Team: a@b;, e@f", ["|a@b", "|e@f"]),
            // Routes (section 4.4).
            ("A <@x,@y:a@b>", ["A|a@b"]),
            // Commas that are missing, brackets that are open, doubled or alone.
            ("A <a@b> C <c@d>", ["A|a@b", "C|c@d"]),
            ("<a@b><c@d>", ["|a@b", "|c@d"]),
            ("A <a@b", ["A|a@b"]),
            ("A <<a@b>>", ["A|a@b"]),
            ("a@b>", ["|a@b"]),
            ("\"A <a@b>", ["A|a@b"]),
            // Encoded words, with commas and brackets in them.
            ("=?utf-8?q?S=C3=B8ren?= Madsen <s@m>", ["Søren Madsen|s@m"]),
            ("=?utf-8?q?Blum,_Anna?= <a@b>", ["Blum, Anna|a@b"]),
            ("\"=?utf-8?q?S=C3=B8ren?=\" <s@m>", ["Søren|s@m"]),
            ("s@m (=?utf-8?q?S=C3=B8ren?=)", ["Søren|s@m"]),
            // UTF-8 as it is (RFC 6532).
            ("Søren <søren@møde.example>", ["Søren|søren@møde.example"]),
            ("\"anna blum\"@example.org", ["|\"anna blum\"@example.org"]),
            ("Anna <anna@ example . org>", ["Anna|anna@example.org"]),
            ("<>", ["|"]),
            ("", []), (" ", []), ("(only a comment)", []),
        ])
    func field(_ value: String, _ expected: [String]) { #expect(mailboxes(Array(value.utf8)) == expected) }

    @Test("every piece of a value is read without a fault, and ends")
    func everyPiece() {
        let value = Array("G: \"a\\\"b\" <@x,@y:c@d> (e(f)\\)), =?u?q?,?= <g@h;i>; \\".utf8)
        for start in 0...value.count { for end in start...value.count { _ = mailboxes(Array(value[start..<end])) } }
    }

    @Test(
        "a megabyte of open comments, quotes or brackets takes no longer than its octets",
        arguments: ["(", "\"", "<", "<a,", "=?", ":", ",", "\\"])
    func bomb(_ piece: String) {
        let value = Array(String(repeating: piece, count: (1 << 20) / piece.utf8.count).utf8)
        let time = ContinuousClock().measure { _ = mailboxes(value) }
        #expect(time < .seconds(20))
    }

    @Test("colons behind an address take no longer than their octets")
    func colons() {
        let half = 1 << 19
        let value =
            [UInt8](repeating: UInt8(ascii: "a"), count: half) + [UInt8(ascii: "@")]
            + [UInt8](repeating: UInt8(ascii: ":"), count: half)
        let time = ContinuousClock().measure { #expect(mailboxes(value).count == 1) }
        #expect(time < .seconds(20))
    }

    @Test("a bracket that closes thousands of octets away closes another one")
    func farBracket() {
        let far = String(repeating: "x", count: 4000)
        #expect(mailboxes(Array("A <a@b, \"\(far)\" <c@d>".utf8)) == ["A|a@b", "\(far)|c@d"])
    }
}
