import CMIME
import Testing

private func flowed(_ text: String, deletesSpace: Bool = false, most: Int = 1 << 20) -> String {
    string(written(most: most) { out in withSpan(text) { mime_flowed_text($0, deletesSpace, out) } })
}

@Suite("format=flowed (RFC 3676)") struct FlowedTests {
    @Test("a line that ends in a blank goes on in the next")
    func softBreak() {
        #expect(flowed("one \ntwo \nthree\nfour\n") == "one two three\nfour\n")
    }

    @Test("line ends may be CRLF")
    func crlf() {
        #expect(flowed("one \r\ntwo\r\n\r\nthree\r\n") == "one two\n\nthree\n")
    }

    @Test("DelSp deletes the blank at which the line was broken")
    func deletesSpace() {
        #expect(flowed("日本 \n語 \nです\n", deletesSpace: true) == "日本語です\n")
    }

    @Test("DelSp deletes one blank of several")
    func deletesOneSpace() {
        #expect(flowed("one  \ntwo\n", deletesSpace: true) == "one two\n")
    }

    @Test(
        "one stuffed blank at the begin of a line is taken out",
        arguments: [(" From", "From"), ("  x", " x"), (" > x", "> x"), (" ", "")])
    func stuffing(_ line: String, _ wanted: String) {
        #expect(flowed(line + "\n") == wanted + "\n")
    }

    @Test("a quoted paragraph is joined and keeps its marks once")
    func quoted() {
        #expect(flowed("> one \n> two\n> three\n") == "> one two\n> three\n")
    }

    @Test(
        "marks without a blank behind them get one",
        arguments: [(">a", "> a"), (">>a", "> > a"), (">> a", "> > a"), (">>> a", "> > > a")])
    func marks(_ line: String, _ wanted: String) {
        #expect(flowed(line + "\n") == wanted + "\n")
    }

    @Test("an empty quoted line has no blank at its end", arguments: [(">", ">"), (">>", "> >")])
    func emptyQuoted(_ line: String, _ wanted: String) {
        #expect(flowed(line + "\n") == wanted + "\n")
    }

    @Test("a mark behind a blank is text: the line is stuffed, not quoted deeper")
    func markBehindBlank() {
        #expect(flowed("> > a\n") == "> > a\n")
        #expect(flowed("> > a \n> > b\n") == "> > a > b\n")
    }

    @Test("a paragraph ends where the depth changes, whatever its last line says")
    func depthChanges() {
        #expect(flowed("> one \n>> two \nthree\n") == "> one \n> > two \nthree\n")
    }

    @Test("the signature's line stands alone and joins nothing")
    func signature() {
        #expect(flowed("text \n-- \nme\n") == "text \n-- \nme\n")
        #expect(flowed("> text \n> -- \n> me\n") == "> text \n> -- \n> me\n")
    }

    @Test("DelSp leaves the signature's blank")
    func signatureWithDelSp() {
        #expect(flowed("a\n-- \nme\n", deletesSpace: true) == "a\n-- \nme\n")
    }

    @Test("a line of one blank that is not stuffed joins the next")
    func blankLine() {
        #expect(flowed("  \nx\n") == " x\n")
    }

    @Test("a text without a line end at its end gets none", arguments: ["one", "one \ntwo", "> one", "one "])
    func noFinalLineEnd(_ text: String) {
        #expect(!flowed(text).hasSuffix("\n"))
    }

    @Test("a soft break at the end of the text is a line end")
    func softBreakAtEnd() {
        #expect(flowed("one \n") == "one \n")
    }

    @Test("an empty text gives none")
    func empty() {
        #expect(flowed("") == "")
    }

    @Test("a limit gives the begin of the text, cut between characters", arguments: 0...30)
    func limit(_ most: Int) {
        let text = "> é \n> ü\né\n>> ñ\n"
        let whole = flowed(text), cut = flowed(text, most: most)
        #expect(whole.unicodeScalars.starts(with: cut.unicodeScalars))
        #expect(cut.utf8.count <= most)
    }

    @Test("any depth of quotes is taken")
    func deep() {
        let depth = 100_000
        let text = String(repeating: ">", count: depth) + "x\n"
        #expect(flowed(text) == String(repeating: "> ", count: depth) + "x\n")
    }
}
