@testable import POP3
import Testing

@Suite("lines of a listing (RFC 1939 sections 5 and 7)") struct ListingLineTests {
    /// Number, rest and size of a line; nil where it is no entry.
    private func parse(_ line: [UInt8]) -> (number: Int32, rest: [UInt8], octets: Int64?)? {
        line.withUnsafeBytes { bytes in ListingLine(bytes).map { ($0.number, Array($0.rest), $0.octets) } }
    }

    @Test(
        "a number, blanks and the rest",
        arguments: [
            ("1 120", 1, "120", 120), ("2147483647 0", 2_147_483_647, "0", 0), ("1    uid", 1, "uid", nil),
            ("1\tuid", 1, "uid", nil),
            ("  7 9", 7, "9", 9), ("7 9  ", 7, "9", 9), ("7 9 extra columns", 7, "9 extra columns", 9), ("007 9", 7, "9", 9),
            ("7", 7, "", nil), ("7 ", 7, "", nil), ("7 uid with blanks", 7, "uid with blanks", nil),
            ("7 4611686018427387904", 7, "4611686018427387904", nil), ("7 -1", 7, "-1", nil), ("7 9x", 7, "9x", nil),
            ("7 +9", 7, "+9", nil),
            ("7 2305843009213693951", 7, "2305843009213693951", 2_305_843_009_213_693_951),
            ("7 99999999999999999999999999", 7, "99999999999999999999999999", nil),
        ] as [(String, Int32, String, Int64?)])
    func entry(_ line: String, _ number: Int32, _ rest: String, _ octets: Int64?) {
        let found = parse(Array(line.utf8))
        #expect(found?.number == number)
        #expect(found?.rest == Array(rest.utf8))
        #expect(found?.octets == octets)
    }

    @Test(
        "never an index: 0, no number, or one beyond 31 bits is no entry (libetpan fdfc5b8)",
        arguments: [
            "", " ", "0", "0 1", "00 1", "-1 1", "+1 1", "x", "x 1", "1x", "1x 5", "1.5 2", "2147483648 1", "4294967297 1",
            "18446744073709551617 1", "99999999999999999999999999999 1", "\u{661} 1", ".", "1\u{B}5",
        ])
    func none(_ line: String) {
        #expect(parse(Array(line.utf8)) == nil)
    }

    @Test func eightBitRestStays() {
        #expect(parse([0x31, 0x20, 0xFF, 0x80])?.rest == [0xFF, 0x80])
    }

    @Test("no line reads behind its end") func prefixes() {
        let line = Array("12 345 x".utf8)
        let numbers = (0...line.count).map { end in parse(Array(line[..<end]))?.number }
        #expect(numbers == [nil, 1, 12, 12, 12, 12, 12, 12, 12])
    }
}
