import MIME
import Testing

@testable import StatsCore

@Suite("Groups of messages") struct TallyTests {
    static func text(_ groups: [Group]) -> [String] { groups.map { "\($0.label) \($0.messages) \($0.octets)" } }

    @Test("largest first; equals by messages, then by name; what does not say is a group like others")
    func ranking() {
        var tally = Tally(by: .sender)
        for (key, octets) in [("c", 5), ("a", 5), ("b", 3), ("b", 2), (nil, 9), ("d", 0)] as [(String?, Int64)] {
            tally.add(key, octets: octets)
        }
        #expect(Self.text(tally.ranked()) == ["(unknown) 1 9", "b 2 5", "a 1 5", "c 1 5", "d 1 0"])
        #expect(tally.messages == 6 && tally.octets == 24)
    }

    @Test("beyond the limit all is one group, which stands last however large")
    func limit() {
        var tally = Tally(by: .domain)
        for (key, octets) in [("a", 10), ("b", 9), ("c", 8), ("d", 7)] as [(String, Int64)] { tally.add(key, octets: octets) }
        #expect(Self.text(tally.ranked(most: 1)) == ["a 1 10", "(others) 3 24"])
        #expect(Self.text(tally.ranked(most: 4)).count == 4)
    }

    @Test("months stand in order of time, of which the largest are named; what does not say comes behind them")
    func months() {
        var tally = Tally(by: .month)
        for (key, octets) in [("2026-11", 1), ("2025-01", 5), (nil, 99), ("9999-12", 0), ("2026-02", 3)] as [(String?, Int64)] {
            tally.add(key, octets: octets)
        }
        #expect(Self.text(tally.ranked()) == ["2025-01 1 5", "2026-02 1 3", "2026-11 1 1", "9999-12 1 0", "(unknown) 1 99"])
        #expect(Self.text(tally.ranked(most: 2)) == ["2025-01 1 5", "2026-02 1 3", "(unknown) 1 99", "(others) 2 1"])
    }

    @Test("classes of sizes are all there, in their order")
    func sizes() {
        var tally = Tally(by: .size)
        #expect(tally.isEmpty)
        for octets in [0, 10_239, 10_240, 1 << 20, (100 << 20) - 1, 100 << 20, .max / 2] as [Int64] {
            tally.add(SizeClass.name(of: octets), octets: octets)
        }
        tally.add(nil, octets: 0)
        let ranked = tally.ranked(most: 1)
        #expect(ranked.map(\.label) == ["<10 K", "<100 K", "<1 M", "<10 M", "<100 M", ">=100 M", "(unknown)"])
        #expect(ranked.map(\.messages) == [2, 1, 0, 1, 1, 2, 1])
    }

    @Test("a million senders are counted and not kept")
    func bounded() {
        var tally = Tally(by: .sender)
        for number in 0..<1_000_000 { tally.add("\(number)@example.org", octets: 1) }
        let groups = tally.ranked()
        #expect(groups.count == Tally.most + 1 && tally.messages == 1_000_000 && tally.octets == 1_000_000)
        #expect(groups.last == Group(.others, key: "(others)", messages: 900_000, octets: 900_000))
    }

    @Test("sizes that a server made up do not overflow")
    func overflow() {
        var tally = Tally(by: .sender)
        for _ in 0..<3 { tally.add("a", octets: .max) }
        #expect(tally.ranked().first?.octets == .max && tally.octets == .max)
    }
}

@Suite("What a header says about its group") struct HeaderKeyTests {
    static func header(_ block: String) -> Header { Header(Array(block.utf8)) }

    @Test(
        "senders by their address in lower case, domains by what is behind it",
        arguments: [
            ("From: Anna Blum <Anna@Example.ORG>\n", "anna@example.org", "Anna Blum", "example.org"),
            ("From: \"a@b\"@C.d\n", "\"a@b\"@c.d", "", "c.d"), ("From: root\n", "root", "", nil), ("From: a@\n", "a@", "", nil),
            ("From: =?koi8-r?B?8NLJ18XU?= <p@x>, b@y\n", "p@x", "Привет", "x"), ("From: <>\n", nil, nil, nil),
            ("Subject: x\n", nil, nil, nil), ("", nil, nil, nil), ("From: (unknown)\n", nil, nil, nil),
            ("From: (others) <OTHERS>\n", "others", "others", nil),
        ] as [(String, String?, String?, String?)])
    func senders(_ block: String, _ key: String?, _ name: String?, _ domain: String?) {
        let sender = HeaderKey.sender(Self.header(block))
        #expect(sender?.key == key && sender?.name == name)
        #expect(HeaderKey.domain(Self.header(block)) == domain)
    }

    @Test("no address and no name is kept longer than they may be")
    func long() {
        let stack = "a" + String(repeating: "\u{301}", count: 5000)
        let sender = HeaderKey.sender(Self.header("From: \(stack) <\(String(repeating: "ü", count: 5000))@x>\n"))
        #expect(sender?.key.utf8.count == HeaderKey.addressMostOctets)
        #expect((100...HeaderKey.nameMostOctets).contains(sender?.name.utf8.count ?? 0))
    }

    @Test("months of local time")
    func months() {
        #expect(HeaderKey.month(Self.header("Date: Tue, 24 Nov 2026 09:40:00 +0100\n")) == "2026-11")
        #expect(HeaderKey.month(Self.header("Date: 15 Jan 0099 00:00 +0000\n")) == "0099-01")
        #expect(HeaderKey.month(Self.header("Date: yesterday\n")) == nil)
    }
}
