import Testing

@testable import ExportCore

@Suite("Quoting for an mbox") struct QuoterTests {
    static func quote(_ pieces: [ArraySlice<UInt8>]) throws -> [UInt8] {
        var out: [UInt8] = []
        var quoter = MboxQuoter()
        for piece in pieces { try piece.withUnsafeBytes { try quoter.feed($0) { out += $0 } } }
        try quoter.finish { out += $0 }
        return out
    }

    /// By the rule, line by line.
    static func plain(_ octets: [UInt8]) -> [UInt8] {
        let lines = octets.split(separator: 0x0a, omittingEmptySubsequences: false).map { line -> [UInt8] in
            let isFrom = line.drop { $0 == UInt8(ascii: ">") }.starts(with: "From ".utf8)
            return (isFrom ? [UInt8(ascii: ">")] : []) + line
        }
        return Array(lines.joined(separator: [0x0a]))
    }

    static let texts = [
        "", "F", "From", "From ", "From me\n", ">From me", "\n>>>From x\n", "a\nFrom \nFrom b\r\nFro\nFroFrom \n", ">>", ">>x\n>",
        "\n\n\n",
        "From\n", "FFrom \nFrFrom ", "> From \n", "a From \n", "\rFrom \n", "\u{0}From \n>\u{0}From ",
    ]

    @Test("every way to cut a text in three gives what the rule gives", arguments: texts)
    func everyCut(_ text: String) throws {
        let octets = Array(text.utf8)
        for first in 0...octets.count {
            for second in first...octets.count {
                #expect(try Self.quote([octets[..<first], octets[first..<second], octets[second...]]) == Self.plain(octets))
            }
        }
        #expect(try Self.quote(octets.indices.map { octets[$0...$0] }) == Self.plain(octets))
    }

    @Test("noise of the signs that matter, cut at random")
    func noise() throws {
        var dice = Dice(17)
        let signs = Array(">>From \n\nFx".utf8)
        for _ in 0..<3000 {
            let octets = (0..<Int.random(in: 0...40, using: &dice)).map { _ in signs.randomElement(using: &dice)! }
            var pieces: [ArraySlice<UInt8>] = []
            var rest = octets[...]
            while !rest.isEmpty {
                let count = Int.random(in: 0...5, using: &dice)
                pieces.append(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            #expect(try Self.quote(pieces) == Self.plain(octets))
        }
    }

    @Test(
        "the line in front",
        arguments: [
            ("", "From MAILER-DAEMON Tue Nov 14 22:13:20 2023\n"),
            ("Return-Path: <r@x>\nFrom: a@x\nDate: 1 Jan 2015 01:00 +0100\n", "From r@x Thu Jan  1 00:00:00 2015\n"),
            ("Return-Path: <>\nFrom: a@x\n", "From MAILER-DAEMON Tue Nov 14 22:13:20 2023\n"),
            ("From: Anna <a@x>\nDate: 31 Dec 1999 23:59:59 -0001\n", "From a@x Sat Jan  1 00:00:59 2000\n"),
            ("From: a b@x\n", "From MAILER-DAEMON Tue Nov 14 22:13:20 2023\n"),
            ("From: ä@x\n", "From MAILER-DAEMON Tue Nov 14 22:13:20 2023\n"),
            ("From: a\rFrom b\n", "From MAILER-DAEMON Tue Nov 14 22:13:20 2023\n"),
            ("From: =?utf-8?q?a=0AFrom_b?=\n", "From MAILER-DAEMON Tue Nov 14 22:13:20 2023\n"),
        ])
    func fromLine(_ block: String, _ expected: String) {
        let out = OctetBuffer()
        FromLine.append(header(block).read(), now: 1_700_000_000, to: out)
        #expect(String(decoding: out.octets, as: UTF8.self) == expected)
    }

    @Test("a sender of any length makes a short line")
    func longSender() {
        let out = OctetBuffer()
        FromLine.append(header("From: \(String(repeating: "a", count: 255))\n").read(), now: 0, to: out)
        #expect(String(decoding: out.octets, as: UTF8.self) == "From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n")
    }

    @Test(
        "how much of the empty lines an mbox wants",
        arguments: [
            ("", 2), ("x", 0), ("x\n", 1), ("x\n\n", 2), ("x\r\n", 1), ("x\r\n\r\n", 2), ("x\n\r\n", 2), ("\n", 2), ("\r\n", 2),
        ])
    func start(_ tail: String, _ expected: Int64) { #expect(MboxBatch.start(after: Array(tail.utf8)) == expected) }
}
