@testable import MartletKit
import Testing

@Suite("columns on a terminal") struct DisplayWidthTests {
    @Test(
        "width of text",
        arguments: [
            ("", 0), ("abc", 3), ("grün", 4), ("日本", 4), ("한글", 4), ("ＡＢ", 4), ("e\u{301}", 1), ("🦅", 2), ("❤️", 1), ("👩‍🚀", 4),
            ("मीरा", 4), ("สมมุติ", 4),
            ("Привет", 6),
            ("ﾊﾝｶｸ", 4), ("𠀀", 2), ("👍🏽", 4), ("🇩🇪", 2), ("—…", 2),
        ])
    func width(_ text: String, _ columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test(
        "text is cut or filled to exactly so many columns",
        arguments: [
            ("abc", 5, "abc  "), ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abc", 1, "…"), ("abc", 0, ""), ("", 2, "  "),
            ("日本語", 4, "日… "), ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"), ("日本", 2, "… "),
            // What terminals do not agree about is left out: then they do.
            ("❤️", 3, "❤  "), ("👍🏽", 3, "👍 "), ("मीरा", 5, "मीरा "),
        ])
    func fit(_ text: String, _ columns: Int, _ shown: String) {
        #expect(DisplayWidth.fit(text, columns) == shown)
        #expect(DisplayWidth.of(DisplayWidth.fit(text, columns)) == columns)
    }

    @Test func numbersStandRight() {
        #expect(DisplayWidth.fit("12", 4, right: true) == "  12")
    }
}
