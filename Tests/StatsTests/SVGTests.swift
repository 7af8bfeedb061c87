import PluginSystem
import Testing

@testable import StatsCore

@Suite("A picture of the mailbox") struct SVGTests {
    static func svg(_ groups: [(String, String, Int64)], title: String = "Mail of anna@pop.example.net by sender") -> String {
        var tally = Tally(by: .sender)
        for (key, name, octets) in groups { tally.add(key, name: name, octets: octets) }
        return SVGChart(title: title, day: "2026-11-24", tally: tally, groups: tally.ranked(most: 2)).text
    }

    @Test("what it looks like")
    func golden() {
        let text = Self.svg([("anna@example.org", "Anna", 4301), ("田@例え.jp", "田中 花子", 1_363_149), ("c@d", "", 17)])
        let expected = """
            <svg xmlns="http://www.w3.org/2000/svg" width="800" height="164" viewBox="0 0 800 164" role="img" \
            font-family="system-ui, sans-serif" font-size="13">
            <title>Mail of anna@pop.example.net by sender</title>
            <style>
            .paper { fill: #ffffff } .ink { fill: #1c2127 } .faint { fill: #5b6570 } .bar { fill: #2f6fb3 } .rest { fill: #9aa5b1 }
            @media (prefers-color-scheme: dark) {
            .paper { fill: #12161b } .ink { fill: #e6eaef } .faint { fill: #9aa5b1 } .bar { fill: #6aaef2 } .rest { fill: #5b6570 }
            }
            </style>
            <rect class="paper" width="100%" height="100%"/>
            <text class="ink" x="24" y="36" font-size="18" font-weight="600">Mail of anna@pop.example.net by sender</text>
            <text class="faint" x="24" y="58">2026-11-24: 3 messages, 1.3 M</text>
            <g><title>田@例え.jp (田中 花子)</title>
            <text class="ink" x="282" y="89" text-anchor="end">田@例え.jp (田中 花子)</text>
            <rect class="bar" x="290" y="76" width="330.0" height="16" rx="2"/>
            <text class="faint" x="628" y="89">1.3 M, 1 message</text></g>
            <g><title>anna@example.org (Anna)</title>
            <text class="ink" x="282" y="113" text-anchor="end">anna@example.org (Anna)</text>
            <rect class="bar" x="290" y="100" width="1.0" height="16" rx="2"/>
            <text class="faint" x="299" y="113">4.2 K, 1 message</text></g>
            <g><title>(others)</title>
            <text class="ink" x="282" y="137" text-anchor="end">(others)</text>
            <rect class="rest" x="290" y="124" width="1.0" height="16" rx="2"/>
            <text class="faint" x="299" y="137">17, 1 message</text></g>
            </svg>

            """
        #expect(text == expected)
    }

    static let hostile = [
        "</text><script>alert(1)</script>", "\"><image href=\"http://evil\"/>", "' onload='x", "&#x3c;b>", "]]><!--", "<?xml?>",
        "a\u{0}b\u{1b}[2J\u{7f}\u{9b}c", "\u{202e}gpj.exe\u{2066}", "\u{fffe}\u{ffff}\u{200b}\u{e0041}", "&", "\n\t\u{2028}",
    ]

    @Test("no label is markup, a control or a turn of direction", arguments: hostile)
    func labels(_ label: String) {
        let plain = Self.svg([("x", "x", 1)], title: "x"), text = Self.svg([(label, label, 1)], title: label)
        for sign in ["<", ">", "\"", "'"] {
            let count: (String) -> Int = { $0.components(sign) }
            #expect(count(text) == count(plain), "\(sign) in \(text)")
        }
        #expect(
            !text.unicodeScalars.contains {
                $0.value < 0x20 && $0 != "\n" || (0x7f..<0xa0).contains($0.value) || (0x200b...0x202e).contains($0.value)
                    || (0x2060...0x206f).contains($0.value) || (0xfffe...0xffff).contains($0.value) || $0.value >= 0xe0000
            })
    }

    @Test("text is as it was but for what is escaped")
    func escaped() {
        #expect(
            XMLText.escaped("a & b <c> \"d\" 'e' é 你 \u{1f600}") == "a &amp; b &lt;c&gt; &quot;d&quot; &#39;e&#39; é 你 \u{1f600}")
        #expect(XMLText.cut("abcdef", letters: 6) == "abcdef" && XMLText.cut("abcdefg", letters: 6) == "abcdef…")
        #expect(XMLText.cut("你好你好", letters: 6) == "你好你…")
        #expect(XMLText.cut("a" + String(repeating: "\u{301}", count: 5000), letters: 6).utf8.count < 40)
    }

    @Test("an empty mailbox has a picture too")
    func empty() { #expect(Self.svg([]).contains(": 0 messages, 0<") && !Self.svg([]).contains("<g>")) }

    @Test(
        "sizes",
        arguments: [(-1, "0"), (1023, "1023"), (1024, "1.0 K"), (10_240, "10 K"), (1_048_000, "1023 K"), (.max, "8192 P")]
            as [(Int64, String)])
    func sizes(_ octets: Int64, _ expected: String) { #expect(SizeText.of(octets) == expected) }
}

extension String {
    fileprivate func components(_ sign: String) -> Int { split(separator: sign, omittingEmptySubsequences: false).count }
}
