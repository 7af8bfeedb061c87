import CMIME
import Testing

/// "Cat" as everybody's example has it.
private let cat = "begin 644 cat.txt\n#0V%T\n`\nend\n"

@Suite("uuencode") struct UUTests {
    private func encoded(_ octets: [UInt8], zero: UInt8 = UInt8(ascii: "`"), end: String = "\n") -> String {
        func letter(_ value: Int) -> UInt8 { value == 0 ? zero : UInt8(value + 32) }
        var text = "begin 644 sample\(end)"
        for at in stride(from: 0, to: octets.count, by: 45) {
            let line = Array(octets[at..<min(at + 45, octets.count)])
            var letters = [letter(line.count)]
            for at in stride(from: 0, to: line.count, by: 3) {
                let bits = (0..<3).reduce(0) { $0 << 8 | (at + $1 < line.count ? Int(line[at + $1]) : 0) }
                letters += (0..<4).map { letter(bits >> (18 - 6 * $0) & 63) }
            }
            text += string(letters) + end
        }
        return text + string([zero]) + end + "end" + end
    }

    @Test("a file comes out as it went in, however cut", arguments: [UInt8(ascii: "`"), UInt8(ascii: " ")], ["\n", "\r\n"])
    func file(_ zero: UInt8, _ end: String) {
        let octets = (0..<200).map { UInt8($0 * 37 % 256) }
        expectDecoded(MIME_ENCODING_UU, Array(encoded(octets, zero: zero, end: end).utf8), octets)
        expectDecoded(MIME_ENCODING_UU, Array(encoded([0, 0, 0, 0], zero: zero, end: end).utf8), [0, 0, 0, 0])
    }

    @Test(
        "what is broken keeps what decodes",
        arguments: [
            (cat, "Cat"), ("#0V%T\n", ""), ("words\n" + cat + "more words\n", "Cat"), (cat + cat, "CatCat"),
            ("begin 644 a\n#0V%T\nbegin 644 b\n#0V%T\nend\n", "CatCat"),  // no end before the next begin
            ("begin 644 a\n#0V%T\n", "Cat"), ("begin 644 a\n#0V%T", "Cat"),  // cut off
            ("begin 644 a\n#0V%", "Ca"), ("begin 644 a\n#0V", "C"), ("begin 644 a\n#0", ""), ("begin 644 a\n#", ""),
            ("begin 644 a\n#0V%TXX\nend\n", "Cat"),  // longer than announced
            ("begin 644 a\nthis is a line of prose\n#0V%T\nend\n", "Cat"),  // in between
            ("begin 644 a\n\n#0V%T\n\nend\n", "Cat"), ("begin 644 a\n#0V%T\nend \n#0V%T\n", "Cat"),
            ("begin 644 a\n$0V%T\nend\n", "Cat\0"),  // blanks taken from its end
            ("begin 644 a\n#0~%T\n#0V%T\nend", "Cat"),
        ])
    func broken(_ text: String, _ expected: String) { expectDecoded(MIME_ENCODING_UU, text, expected) }

    @Test("a line that announces much and has nothing gives no more than its own length")
    func bombs() {
        let lines = String(repeating: "M\n", count: 1000)
        #expect(decoded(MIME_ENCODING_UU, "begin 644 a\n" + lines).utf8.count == 2000)
    }

    @Test(
        "a line too long for the decoder to keep is taken for what its beginning says", arguments: [126, 127, 128, 129, 130, 500])
    func longLines(_ count: Int) {
        let long = "#0V%T" + String(repeating: "X", count: count - 5)
        expectDecoded(MIME_ENCODING_UU, "begin 644 a\n\(long)\r\n#0V%T\nend\n", "CatCat")
        let prose = String(repeating: "x", count: count)
        expectDecoded(MIME_ENCODING_UU, "begin 644 a\n\(prose)\r\n#0V%T\nend\n", "Cat")
    }

    // MARK: In text

    private func found(_ text: String) -> [String]? {
        withSpan(text) { span in
            var whole = mime_span(), name = mime_span()
            return mime_uu_find(span, &whole, &name) ? [string(whole), string(name)] : nil
        }
    }

    @Test("a file in a text is found with its name, from begin through the line of end")
    func inText() {
        #expect(found("Hello,\n\n" + cat + "Bye\n") == [cat, "cat.txt"])
        #expect(
            found("begin 0755 two words \r\n#0V%T\r\n`\r\nend\r\nx") == [
                "begin 0755 two words \r\n#0V%T\r\n`\r\nend\r\n", "two words",
            ])
        #expect(found("begin 644 a\n#0V%TX\n \nend") == ["begin 644 a\n#0V%TX\n \nend", "a"])
        #expect(found("begin 644 empty\n`\nend\n") == ["begin 644 empty\n`\nend\n", "empty"])
        #expect(found("begin 644 prose follows\nas here\n" + cat) == [cat, "cat.txt"])
    }

    @Test("a file whose end was cut off is found where all its lines are whole")
    func cutOff() {
        #expect(found("x\nbegin 644 a\n#0V%T\n") == ["begin 644 a\n#0V%T\n", "a"])
        #expect(found("begin 644 a\n#0V%") == nil)
        #expect(found("begin 644 a\n") == nil)
    }

    @Test(
        "prose is not taken for a file",
        arguments: [
            "", "begin", "begin \n", "begin with this\nend\n", "begin 644\nend\n", "begin 644 \nend\n",
            "begin 6444444 a\n`\nend\n",
            "begin 644 files\nand then\nend\n", "begin 899 a\n`\nend\n", "Begin 644 a\n`\nend\n", " begin 644 a\n`\nend\n",
            "we begin 644 a\n`\nend\n", "begin 644 a\nMORE CAPITALS THAN IT SAYS. MORE CAPITALS THAN IT SAYS. AND MORE\nend\n",
            "begin 644 a\n`\n#0V%T\nend\n", "begin 644 items\nHELLO THERE\n", "begin 644 items\n\n",
        ])
    func prose(_ text: String) { #expect(found(text) == nil) }
}
