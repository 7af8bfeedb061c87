import Testing

@testable import ExportCore

@Suite("Encoded words (RFC 2047), the charsets that need no table") struct EncodedWordsTests {
    static func decode(_ text: String) -> String { EncodedWords.decode(Array(text.utf8)[...]) }

    @Test(
        "words and what is between",
        arguments: [
            ("plain text", "plain text"), ("=?utf-8?Q?gr=C3=BCn?=", "grün"), ("=?UTF-8?b?Z3LDvG4=?=", "grün"),
            ("=?iso-8859-1?q?gr=FCn_=80?=", "grün €"), ("=?us-ascii?Q?a_b=20c?=", "a b c"), ("=?utf-8*de?Q?a?=", "a"),
            ("a =?utf-8?Q?b?= c", "a b c"), ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
            ("=?utf-8?Q?a?= \t =?iso-8859-1?Q?b?= c", "ab c"),
            ("=?utf-8?Q?a?=x=?utf-8?Q?b?=", "axb"), ("=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü"),
            ("=?utf-8?b?w7w?= =?utf-8?b?w7w=?=", "üü"),
            ("=?utf-8?b?YQ==?= =?utf-8?b?Yg==?=", "ab"), ("=?utf-8?Q?a?b?=", "a?b"), ("=?utf-8?Q??=", ""),
            ("=?utf-8?b?Y!Q?=", "a"),
            ("=?utf-8?Q?=C3?=", "\u{fffd}"), ("=?us-ascii?Q?=C3=BC=FC?=", "Ã¼ü"), ("=?utf-8?Q?=E4=BD=A0=FF?=", "你\u{fffd}"),
            ("=?koi8-r?Q?=C1?=", "=?koi8-r?Q?=C1?="), ("=?utf-8?X?a?=", "=?utf-8?X?a?="), ("=?utf-8?Q?a", "=?utf-8?Q?a"),
            ("=?", "=?"),
            ("=", "="), ("=?utf-8?Q?a?", "=?utf-8?Q?a?"), ("=?utf-8?Q", "=?utf-8?Q"), ("=?=?=?utf-8?Q?a?=", "=?=?a"),
            ("=?utf-8?Q?a=4?=", "a=4"), ("=?utf-8?Q?a=?=", "a="),
        ])
    func words(_ text: String, _ expected: String) { #expect(Self.decode(text) == expected) }

    @Test("raw octets are UTF-8 where they can be, else windows-1252")
    func raw() {
        #expect(EncodedWords.decode([0x67, 0xc3, 0xbc]) == "gü")
        #expect(EncodedWords.decode([0x67, 0xfc, 0x93]) == "gü\u{201c}")
        #expect(EncodedWords.decode([0xc3, 0xbc, 0xfc]) == "Ã¼ü")
        #expect(EncodedWords.decode([0x81]) == "\u{fffd}")
    }

    @Test("noise is text, and takes no time to speak of")
    func noise() {
        var dice = Dice(11)
        let signs = Array("=?utf-8QqBb_= C3".utf8) + [0xff, 0]
        for _ in 0..<3000 {
            _ = EncodedWords.decode((0..<40).map { _ in signs.randomElement(using: &dice)! }[...])
        }
        for hostile in ["=?", "=?utf-8?Q?", "=?utf-8?Q??=", "=?utf-8?B?=", "?=", " "] {
            let text = String(repeating: hostile, count: 8192 / hostile.utf8.count)
            _ = Self.decode(text)
        }
    }
}
