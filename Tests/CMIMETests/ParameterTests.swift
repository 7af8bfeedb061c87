import CMIME
import Testing

private func parameter(_ name: String, of value: [UInt8]) -> String? {
    var scratch = mime_text()
    mime_text_begin(&scratch, 1 << 20)
    defer { mime_text_free(&scratch) }
    var found = false
    let text = written { out in withSpan(value) { found = mime_param_text($0, name, out, &scratch) } }
    return found ? string(text) : nil
}

private func parameter(_ name: String, of value: String) -> String? { parameter(name, of: Array(value.utf8)) }

@Suite("Parameters (RFC 2045 section 5.1, RFC 2231)") struct ParameterTests {
    @Test(
        "a file name is read however it was written",
        arguments: [
            ("attachment; filename=a.txt", "a.txt"),
            ("attachment; filename=\"a b;c.txt\"", "a b;c.txt"),
            ("attachment; FileName = \"a.txt\" ; size=1", "a.txt"),
            ("attachment; filename=my file.txt; size=1", "my file.txt"),
            ("attachment; filename=\"a \\\"b\\\" c\"", "a \"b\" c"),
            ("attachment; filename=\"C:\\temp\\new.txt\"", "C:\\temp\\new.txt"),
            ("attachment; filename=\"never closed.txt", "never closed.txt"),
            ("attachment filename=a.txt", "a.txt"),
            ("attachment; (a comment) filename=a.txt", "a.txt"),
            // RFC 2231: percent octets, continuations, both.
            ("attachment; filename*=utf-8''M%C3%B8de.txt", "Møde.txt"),
            ("attachment; filename*=iso-8859-1'da'M%F8de.txt", "Møde.txt"),
            ("attachment; filename*0=\"one\"; filename*1=\" two\"; filename*2=.txt", "one two.txt"),
            ("attachment; filename*1=\" two\"; filename*0=\"one\"", "one two"),
            ("attachment; filename*0*=utf-8''%E2%82; filename*1*=%AC; filename*2=%41", "€%41"),
            // The extended form counts, as in RFC 6266 section 4.3.
            ("attachment; filename=\"M?de.txt\"; filename*=utf-8''M%C3%B8de.txt", "Møde.txt"),
            // No RFC allows these, and they are there.
            ("attachment; filename=\"=?utf-8?q?M=C3=B8de.txt?=\"", "Møde.txt"),
            ("attachment; filename==?utf-8?b?TcO4ZGUudHh0?=", "Møde.txt"),
            ("attachment; filename=\"Møde.txt\"", "Møde.txt"),
            // A fold in the value.
            ("attachment; filename=\"one\r\n two.txt\"", "one two.txt"),
        ])
    func fileName(_ value: String, _ expected: String) { #expect(parameter("filename", of: value) == expected) }

    @Test("octets above 7F that are not UTF-8 are windows-1252")
    func rawOctets() {
        #expect(parameter("name", of: Array("x; name=\"M".utf8) + [0xf8] + Array("de\"".utf8)) == "Møde")
    }

    @Test(
        "what is not there is not there", arguments: ["", "attachment", "attachment; file=a", "attachment; filenames=a", "x; =a"])
    func missing(_ value: String) { #expect(parameter("filename", of: value) == nil) }

    @Test("a segment that is missing ends the value")
    func missingSegment() { #expect(parameter("name", of: "x; name*0=a; name*2=c") == "a") }

    @Test("no more than a limit of segments is joined")
    func segments() {
        let value = "x" + (0..<1000).map { "; name*\($0)=a" }.joined()
        #expect(parameter("name", of: value)?.utf8.count == Int(MIME_PARAM_SEGMENTS))
    }

    @Test("of two segments of one number the first counts, and they may stand in any order")
    func segmentOrder() {
        #expect(parameter("name", of: "x; name*1=b; name*0=a; name*0=z; name*1*=%7A") == "ab")
        #expect(parameter("name", of: "x; name*1=b; name=whole") == "whole")
    }

    @Test("a hundred thousand segments take no longer than their octets")
    func manySegments() {
        let value = Array(("x" + (0..<100_000).map { ";name*\($0)=a" }.joined()).utf8)
        let time = ContinuousClock().measure { #expect(parameter("name", of: value)?.utf8.count == Int(MIME_PARAM_SEGMENTS)) }
        #expect(time < .seconds(20))
    }

    @Test("the first word is the value itself, comments left out")
    func main() {
        for (value, expected) in [
            ("text/plain; charset=x", "text/plain"), (" text/plain (words)", "text/plain"), ("(a (b) c) text/html;", "text/html"),
            ("text/plain charset=x", "text/plain"), ("", ""), (";charset=x", ""),
        ] {
            withSpan(value) { octets in
                var walk = mime_params()
                #expect(string(mime_params_begin(octets, &walk)) == expected)
            }
        }
    }

    @Test("a charset ends at a blank or a comment")
    func raw() {
        withSpan("text/plain; charset=us-ascii (Plain text)") { #expect(string(mime_param_raw($0, "charset")) == "us-ascii") }
        withSpan("text/plain; charset=\"us-ascii\"") { #expect(string(mime_param_raw($0, "charset")) == "us-ascii") }
    }

    @Test("every piece of a value is read without a fault")
    func everyPiece() {
        let value = Array("a (b\\) c) ; n=\"x\\\"y\" ; filename*0*=utf-8'x'%4 ; filename*1=\"z\r\n q\"; (open".utf8)
        for start in 0...value.count {
            for end in start...value.count { _ = parameter("filename", of: Array(value[start..<end])) }
        }
    }
}
