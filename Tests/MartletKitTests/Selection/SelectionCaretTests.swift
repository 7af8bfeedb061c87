@testable import MartletKit
import Testing

@Suite("what a selection does not understand") struct SelectionCaretTests {
    @Test(
        "is pointed at, with the next step",
        arguments: [
            ("from:anna sise>1M", "no selection key \"sise\"", 10, "size>1M"),
            ("sise", "no selection word \"sise\"", 0, "all, new, or numbers like 1-5,9"),
            ("form:anna", "no selection key \"form\"", 0, "from:anna"),
            ("suject:\"a b\"", "no selection key \"suject\"", 0, "subject:\"a b\""),
            ("olde>30d", "no selection key \"olde\"", 0, "older:30d"),
            ("colour:red", "no selection key \"colour\"", 0, "help selection"),
            ("nwe", "no selection word \"nwe\"", 0, "new"), ("ALL", "no selection word \"ALL\"", 0, "all"),
            ("1-5 5x", "no selection word \"5x\"", 4, "all, new, or numbers like 1-5,9"),
            ("from", "\"from\" alone says nothing", 0, "from:anna"),
            ("1,", "a comma with nothing beside it", 1, "help selection"),
            (",1", "a comma with nothing beside it", 0, "help selection"),
            ("1,,2", "a comma with nothing beside it", 1, "help selection"),
            ("(1,)", "a comma with nothing beside it", 2, "help selection"),
            ("1 ,", "a comma with nothing beside it", 2, "help selection"),
            ("()", "nothing between ( and )", 1, "help selection"),
            ("1 (2 or 3", "a ( is never closed", 2, "help selection"), ("(", "a ( is never closed", 0, "help selection"),
            ("1)", "a ) that closes nothing", 1, "help selection"), (")", "a ) that closes nothing", 0, "help selection"),
            ("subject:\"two words", "a \" is never closed", 8, "subject:\"two words\""),
            ("and 1", "nothing before \"and\"", 0, "help selection"), ("1 or", "nothing behind \"or\"", 4, "help selection"),
            ("1 or or 2", "nothing behind \"or\"", 5, "help selection"), ("(not)", "nothing behind \"not\"", 4, "help selection"),
            ("1,not 2", "\"not\" behind a comma is not clear", 2, "parentheses, like 1,(not 2)"),
            ("from:", "nothing behind \"from:\"", 5, "from:anna"), ("size>=", "nothing behind \"size>=\"", 6, "size>1M"),
            ("from>anna", "from is followed by a colon", 4, "from:anna"),
            ("size:1M", "size is compared with < or >", 4, "size>1M"),
            ("size=1M", "size is compared with < or >", 4, "size>1M"),
            ("1 size>1T", "\"1T\" says nothing to size", 7, "size>1M"),
            ("older:30x", "\"30x\" says nothing to older", 6, "older:30d"),
            ("date:2026-02-31", "\"2026-02-31\" says nothing to date", 5, "date:2026-11"),
            ("header:list-id", "\"list-id\" says nothing to header", 7, "header:list-id:swift"),
            ("last:0", "\"0\" says nothing to last", 5, "last:20"), (":x", "no selection key \"\"", 0, "help selection"),
        ] as [(String, String, Int, String)])
    func table(_ text: String, _ message: String, _ offset: Int, _ hint: String) {
        let error = failure { try Selection(text) }
        #expect(error?.message == message)
        #expect(error?.excerpt == Excerpt(text, at: offset))
        #expect(error?.hint == hint)
        #expect(error?.code == .usage)
    }

    @Test("numbers that are none", arguments: ["0", "1-0", "-", "1-2-3", "+5", "1.5", "٣", "99999999999999999999", "-$"])
    func numbers(_ word: String) { #expect(failure { try Selection(word) }?.message == "no selection word \"\(word)\"") }

    @Test("for people: the expression and a caret below it; for machines: both as fields") func golden() throws {
        let error = try #require(failure { try Selection("subject:møde sise>1M") })
        #expect(
            error.text == """
                error: no selection key "sise"
                  subject:møde sise>1M
                               ^
                  try: size>1M
                """)
        #expect(error.json.contains("\"expression\":\"subject:møde sise>1M\",\"offset\":13"))
    }

    @Test("controls are escaped and the caret stands where it should; a long line is cut around it") func excerpt() {
        #expect(Excerpt("a\u{1B}b x", at: 4).lines == ["a\\x1Bb x", "       ^"])
        #expect(Excerpt("田中 x", at: 3).lines == ["田中 x", "     ^"])
        let long = Excerpt(String(repeating: "1,", count: 100) + "nwe" + String(repeating: ",2", count: 100), at: 200).lines
        #expect(long[0].hasPrefix("…") && long[0].hasSuffix("…") && DisplayWidth.of(long[0]) <= 72)
        #expect(Array(long[0])[long[1].count - 1] == "n")
    }
}
