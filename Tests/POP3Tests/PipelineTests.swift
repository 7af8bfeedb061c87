@testable import POP3
import MartletDemo
import Testing

@Suite("pipelining (RFC 2449 section 6.6)") struct PipelineTests {
    private static let many = 1000
    private static let maildrop: [DemoMessage] = {
        let one = plain(1)[0]
        return (0..<many).map { one.renamed("u\($0)") }
    }()

    @Test("a thousand messages take a few round trips", arguments: [FetchExtent.whole, .top(lines: 0)]) func few(
        _ extent: FetchExtent
    ) throws {
        let server = try running(Self.maildrop)
        let session = try server.signedIn()
        let sink = Heard()
        try session.fetch(Array(1...Self.many), extent, into: sink)
        #expect(sink.whole == Array(1...Self.many))
        let verb = extent == .whole ? "RETR" : "TOP"
        #expect(server.commands.filter { $0.verb == verb }.count == Self.many)
        #expect(server.counts.reads < 20)
        #expect(server.counts.largestBatch > 100)
        try session.noop()
    }

    @Test("sizes that are known bound what is under way") func bounded() throws {
        let server = try running(Self.maildrop)
        let session = try server.signedIn()
        let sink = Heard()
        // As if each were half the window: two under way, whatever the count allows.
        let sizes = [Int64](repeating: Limits.windowOctets / 2, count: 50)
        try session.fetch(Array(1...50), octets: sizes, into: sink)
        #expect(sink.whole == Array(1...50))
        #expect(server.counts.largestBatch <= 2)
    }

    @Test("without PIPELINING, or with a window of 1, one command at a time", arguments: [true, false]) func oneAtATime(
        _ announced: Bool
    ) throws {
        let server = try running(plain(20)) { $0.announcesPipelining = announced }
        let session = try server.signedIn { if announced { $0.window = 1 } }
        let sink = Heard()
        try session.fetch(Array(1...20), into: sink)
        #expect(sink.whole == Array(1...20))
        #expect(server.counts.largestBatch == 1)
        #expect(server.counts.reads == 21)
    }

    @Test("a window of n is never passed", arguments: [2, 7, 64]) func window(_ window: Int) throws {
        let server = try running(Self.maildrop)
        let session = try server.signedIn { $0.window = window }
        let sink = Heard()
        try session.fetch(Array(1...300), into: sink)
        #expect(sink.whole == Array(1...300))
        #expect(server.counts.largestBatch <= window)
    }

    @Test("a -ERR in the middle concerns its message only (FIELD: D9)", arguments: [true, false]) func refusal(_ pipelining: Bool)
        throws
    {
        let messages = plain(6)
        let server = try running(messages, [Fault(.refuse("[SYS/TEMP] lost it"), at: .message(3, verb: "RETR"))]) {
            $0.announcesPipelining = pipelining
        }
        let session = try server.signedIn()
        let sink = Heard()
        try session.fetch([1, 2, 3, 4, 5, 6], into: sink)
        #expect(sink.whole == [1, 2, 4, 5, 6])
        #expect(sink.failures[3]?.kind == .refused(.systemTemporary))
        #expect(sink.failures[3]?.number == 3)
        #expect(!sink.events.contains(.begins(3)))
        #expect(sink.octets[4] == messages[3].wireOctets)
        try session.noop()
    }

    @Test("the order wanted is the order told, repeats and all") func order() throws {
        let session = try running().signedIn()
        let sink = Heard()
        try session.fetch([3, 1, 3], into: sink)
        #expect(sink.events == [.begins(3), .ends(3, nil), .begins(1), .ends(1, nil), .begins(3), .ends(3, nil)])
    }

    @Test func nothingWantedIsNothingSent() throws {
        let server = try running()
        let session = try server.signedIn()
        try session.fetch([], into: Heard())
        try session.noop()
        #expect(server.lines() == ["NOOP"])
    }

    @Test(".skip throws the rest of a message away and goes on") func skip() throws {
        let messages = plain(3)
        let session = try running(messages).signedIn()
        let sink = Heard(atBegin: { $0 == 2 ? .skip : .go })
        try session.fetch([1, 2, 3], into: sink)
        #expect(sink.events == [.begins(1), .ends(1, nil), .begins(2), .begins(3), .ends(3, nil)])
        #expect(sink.octets[2] == nil && sink.octets[3] == messages[2].wireOctets)
        try session.noop()
    }

    @Test(".stop behind the last reply under way leaves the session usable") func stopAtTheEnd() throws {
        let server = try running(plain(3)) { $0.announcesPipelining = false }
        let session = try server.signedIn()
        let sink = Heard(atEnd: { _ in .stop })
        try session.fetch([1, 2, 3], into: sink)
        #expect(sink.whole == [1])
        try session.noop()
        #expect(server.lines() == ["CAPA", "RETR 1", "NOOP"])
    }

    @Test(".stop with replies under way ends the session") func stopInTheMiddle() throws {
        let session = try running().signedIn()
        let sink = Heard(atEnd: { _ in .stop })
        try session.fetch([1, 2, 3], into: sink)
        #expect(sink.whole == [1])
        #expect(session.state == .ended)
        #expect(failure { try session.noop() }?.kind == .abandoned)
    }

    @Test(".stop inside a message is no end of it") func stopInside() throws {
        let session = try running().signedIn()
        let sink = Heard(atBegin: { _ in .stop })
        try session.fetch([1], into: sink)
        #expect(sink.events == [.begins(1)])
        #expect(failure { try session.noop() }?.kind == .abandoned)
    }

    @Test(".stop at a refused message with nothing under way leaves the session usable") func stopAtRefusal() throws {
        let session = try running().signedIn()
        let sink = Heard(atEnd: { _ in .stop })
        try session.fetch([9], into: sink)
        #expect(sink.events == [.ends(9, .refused(nil))])
        try session.noop()
    }
}
