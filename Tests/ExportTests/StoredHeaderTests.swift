import Testing

@testable import ExportCore

@Suite("the header block of a stored message") struct StoredHeaderTests {
    @Test(
        "ends before the first blank line",
        arguments: [
            ("A: 1\r\nB: 2\r\n\r\nbody\r\n\r\n", "A: 1\r\nB: 2\r\n"), ("A: 1\nB: 2\n\nbody", "A: 1\nB: 2\n"), ("\r\nbody", ""),
            ("\nbody", ""),
            ("A: 1\r\n\rB\r\n\r\n", "A: 1\r\n\rB\r\n"),
        ])
    func end(_ message: String, _ block: String) {
        #expect(StoredHeader.end(of: Array(message.utf8)) == block.utf8.count)
    }

    @Test("is not at an end yet", arguments: ["", "A: 1", "A: 1\r\n", "A: 1\r\n\r", "A\r\rB"])
    func open(_ message: String) { #expect(StoredHeader.end(of: Array(message.utf8)) == nil) }
}
