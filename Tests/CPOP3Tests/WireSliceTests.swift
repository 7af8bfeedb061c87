import CPOP3
import Testing

/// Bodies longer than POP3_SLICE_MIN, where slices are moved together or not.
@Suite("Wire: slices of long bodies") struct WireSliceTests {
    private static let edge = POP3_SLICE_MIN

    private func line(_ count: Int) -> String {
        count < 2 ? String("\r\n".prefix(count)) : String(repeating: "x", count: count - 2) + "\r\n"
    }

    /// Whole, cut behind each octet near a place that counts, and in a few pieces; at every level.
    private func expect(_ body: String, near places: [Int], sourceLocation: SourceLocation = #_sourceLocation) {
        let input = Array("+OK\r\n\(body).\r\n+OK next\r\n".utf8)
        let replies = [POP3_REPLY_BODY, POP3_REPLY_LINE]
        let simple = reference(input, replies: replies, lineMax: 512)
        #expect(simple.stop == .done)
        let near = places.flatMap { place in (-4...4).map { [min(max(place + 5 + $0, 0), input.count)] } }
        for level in scanLevels {
            for cuts in [[]] + near + severalCuts(of: input.count, random: 2) {
                let found = parse(input, replies: replies, cuts: cuts, lineMax: 512, level: level)
                #expect(found == simple, "cut at \(cuts), \(name(of: level))", sourceLocation: sourceLocation)
            }
        }
    }

    @Test("a slice just below, at and above POP3_SLICE_MIN before a stuffed dot", arguments: -3...3)
    func firstSlice(_ more: Int) {
        expect(line(Self.edge + more) + "..\r\nend\r\n", near: [Self.edge + more])
    }

    @Test("a gap, then a run just below, at and above POP3_SLICE_MIN", arguments: -4...4)
    func gapThenRun(_ more: Int) {
        expect("a\r\n..b\r\n." + line(Self.edge + more) + "..\r\nc\r\n", near: [3, Self.edge + more + 8])
    }

    @Test("a gap, then a run far longer, then dots again")
    func gapThenLongRun() {
        expect("a\r\n.b" + line(Self.edge * 4) + "..\r\n..\r\n.c" + line(Self.edge * 2), near: [3, Self.edge, Self.edge * 4])
    }

    @Test("dots so dense that slices fill up to POP3_SLICE_MIN", arguments: [".y\r\n", "..\r\n", ".some words of a line\r\n"])
    func dense(_ line: String) {
        let count = Self.edge * 5 / 2 / line.utf8.count
        expect(String(repeating: line, count: count), near: [Self.edge, Self.edge + 34, Self.edge * 4 / 3])
    }

    @Test("the end of a body anywhere behind dense dots", arguments: 0..<70)
    func endBehindDense(_ more: Int) {
        expect(String(repeating: "..\r\n", count: 20) + line(more), near: [])
    }

    @Test("a CR, a CRLF or a dot wherever a squeezed slice fills up", arguments: 0..<70)
    func edgeOfFull(_ more: Int) {
        let fill = line(Self.edge - 40 + more)
        expect("a\r\n." + fill + "..b\r\n\r\n.c\r\n" + line(100), near: [])
    }

    @Test("a full buffer of ordinary mail is one slice and nothing is moved")
    func oneSlice() {
        var octets = Array("+OK\r\n\(String(repeating: "words and words\r\n", count: 10000))".utf8)
        var wire = pop3_wire()
        pop3_wire_init(&wire, 0)
        pop3_wire_expect(&wire, POP3_REPLY_BODY)
        let sizes = slices(&wire, &octets)
        #expect(sizes == [170_000])
    }

    @Test("where dots are dense a slice is POP3_SLICE_MIN long or little more", arguments: scanLevels)
    func sliceSizes(_ level: pop3_scan_level) {
        var octets = Array("+OK\r\n\(String(repeating: "..\r\nab\r\n", count: 20000))".utf8)
        var wire = pop3_wire()
        pop3_wire_init(&wire, 0)
        wire.scan = pop3_scan_at(level)
        pop3_wire_expect(&wire, POP3_REPLY_BODY)
        let sizes = slices(&wire, &octets)
        #expect(sizes.reduce(0, +) == 140_000)
        #expect(sizes.dropLast().allSatisfy { ($0 - Self.edge) < 64 && $0 >= Self.edge }, "\(sizes)")
    }

    /// The lengths of the slices that come out of `octets`, the status line passed over.
    private func slices(_ wire: inout pop3_wire, _ octets: inout [UInt8]) -> [Int] {
        var at = 0
        var sizes: [Int] = []
        while true {
            var used = 0
            var event = pop3_event()
            let status = octets.withUnsafeMutableBufferPointer {
                pop3_wire_step(&wire, $0.baseAddress! + at, $0.count - at, &used, &event)
            }
            at += used
            guard status == POP3_OK else { return sizes }
            if event.kind == POP3_BODY { sizes.append(event.bytes.len) }
        }
    }
}
