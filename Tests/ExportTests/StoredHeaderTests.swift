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

    @Test("fed in pieces, cut anywhere, it is the same; without a blank line it is all there was")
    func pieces() {
        for (message, block) in [("A: 1\r\nB: 2\r\n\r\nbody\r\n", "A: 1\r\nB: 2\r\n"), ("A: 1\r\n", "A: 1\r\n"), ("", "")] {
            let octets = Array(message.utf8)
            for cut in 0...octets.count {
                var header = StoredHeader()
                for piece in [octets[..<cut], octets[cut...]] { Array(piece).withUnsafeBytes { header.feed($0) } }
                #expect(header.block.map { Array($0) } == Array(block.utf8), "\(message) at \(cut)")
            }
        }
    }

    @Test("one that is too long is none") func tooLong() {
        var header = StoredHeader()
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: StoredHeader.limitOctets)
        piece.withUnsafeBytes { header.feed($0) }
        #expect(header.block == nil)
    }
}
