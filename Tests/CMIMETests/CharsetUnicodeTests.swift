import CMIME
import Testing

@Suite("Charset: UTF-8 (RFC 3629)") struct CharsetUTF8Tests {
    @Test(
        "well-formed octets stay as they are",
        arguments: ["", "a", "é", "€", "\u{1f600}", "\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}\u{d7ff}\u{e000}"])
    func good(_ text: String) {
        #expect(convertCharset(Array(text.utf8), "utf-8") == CharsetText(text: text))
        #expect(withSpan(text) { mime_charset_is_utf8($0) })
    }

    @Test(
        "each maximal subpart of what is ill-formed is one U+FFFD (Unicode, table 3-8)",
        arguments: [
            (
                [0x61, 0xf1, 0x80, 0x80, 0xe1, 0x80, 0xc2, 0x62, 0x80, 0x63, 0x80, 0xbf, 0x64],
                "a\u{fffd}\u{fffd}\u{fffd}b\u{fffd}c\u{fffd}\u{fffd}d"
            ),
            ([0xc0, 0xaf], "\u{fffd}\u{fffd}"), ([0xe0, 0x80, 0xbf], "\u{fffd}\u{fffd}\u{fffd}"),
            ([0xed, 0xa0, 0x80], "\u{fffd}\u{fffd}\u{fffd}"), ([0xf4, 0x90, 0x80, 0x80], "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
            ([0xf0, 0x8f], "\u{fffd}\u{fffd}"), ([0xff, 0xfe], "\u{fffd}\u{fffd}"), ([0xe2, 0x82], "\u{fffd}"),
            ([0xf0, 0x9f, 0x98], "\u{fffd}"),
            ([0xe2, 0x82, 0x61], "\u{fffd}a"),
        ] as [([UInt8], String)])
    func bad(_ octets: [UInt8], _ wanted: String) {
        #expect(convertCharset(octets, "utf-8") == CharsetText(text: wanted, isReplaced: true))
        #expect(!withSpan(octets) { mime_charset_is_utf8($0) })
    }

    @Test("Swift's own decoder says the same of all pairs behind each lead")
    func pairs() {
        for lead in [0x41, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xee, 0xf0, 0xf1, 0xf4, 0xf5] as [UInt8] {
            for second in stride(from: 0x70, through: 0xff, by: 5) as StrideThrough<Int> {
                for third in [0x41, 0x80, 0xbf, 0xc2] as [UInt8] {
                    let octets = [lead, UInt8(second), third, 0x42]
                    #expect(convertCharset(octets, "utf-8").text == String(decoding: octets, as: UTF8.self), "\(octets)")
                }
            }
        }
    }

    @Test("a bad octet is found at every place", arguments: [0, 1, 7, 8, 31, 32, 33, 63, 64, 100])
    func everyPlace(_ place: Int) {
        var octets = [UInt8](repeating: 0x61, count: 101)
        octets[place] = 0xff
        let wanted = String(repeating: "a", count: place) + "\u{fffd}" + String(repeating: "a", count: 100 - place)
        #expect(convertCharset(octets, "utf-8") == CharsetText(text: wanted, isReplaced: true))
    }

    @Test("a byte order mark is dropped, at the start alone")
    func mark() {
        #expect(convertCharset([0xef, 0xbb, 0xbf, 0x61, 0xef, 0xbb, 0xbf], "utf-8").text == "a\u{feff}")
        #expect(convertCharset([0xef, 0xbb, 0xbf, 0x61], "").text == "a")
    }

    @Test("the mark before valid UTF-8 is believed before a name", arguments: ["iso-8859-1", "koi8-r", "gb2312"])
    func markBeforeName(_ name: String) {
        #expect(convertCharset([0xef, 0xbb, 0xbf, 0xc3, 0xa9], name).text == "é")
    }
}

@Suite("Charset: UTF-16 and UTF-32") struct CharsetWideTests {
    private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit in bigEndian ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)] }
    }

    private func utf32(_ text: String, bigEndian: Bool) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in
            let octets = withUnsafeBytes(of: scalar.value.bigEndian, Array.init)
            return bigEndian ? octets : octets.reversed()
        }
    }

    private static let sample = "Aé€\u{1f600}z"

    @Test("the order that the name says is taken", arguments: [true, false])
    func named(_ big: Bool) {
        #expect(
            convertCharset(utf16(Self.sample, bigEndian: big), big ? "utf-16be" : "utf-16le") == CharsetText(text: Self.sample))
        #expect(
            convertCharset(utf32(Self.sample, bigEndian: big), big ? "utf-32be" : "utf-32le") == CharsetText(text: Self.sample))
    }

    @Test("a mark says the order, and is dropped", arguments: [true, false], ["", "be", "le"])
    func marked(_ big: Bool, _ suffix: String) {
        let marked = "\u{feff}" + Self.sample
        #expect(convertCharset(utf16(marked, bigEndian: big), "utf-16" + suffix) == CharsetText(text: Self.sample))
        #expect(convertCharset(utf32(marked, bigEndian: big), "utf-32" + suffix) == CharsetText(text: Self.sample))
    }

    @Test("without a mark the order is big endian, unless it is plainly not", arguments: [true, false])
    func unmarked(_ big: Bool) {
        #expect(convertCharset(utf16("plain text", bigEndian: big), "utf-16").text == "plain text")
        #expect(convertCharset(utf32("plain text", bigEndian: big), "utf-32").text == "plain text")
        #expect(convertCharset(utf16("日本", bigEndian: true), "utf-16").text == "日本")
    }

    @Test(
        "half of a pair is replaced, and what follows is read",
        arguments: [
            ([0xd8, 0x3d, 0, 0x61], "\u{fffd}a"), ([0xde, 0, 0, 0x61], "\u{fffd}a"), ([0xd8, 0x3d], "\u{fffd}"),
            ([0xd8, 0x3d, 0xd8, 0x3d, 0xde, 0], "\u{fffd}\u{1f600}"),
        ] as [([UInt8], String)])
    func halves(_ octets: [UInt8], _ wanted: String) {
        #expect(convertCharset(octets, "utf-16be") == CharsetText(text: wanted, isReplaced: true))
    }

    @Test("an incomplete unit at the end is replaced")
    func tail() {
        #expect(convertCharset([0, 0x61, 0], "utf-16be") == CharsetText(text: "a\u{fffd}", isReplaced: true))
        #expect(convertCharset([0, 0, 0, 0x61, 0, 0, 0], "utf-32be") == CharsetText(text: "a\u{fffd}", isReplaced: true))
    }

    @Test(
        "a number that is no code point is replaced",
        arguments: [[0, 0, 0xd8, 0], [0, 0x11, 0, 0], [0xff, 0xff, 0xff, 0xff]] as [[UInt8]])
    func noScalar(_ octets: [UInt8]) {
        #expect(convertCharset(octets, "utf-32be") == CharsetText(text: "\u{fffd}", isReplaced: true))
    }
}
