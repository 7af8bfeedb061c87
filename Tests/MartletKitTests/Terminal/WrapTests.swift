@testable import MartletKit
import Testing

@Suite("help that fits") struct WrapTests {
    @Test(
        "a line that is too long goes on below its text; what fits stays",
        arguments: [
            ("  ab  cd ef", "  ab  cd ef"), ("", ""), ("  --by  one two three four", "  --by  one two\n        three four"),
            ("a b c d e f g h i j k l m", "a b c d e f g h i j\nk l m"),
            ("  a b c d e f g h i j k l", "  a b c d e f g h i\n  j k l"),
            // The text would begin too far to the right.
            ("  a long label here    what it is for", "  a long label here\n      what it is for"),
            ("new   5 mails    \"export\" gets", "new   5 mails\n      \"export\" gets"),
            ("averyveryverylongwordthatstayswhole", "averyveryverylongwordthatstayswhole"),
        ])
    func line(_ text: String, _ wanted: String) { #expect(Wrap.page(text, 20) == wanted) }

    @Test("a paragraph is broken anew as a whole, and only where a line of it is too long") func prose() {
        #expect(Wrap.page("one two three four five\nsix\n\nseven\neight", 20) == "one two three four\nfive six\n\nseven\neight")
    }
}
