import CMIME
import Testing

@Suite("Charset: East Asian, by iconv") struct CharsetEastAsianTests {
    @Test(
        "octets mean what the charset says",
        arguments: [
            ("gb2312", [0x61, 0xc4, 0xe3, 0xba, 0xc3], "a你好"), ("gbk", [0xe9, 0x46], "镕"),
            ("gb2312", [0x81, 0x39, 0xee, 0x39], "㐀"),
            ("big5", [0xa7, 0x41, 0xa6, 0x6e], "你好"), ("euc-kr", [0xb0, 0xa1], "가"), ("ks_c_5601-1987", [0x8c, 0x63], "똠"),
            ("shift_jis", [0x93, 0xfa, 0x96, 0x7b, 0xb1], "日本ｱ"), ("shift_jis", [0x87, 0x40], "①"),
            ("euc-jp", [0xc6, 0xfc, 0xcb, 0xdc], "日本"),
            ("euc-jp", [0xad, 0xa1], "①"), ("iso-2022-kr", [0x1b, 0x24, 0x29, 0x43, 0x0e, 0x30, 0x21, 0x0f, 0x61], "가a"),
        ] as [(String, [UInt8], String)])
    func samples(_ name: String, _ octets: [UInt8], _ wanted: String) {
        #expect(convertCharset(octets, name) == CharsetText(text: wanted))
    }

    @Test(
        "ISO-2022-JP is read with all that Japanese mail puts into it",
        arguments: [
            ("\u{1b}$B$3$s\u{1b}(B!", "こん!"), ("\u{1b}$@F|K\\\u{1b}(J.", "日本."), ("\u{1b}$B-!\u{1b}(B", "①"),
            ("\u{1b}(I1\u{1b}(B", "ｱ"),
            ("\u{0e}1\u{0f}1", "ｱ1"), ("\u{1b}$(D0!\u{1b}(B", "丂"), ("\u{1b}$B$3\nabc", "こ\nabc"),
            ("\u{1b}$B!A\u{1b}(B", "\u{301c}"), ("plain", "plain"),
        ])
    func jis(_ encoded: String, _ wanted: String) {
        #expect(convertCharset(Array(encoded.utf8), "iso-2022-jp") == CharsetText(text: wanted))
    }

    @Test(
        "what means nothing in ISO-2022-JP is replaced",
        arguments: [
            ("a\u{1b}$B$", "a\u{fffd}"), ("\u{1b}%Ga", "\u{fffd}%Ga"), ("\u{1b}", "\u{fffd}"),
            ("\u{1b}$B$3$ \u{1b}(Bz", "こ\u{fffd} z"),
        ])
    func badJIS(_ encoded: String, _ wanted: String) {
        #expect(convertCharset(Array(encoded.utf8), "iso-2022-jp") == CharsetText(text: wanted, isReplaced: true))
    }

    @Test(
        "HZ is read (RFC 1843)", arguments: [("a~{<:Ky2;~}b~~", "a己所不b~"), ("x~\ny", "xy"), ("~{<:", "己"), ("~{<:\nKy", "己\nKy")])
    func hz(_ encoded: String, _ wanted: String) {
        #expect(convertCharset(Array(encoded.utf8), "hz-gb-2312") == CharsetText(text: wanted))
    }

    @Test(
        "a bad octet is replaced, and the text goes on",
        arguments: [
            ("gb2312", [0xff, 0xc4, 0xe3], "\u{fffd}你"), ("gb2312", [0xc4, 0xe3, 0x81], "你\u{fffd}"),
            ("shift_jis", [0x81, 0x20, 0x78], "\u{fffd} x"),
            ("euc-kr", [0xb0, 0xa1, 0xff, 0xb0, 0xa1], "가\u{fffd}가"), ("big5", [0xa7], "\u{fffd}"),
            ("iso-2022-kr", [0x1b, 0x24, 0x29, 0x43, 0x0e, 0x7e, 0x7e, 0x30, 0x21], "\u{fffd}가"),
        ] as [(String, [UInt8], String)])
    func bad(_ name: String, _ octets: [UInt8], _ wanted: String) {
        #expect(convertCharset(octets, name) == CharsetText(text: wanted, isReplaced: true))
    }

    @Test("a mark that the charset has is dropped")
    func mark() {
        #expect(convertCharset([0x84, 0x31, 0x95, 0x33, 0x61], "gb18030").text == "a")
    }

    @Test("long text is converted whole, and a limit gives its begin")
    func long() {
        let octets = [[UInt8]](repeating: [0xc4, 0xe3, 0xba, 0xc3, 0x20], count: 8000).flatMap(\.self)
        let whole = String(repeating: "你好 ", count: 8000)
        #expect(convertCharset(octets, "gb2312") == CharsetText(text: whole))
        for most in [0, 1, 2, 3, 4, 63, 64, 65, 1000, 9999] {
            let text = convertCharset(octets, "gb2312", most: most).text
            #expect(whole.hasPrefix(text))
            #expect(text.utf8.count <= most)
            #expect(text.utf8.count >= most - 3)
        }
    }
}
