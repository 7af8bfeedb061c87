import Testing

@testable import HeadersCore

@Suite("Header fields from slices") struct HeaderReaderTests {
    func read(_ slices: [ArraySlice<UInt8>]) -> [String] {
        var reader = HeaderReader(["date", "from", "subject"])
        for slice in slices { slice.withUnsafeBytes { reader.feed($0) } }
        return (0..<3).map { reader.value($0) }
    }

    @Test("every way to cut a block in three gives the same fields")
    func everyCut() {
        let block = Array(
            "Received: a\r\n\tSubject: no\r\nFROM : Anna\r\n  <a@b>\r\nno field\r\nsubject:x\r\n\ty \r\nSubject: 2\r\nDATE:\r\n Mon\r\n\r\nFrom: body"
                .utf8)
        for first in 0...block.count {
            for second in first...block.count {
                #expect(read([block[..<first], block[first..<second], block[second...]]) == ["Mon", "Anna <a@b>", "x y"])
            }
        }
    }

    @Test(
        "odd blocks",
        arguments: [
            ("", ["", "", ""]), ("\r\n", ["", "", ""]), ("\nFrom: a\n", ["", "", ""]),
            ("From: a\nSubject: b\n\n", ["", "a", "b"]),
            (" From: a\r\nSubject: b", ["", "", "b"]), ("Subject:\r\n\r\n", ["", "", ""]),
            ("Subjects: a\r\nSubjec: b\r\n", ["", "", ""]),
        ])
    func odd(_ block: String, _ expected: [String]) { #expect(read([Array(block.utf8)[...]]) == expected) }

    @Test("a field without end is kept up to the limit, and the next one is read")
    func bounded() {
        let fields = read([Array(("Subject: " + String(repeating: "x", count: 1_000_000) + "\r\nFrom: a\r\n\r\n").utf8)[...]])
        #expect(fields[2].utf8.count == HeaderReader.fieldLimitOctets && fields[1] == "a")
    }
}
