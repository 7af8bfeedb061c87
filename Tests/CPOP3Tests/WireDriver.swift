import CPOP3
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The levels this machine has, by name.
let scanLevels: [pop3_scan_level] = [POP3_SCAN_SCALAR, POP3_SCAN_SSE2, POP3_SCAN_AVX2, POP3_SCAN_NEON, POP3_SCAN_AVX512]
    .filter { pop3_scan_at($0) != nil }

/// Feeds `input` to pop3_wire_step in pieces that end at `cuts`, as a client with a receive buffer would, and checks
/// after every call what each call promises. Asks for `replies` one behind the other, then reads on no further.
/// - Parameter level: how to scan; nil is the best.
func parse(
    _ input: [UInt8], replies: [pop3_reply], cuts: [Int] = [], lineMax: Int = 0, level: pop3_scan_level? = nil
) -> WireOutcome {
    var client = WireClient(replies: replies, lineMax: lineMax, level: level)
    var received = 0
    for cut in cuts + [input.count] {
        client.feed(input[received..<cut])
        received = cut
    }
    return client.outcome
}

private struct WireClient {
    private(set) var outcome = WireOutcome()
    private var wire = pop3_wire()
    private var replies: ArraySlice<pop3_reply>
    private var kept: [UInt8] = []
    private let lineMax: Int

    init(replies: [pop3_reply], lineMax: Int, level: pop3_scan_level?) {
        pop3_wire_init(&wire, lineMax)
        if let level { wire.scan = pop3_scan_at(level) }
        self.lineMax = lineMax == 0 ? POP3_LINE_MAX : lineMax
        self.replies = replies[...]
        expectNext()
    }

    private mutating func expectNext() {
        if let next = replies.popFirst() {
            pop3_wire_expect(&wire, next)
            outcome.stop = .more
        } else {
            outcome.stop = .done
        }
    }

    /// One piece from the network, behind what the parser left of the pieces before. Its memory holds nothing else, so
    /// that the address sanitizer sees every step outside.
    mutating func feed(_ piece: ArraySlice<UInt8>) {
        let content = kept + piece
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: content.count)
        defer { memory.deallocate() }
        UnsafeMutableRawBufferPointer(memory).copyBytes(from: content)
        var at = 0
        while step(memory, &at, content) {}
        kept = Array(content[at...])
        #expect(outcome.stop != .more || kept.count <= lineMax + 2, "what has to be kept is bounded")
    }

    /// One call, with what is left of `memory` from `at` on, which held `content`. Answers whether another may find more.
    private mutating func step(_ memory: UnsafeMutableBufferPointer<UInt8>, _ at: inout Int, _ content: [UInt8]) -> Bool {
        let input = UnsafeMutableBufferPointer(rebasing: memory[at...])
        var used = -1
        var event = pop3_event()
        let status = pop3_wire_step(&wire, input.baseAddress, input.count, &used, &event)
        guard (0...input.count).contains(used) else {
            Issue.record("used \(used) of \(input.count) octets")
            return false
        }
        at += used
        outcome.used += used
        let untouched = content.withUnsafeBytes { before in
            before.count == at || memcmp(before.baseAddress! + at, memory.baseAddress! + at, before.count - at) == 0
        }
        #expect(untouched, "octets not used stay as they are")

        guard status == POP3_OK else {
            switch status {
            case POP3_AGAIN: return false
            case POP3_E_SYNTAX: outcome.stop = .syntax
            case POP3_E_LIMIT: outcome.stop = .limit
            default: Issue.record("status \(status)")
            }
            checkSticks(status)
            return false
        }
        #expect(used > 0, "an event moves on")
        return take(event, from: input)
    }

    private mutating func take(_ event: pop3_event, from input: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        let kinds: [WireEvent.Kind] = [.ok, .err, .challenge, .body, .entry, .end]
        let kind = kinds[Int(event.kind.rawValue)]
        let octets = UnsafeBufferPointer(start: event.bytes.at, count: event.bytes.len)
        let base = UnsafePointer(input.baseAddress!)
        let inside = octets.baseAddress! >= base && octets.baseAddress! + octets.count <= base + input.count
        #expect(inside, "an event lies inside the input")
        guard inside else { return false }
        #expect(kind != .body || !octets.isEmpty, "a slice is never empty")
        #expect(kind != .end || octets.isEmpty, "the end has no octets")
        outcome.add(kind, octets, last: event.last)
        if event.last { expectNext() }
        return outcome.stop == .more
    }

    /// An error is answered again and again, whatever comes, and nothing is used up.
    private mutating func checkSticks(_ status: pop3_status) {
        for text in ["", "+OK\r\n", ".\r\n"] {
            var octets = Array(text.utf8)
            var used = -1
            var event = pop3_event()
            let again = pop3_wire_step(&wire, &octets, octets.count, &used, &event)
            #expect(again == status && used == 0, "an error sticks")
            pop3_wire_expect(&wire, POP3_REPLY_LINE)
        }
    }
}

func name(of level: pop3_scan_level) -> String {
    pop3_scan_at(level).map { String(cString: $0.pointee.name) } ?? "missing"
}

/// Parses `input` at every level in pieces of every kind and expects the same each time: `expected`, and what
/// ``reference(_:replies:lineMax:)`` says.
func expectEverySplit(
    _ input: [UInt8], _ replies: [pop3_reply], lineMax: Int = 0, random: Int = 20, is expected: WireOutcome? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let limit = lineMax == 0 ? POP3_LINE_MAX : lineMax
    let simple = reference(input, replies: replies, lineMax: limit)
    let shown = input.count > 2000 ? "\(input.count) octets" : escaped(input)
    if let expected {
        #expect(simple == expected, "the reference reads \(shown) otherwise", sourceLocation: sourceLocation)
    }
    for level in scanLevels {
        for cuts in everySplit(of: input.count, random: random) {
            let found = parse(input, replies: replies, cuts: cuts, lineMax: lineMax, level: level)
            guard found != simple else { continue }
            let pieces = cuts.count < 10 ? "cut at \(cuts)" : "in \(cuts.count + 1) pieces"
            let comment: Comment = "\(shown) \(pieces), \(name(of: level)):\n\(found)\ninstead of\n\(simple)"
            Issue.record(comment, sourceLocation: sourceLocation)
            return
        }
    }
}

func expectEverySplit(
    _ input: String, _ replies: [pop3_reply], lineMax: Int = 0, is expected: WireOutcome? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectEverySplit(
        Array(input.utf8), replies, lineMax: lineMax, is: expected, sourceLocation: sourceLocation)
}
