import CPOP3
import Testing

@Suite("Wire: the conversations of Tests/Fixtures/wire") struct WireFixtureTests {
    @Test("the events are those the file names, however the octets are cut", arguments: WireFixture.all)
    func conversation(_ fixture: WireFixture) throws {
        let found = parse(fixture.input, replies: fixture.replies, lineMax: fixture.lineMax)
        let wanted = try fixture.exchanges.flatMap(\.events).map { try Expected(line: $0) }
        #expect(joined(wanted) == joined(described(found, fixture.input)))
        expectEverySplit(fixture.input, fixture.replies, lineMax: fixture.lineMax)
    }

    @Test("there are files, and each case has something to say")
    func present() {
        #expect(WireFixture.all.count > 80)
        for fixture in WireFixture.all {
            #expect(fixture.exchanges.contains { !$0.events.isEmpty }, "\(fixture.name)")
            #expect(fixture.lineMax >= 0, "\(fixture.name)")
        }
    }

    @Test("octets are written and read alike")
    func escapes() {
        let all = Array(UInt8.min...UInt8.max)
        #expect(unescaped(escaped(all)) == all)
        #expect(unescaped(#"a\r\n\0\t\\\x7fé"#) == [97, 13, 10, 0, 9, 92, 127, 0xc3, 0xa9])
    }

    /// One line of an `events` block.
    private struct Expected: Equatable, CustomStringConvertible {
        var word: String
        var octets: [UInt8] = []

        init(_ word: String, _ octets: [UInt8] = []) { (self.word, self.octets) = (word, octets) }

        init(line: String) throws {
            let parts = line.split(separator: "\"", maxSplits: 1)
            word = parts[0].trimmingSuffix(" ")
            let known = ["ok", "err", "challenge", "entry", "body", "end", "more", "left", "error syntax", "error limit"]
            try #require(known.contains(word), "\(line)")
            guard parts.count > 1 else { return }
            try #require(parts[1].hasSuffix("\""), "\(line)")
            octets = unescaped(parts[1].dropLast())
        }

        var description: String { "\(word) \"\(escaped(octets))\"" }
    }

    private func joined(_ events: [Expected]) -> [Expected] {
        events.reduce(into: []) { all, next in
            if next.word == "body", all.last?.word == "body" {
                all[all.count - 1].octets += next.octets
            } else {
                all.append(next)
            }
        }
    }

    /// An outcome as the lines that a file would hold.
    private func described(_ outcome: WireOutcome, _ input: [UInt8]) -> [Expected] {
        let events = outcome.events.map { Expected($0.kind.rawValue, $0.octets) }
        let rest = Array(input[outcome.used...])
        switch outcome.stop {
        case .done: return events + (rest.isEmpty ? [] : [Expected("left", rest)])
        case .more: return events + [Expected("more", rest)]
        case .syntax: return events + [Expected("error syntax")]
        case .limit: return events + [Expected("error limit")]
        }
    }
}

private extension Substring {
    func trimmingSuffix(_ suffix: Character) -> String {
        var text = self
        while text.last == suffix { text.removeLast() }
        return String(text)
    }
}
