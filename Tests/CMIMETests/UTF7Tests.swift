import CMIME
import Testing

/// UTF-7 as text, and whether something was replaced.
private func decoded(_ octets: [UInt8], most: Int = 1 << 20) -> (text: String, isReplaced: Bool) {
    var flags: UInt32 = 0
    let text = written(most: most) { out in
        withSpan("utf-7") { name in withSpan(octets) { flags = mime_charset_convert(name, $0, out) } }
    }
    return (string(text), flags & UInt32(MIME_CHARSET_REPLACED) != 0)
}

private func decoded(_ text: String) -> (text: String, isReplaced: Bool) { decoded(Array(text.utf8)) }

@Suite("UTF-7 (RFC 2152)") struct UTF7Tests {
    @Test(
        "the examples of RFC 2152 are read",
        arguments: [
            ("A+ImIDkQ.", "A\u{2262}\u{391}."), ("Hi Mom -+Jjo--!", "Hi Mom -\u{263a}-!"),
            ("+ZeVnLIqe-", "\u{65e5}\u{672c}\u{8a9e}"),
            ("Item 3 is +AKM-1.", "Item 3 is £1."),
        ])
    func examples(_ encoded: String, _ wanted: String) {
        #expect(decoded(encoded) == (wanted, false))
    }

    @Test("what is not shifted is ASCII")
    func direct() {
        #expect(decoded("a-b /\r\n~\\{}") == ("a-b /\r\n~\\{}", false))
    }

    @Test("+- is a plus sign")
    func plus() {
        #expect(decoded("1 +- 1 = 2") == ("1 + 1 = 2", false))
    }

    @Test("a plus sign that shifts nothing is one", arguments: ["1 + 1", "+", "a+", "+!"])
    func lonelyPlus(_ text: String) {
        #expect(decoded(text) == (text, false))
    }

    @Test("the shift ends at what is no base64, which is text", arguments: ["+AOk", "+AOk "])
    func unterminated(_ text: String) {
        #expect(decoded(text) == ("é" + text.dropFirst(4), false))
    }

    @Test("one minus ends the shift, a second is text")
    func minus() {
        #expect(decoded("+AOk--") == ("é-", false))
    }

    @Test("a pair of surrogates is one character")
    func pair() {
        #expect(decoded("+2D3eAA-") == ("\u{1f600}", false))
    }

    @Test(
        "half of a pair is replaced",
        arguments: [("+2D0-", "\u{fffd}"), ("+3gA-", "\u{fffd}"), ("+2D0AYQ-", "\u{fffd}a"), ("+2D3YPd4A-", "\u{fffd}\u{1f600}")])
    func half(_ encoded: String, _ wanted: String) {
        #expect(decoded(encoded) == (wanted, true))
    }

    @Test("a character that was cut is replaced", arguments: ["x+A", "x+AO"])
    func cut(_ text: String) {
        #expect(decoded(text) == ("x\u{fffd}", true))
    }

    @Test("an octet above 7F is replaced, and the text goes on")
    func eightBit() {
        #expect(decoded([0x61, 0xe9, 0x62]) == ("a\u{fffd}b", true))
    }

    @Test("a byte order mark is dropped")
    func mark() {
        #expect(decoded("+/v8-abc") == ("abc", false))
    }

    @Test("a limit cuts between characters", arguments: 0...9)
    func limit(_ most: Int) {
        let whole = "aéé\u{1f600}"
        let text = decoded(Array("a+AOkA6dg93gA-".utf8), most: most).text
        #expect(whole.unicodeScalars.starts(with: text.unicodeScalars))
        #expect(text.utf8.count <= most)
    }

    @Test(
        "the name has many spellings",
        arguments: ["UTF-7", "utf7", "unicode-1-1-utf-7", "x-unicode-1-1-utf-7", "csUnicode11UTF7"])
    func names(_ name: String) {
        #expect(withSpan(name) { String(cString: mime_charset_name($0)) } == "utf-7")
    }
}
