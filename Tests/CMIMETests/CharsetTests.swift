import CMIME
import Testing

@Suite("Charset: unknown and missing") struct CharsetGuessTests {
    @Test("valid UTF-8 is UTF-8, whoever claims what", arguments: ["", "us-ascii", "x-unknown"])
    func utf8(_ name: String) {
        #expect(convertCharset(Array("naïve €".utf8), name) == CharsetText(text: "naïve €", isUnknown: name == "x-unknown"))
    }

    @Test("what is not UTF-8 is windows-1252", arguments: ["", "us-ascii", "x-unknown"])
    func windows(_ name: String) {
        #expect(convertCharset([0x6e, 0xe9, 0x80], name) == CharsetText(text: "né€", isUnknown: name == "x-unknown"))
    }

    @Test("no name at all is a missing one")
    func noName() {
        let text = written { out in withSpan([0xe9]) { _ = mime_charset_convert(mime_span(at: nil, len: 0), $0, out) } }
        #expect(string(text) == "é")
    }

    @Test("no octets are no text", arguments: ["", "utf-8", "utf-16", "iso-2022-jp", "gb2312", "x-unknown"])
    func empty(_ name: String) {
        #expect(convertCharset([], name).text == "")
        #expect(written { out in withSpan(name) { _ = mime_charset_convert($0, mime_span(at: nil, len: 0), out) } } == [])
    }
}

@Suite("Charset: single-byte tables") struct CharsetTableTests {
    @Test(
        "octets mean what the charset says",
        arguments: [
            ("koi8-r", [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4], "Привет"), ("koi8-u", [0xa4, 0xa6, 0xa7], "єії"),
            ("windows-1251", [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0xb9], "Привет№"), ("iso-8859-5", [0xbf, 0xe0, 0xd8], "При"),
            ("cp866", [0x8f, 0xe0, 0xa8], "При"), ("x-mac-cyrillic", [0x8f, 0xf0, 0xe8], "При"),
            ("iso-8859-2", [0xe8, 0xb9, 0xbe], "čšž"),
            ("windows-1250", [0xe8, 0x9a, 0x9e], "čšž"), ("iso-8859-15", [0xa4, 0xbd], "€œ"),
            ("iso-8859-1", [0x80, 0x93, 0xe9], "€“é"),
            ("iso-8859-9", [0xfd, 0xfe, 0xdd], "ışİ"), ("iso-8859-7", [0xc1, 0xe1], "Αα"), ("windows-1253", [0xc1, 0xe1], "Αα"),
            ("iso-8859-8-i", [0xf9, 0xec, 0xe5, 0xed], "שלום"), ("windows-1255", [0xf9, 0xec, 0xe5, 0xed], "שלום"),
            ("windows-1256", [0xd3, 0xe1], "سل"),
            ("windows-1257", [0xf0, 0xe8], "šč"), ("windows-1258", [0xd0, 0xf5], "Đơ"), ("tis-620", [0xca, 0xc7], "สว"),
            ("macintosh", [0x8e, 0xd5], "é’"),
            ("cp437", [0x82, 0xe1, 0xc4], "éß─"), ("cp850", [0x82, 0xb5], "éÁ"), ("cp852", [0x9f, 0xe7], "čš"),
            ("cp858", [0xd5], "€"),
        ] as [(String, [UInt8], String)])
    func samples(_ name: String, _ octets: [UInt8], _ wanted: String) {
        #expect(convertCharset(octets, name) == CharsetText(text: wanted))
    }

    @Test("an octet that means nothing is replaced, and the text goes on", arguments: [0x81, 0x8d, 0x8f, 0x90, 0x9d] as [UInt8])
    func nothing(_ octet: UInt8) {
        #expect(convertCharset([0x61, octet, 0xe9], "iso-8859-1") == CharsetText(text: "a\u{fffd}é", isReplaced: true))
    }

    @Test("00-7F are ASCII in each", arguments: ["koi8-r", "windows-1251", "iso-8859-6", "macintosh", "cp437", "windows-874"])
    func ascii(_ name: String) {
        let octets = (0..<128).map { UInt8($0) }
        #expect(convertCharset(octets, name) == CharsetText(text: string(octets)))
    }

    @Test(
        "text of any length and mixture is converted octet by octet", arguments: [1, 2, 3, 31, 32, 33, 4095, 4096, 4097, 20000])
    func lengths(_ length: Int) {
        var octets: [UInt8] = []
        for place in 0..<length {
            let isASCII = place % 7 == 3 || place % 50 > 40
            octets.append(UInt8((isASCII ? 0x20 : 0xc0) + place % 64))
        }
        let wanted = octets.map { convertCharset([$0], "koi8-r").text }.joined()
        #expect(convertCharset(octets, "koi8-r") == CharsetText(text: wanted))
    }

    @Test("a limit gives the begin, cut between characters", arguments: 0...12)
    func limit(_ most: Int) {
        let whole = "aé€b\u{2122}"
        let text = convertCharset([0x61, 0xe9, 0x80, 0x62, 0x99], "windows-1252", most: most).text
        #expect(whole.unicodeScalars.starts(with: text.unicodeScalars))
        #expect(text.utf8.count <= most)
        if most >= whole.utf8.count { #expect(text == whole) }
    }
}
