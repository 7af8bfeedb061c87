import CMIME
import Testing

private func decoded(_ value: [UInt8]) -> String {
    var scratch = mime_text()
    mime_text_begin(&scratch, 1 << 20)
    defer { mime_text_free(&scratch) }
    return string(written { out in withSpan(value) { mime_words_decode($0, out, &scratch) } })
}

private func decoded(_ value: String) -> String { decoded(Array(value.utf8)) }

/// Base64 of a text, for words that have to be cut at an octet.
private func base64(_ octets: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var out = ""
    for at in stride(from: 0, to: octets.count, by: 3) {
        let group = octets[at..<min(at + 3, octets.count)]
        let bits = group.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << UInt32(16 - 8 * $1.offset) }
        for index in 0..<4 { out.append(index <= group.count ? digits[Int(bits >> UInt32(18 - 6 * index) & 63)] : "=") }
    }
    return out
}

@Suite("Encoded-words (RFC 2047)") struct WordsTests {
    @Test(
        "a value is decoded as its sender meant it",
        arguments: [
            ("plain", "plain"),
            ("  blanks around  ", "blanks around"),
            ("=?utf-8?Q?M=C3=B8de?=", "Møde"),
            ("=?UTF-8?b?TcO4ZGU=?=", "Møde"),
            ("=?iso-8859-1?q?M=F8de_p=E5?= torsdag", "Møde på torsdag"),
            // White space between two words goes, between a word and text it stays (section 6.2).
            ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
            ("=?utf-8?q?a?=\r\n =?utf-8?q?b?=", "ab"),
            ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
            // Words without white space around them.
            ("x=?utf-8?q?a?=y", "xay"),
            ("=?utf-8?q?a?==?utf-8?q?b?=", "ab"),
            // In quotes, in brackets.
            ("\"=?utf-8?q?a?=\"", "\"a\""),
            ("(=?utf-8?q?a?=)", "(a)"),
            // A language behind the charset (RFC 2231 section 5).
            ("=?utf-8*da?q?M=C3=B8de?=", "Møde"),
            // Blanks in Q text.
            ("=?utf-8?q?a b c?=", "a b c"),
            // A question mark and an equals sign in Q text.
            ("=?utf-8?q?What?=20is?=", "What? is"),
            ("=?utf-8?q?a?=bc", "abc"),
            // Base64 that lacks its padding, has it inside, or has strangers in it.
            ("=?utf-8?b?YQ?=", "a"),
            ("=?utf-8?b?YQ==?= =?utf-8?b?Yg==?=", "ab"),
            ("=?utf-8?b?YQ==Yg==?=", "ab"),
            ("=?utf-8?b?Y*Q=!=?=", "a"),
            // The end of a C string, encoded with it.
            ("=?utf-8?b?YWIAAA==?= c", "ab c"),
            ("=?utf-8?q?a=00b=00?=", "a\0b"),
            // What is no word stays.
            ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
            ("=?utf-8?q?never closed", "=?utf-8?q?never closed"),
            ("=??q?a?=", "=??q?a?="),
            ("a = b ?= c", "a = b ?= c"),
            ("=?utf-8?q??=", ""),
            // Bad hexadecimal digits stay as they are.
            ("=?utf-8?q?a=ZZb=4?=", "a=ZZb=4"),
        ])
    func value(_ value: String, _ expected: String) { #expect(decoded(value) == expected) }

    @Test("folds are taken out, and a line end that is no fold is a blank (RFC 5322 section 2.2.3)")
    func folds() {
        #expect(decoded("one\r\n two") == "one two")
        #expect(decoded("one\n\ttwo") == "one\ttwo")
        #expect(decoded("one\r\ntwo") == "one two")
    }

    @Test("a character that is cut across two words of one charset is whole again", arguments: ["田中 花子", "Привет, мир", "€uro"])
    func characterAcrossWords(_ text: String) {
        let octets = Array(text.utf8)
        for cut in 0...octets.count {
            let value = "=?utf-8?b?\(base64(Array(octets[..<cut])))?=\r\n =?UTF-8?B?\(base64(Array(octets[cut...])))?="
            #expect(decoded(value) == text)
        }
    }

    @Test("words of different charsets are decoded each for itself")
    func charsets() { #expect(decoded("=?iso-8859-1?q?=E5?= =?koi8-r?q?=D1?= =?utf-8?q?=E2=82=AC?=") == "åя€") }

    @Test("octets above 7F are UTF-8 where they are that, else windows-1252")
    func rawOctets() {
        #expect(decoded("Møde") == "Møde")
        #expect(decoded([0x4d, 0xf8, 0x64, 0x65, 0x20, 0x80]) == "Møde €")
    }

    @Test("an octet that is wrong in its charset is U+FFFD and nothing else is lost")
    func wrongOctet() { #expect(decoded("=?utf-8?q?a=FFb?=") == "a\u{fffd}b") }

    @Test("an unknown charset is UTF-8 where it can be, else windows-1252")
    func unknownCharset() {
        #expect(decoded("=?x-none?q?M=C3=B8de?=") == "Møde")
        #expect(decoded("=?x-none?q?M=F8de?=") == "Møde")
    }

    @Test("a megabyte of beginnings without an end takes no longer than its octets")
    func bomb() {
        let clock = ContinuousClock()
        let time = clock.measure { _ = decoded(String(repeating: "=?a?q?", count: 1 << 17)) }
        #expect(time < .seconds(20))
    }

    @Test("every cut of a value is read without a fault")
    func everyCut() {
        let value = Array("a =?utf-8*en?b?TcO4ZGU=?=\r\n =?koi8-r?q?=D1?=20x?= \u{e5} =?".utf8)
        for start in 0...value.count {
            for end in start...value.count { #expect(String(decoded(Array(value[start..<end]))).utf8.count <= 3 * value.count) }
        }
    }
}
