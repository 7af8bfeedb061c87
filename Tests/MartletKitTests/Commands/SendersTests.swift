@testable import MartletKit
import Testing

@Suite("senders seen in a session") struct SendersTests {
    private func seen(_ blocks: String...) -> Senders {
        var senders = Senders()
        for block in blocks { Array(block.utf8).withUnsafeBytes { senders.see($0) } }
        return senders
    }

    @Test("names and addresses, decoded, who came last first") func order() {
        let senders = seen(
            "From: Anna Blum <anna@example.org>\r\nSubject: From: nobody\r\n", "From: =?utf-8?q?Bj=C3=B8rn?= <b@example.org>\r\n",
            "Subject: no sender\r\n", "From: b@example.org,\r\n \"Anna  Blum\" <a.blum@example.net>\r\n")
        #expect(
            senders.beginning(with: "") == ["a.blum@example.net", "Anna Blum", "b@example.org", "Bj\u{F8}rn", "anna@example.org"])
    }

    @Test(
        "a beginning in any case",
        arguments: [
            ("AN", ["anna@example.org", "Anna Blum"]), ("anna b", ["Anna Blum"]), ("blum", []),
            ("\u{C5}s", ["\u{E5}sa@example.org"]),
            ("anna@example.org", ["anna@example.org"]), ("anna@example.organ", []),
        ] as [(String, [String])])
    func beginning(_ typed: String, _ expected: [String]) {
        let senders = seen("From: Anna Blum <anna@example.org>\r\n", "From: =?utf-8?q?=C3=A5sa=40example.org?= <x@y>\r\n")
        #expect(senders.beginning(with: typed) == expected)
    }

    @Test(
        "what cannot be typed is left out",
        arguments: [
            "\u{1B}[31mred", "a\u{7}b", "a\u{202E}b", "a\u{200B}b", "=?utf-8?q?a=0Db?=", "=?utf-8?q?=FF?=",
            "=?utf-8?q?=C2=9B31m?=", "   ", String(repeating: "x", count: 129),
        ])
    func hostile(_ name: String) {
        #expect(seen("From: \(name) <>\r\n").beginning(with: "") == [])
    }

    @Test("only so many are kept, the last ones") func limit() {
        var senders = Senders()
        for index in 0..<5000 { senders.see("s\(index)") }
        senders.see("s4000")
        let kept = senders.beginning(with: "")
        #expect(kept.count == Senders.limit)
        #expect(kept.first == "s4000")
        #expect(!kept.contains("s0"))
        var crowd = Senders()
        let block = "From: " + (0..<2000).map { "a\($0)@b" }.joined(separator: ", ") + "\r\n"
        Array(block.utf8).withUnsafeBytes { crowd.see($0) }
        #expect(crowd.beginning(with: "").count == 8)
    }
}
