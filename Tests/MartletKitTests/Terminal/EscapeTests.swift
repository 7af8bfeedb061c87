@testable import MartletKit
import Testing

@Suite("the sanitizer") struct EscapeTests {
    @Test(
        "what moves the cursor, reorders or hides is escaped",
        arguments: [
            ("\u{1B}[2J", "\\x1B[2J"), ("\0", "\\x00"), ("a\r\nb", "a\\x0D\\x0Ab"), ("\t", "\\x09"), ("\u{7F}", "\\x7F"),
            ("\u{9B}31m", "\\x9B31m"),
            ("\u{85}", "\\x85"), ("\u{202E}gpj", "\\u{202E}gpj"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
            ("\u{200F}", "\\u{200F}"),
            ("\u{61C}", "\\u{61C}"), ("a\u{200B}b", "a\\u{200B}b"), ("\u{FEFF}", "\\u{FEFF}"),
            ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
            ("\u{E0041}\u{E007F}", "\\u{E0041}\\u{E007F}"), ("\u{AD}", "\\xAD"), ("e\u{301}\u{1B}", "e\u{301}\\x1B"),
            ("\u{1B}\u{301}", "\\x1B\u{301}"),
        ])
    func line(_ text: String, _ shown: String) {
        #expect(Array(Escape.line(text).unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test("harmless text stays", arguments: ["", "plain", "grün", "日本語", "e\u{301}", "🦅", "a\\x1Bb", "\u{A0}", "عربي"])
    func harmless(_ text: String) {
        #expect(Escape.line(text) == text)
        #expect(Escape.text(text) == text)
    }

    @Test(
        "a joiner stays between letters that it joins, goes between emoji, and is escaped anywhere else",
        arguments: [
            ("می\u{200C}خواهم", "می\u{200C}خواهم"), ("क\u{94D}\u{200D}ष", "क\u{94D}\u{200D}ष"), ("👩\u{200D}👧", "👩👧"),
            ("❤\u{FE0F}\u{200D}🔥", "❤\u{FE0F}🔥"), ("pay\u{200D}pal", "pay\\u{200D}pal"), ("a\u{200C}ب", "a\\u{200C}ب"),
            ("\u{200D}👩", "\\u{200D}👩"),
        ])
    func joiners(_ text: String, _ shown: String) {
        #expect(Array(Escape.line(text).unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test func everyControlIsEscaped() {
        for value in Array(0..<0x20) + Array(0x7F..<0xA0) {
            let scalar = Unicode.Scalar(UInt32(value))!
            let shown = Escape.line("a" + String(Character(scalar)) + "b").unicodeScalars
            #expect(!shown.contains(scalar), "U+\(String(value, radix: 16))")
        }
    }

    @Test("octets that are no UTF-8 cannot smuggle a C1 control") func octets() {
        #expect(Escape.line([0x61, 0x9B, 0x33, 0x62] as [UInt8]) == "a\u{FFFD}3b")
    }

    @Test(
        "text keeps its lines and nothing else",
        arguments: [
            ("a\r\nb\r\n", "a\nb\n"), ("a\nb", "a\nb"), ("a\tb", "a\tb"), ("a\rb", "a\\x0Db"), ("a\r\r\nb", "a\\x0D\nb"),
            ("\u{1B}]0;x\u{7}\n", "\\x1B]0;x\\x07\n"),
        ])
    func text(_ text: String, _ shown: String) {
        #expect(Array(Escape.text(text).unicodeScalars) == Array(shown.unicodeScalars))
    }
}
