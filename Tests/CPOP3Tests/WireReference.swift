import CPOP3

/// Reads whole replies the simple way, line by line from an array: what ``parse(_:replies:cuts:lineMax:level:)`` has
/// to agree with. Written from RFC 1939 section 3 and the promises of pop3_wire.h, not from wire.c.
func reference(_ input: [UInt8], replies: [pop3_reply], lineMax: Int) -> WireOutcome {
    var reader = ReferenceReader(input: input, lineMax: lineMax)
    for reply in replies {
        if let stop = reader.read(reply) {
            reader.outcome.stop = stop
            break
        }
    }
    return reader.outcome
}

private struct ReferenceReader {
    let input: [UInt8]
    let lineMax: Int
    var outcome = WireOutcome()

    private var rest: ArraySlice<UInt8> { input[outcome.used...] }

    /// One reply. Answers why no more can be read, or nil.
    mutating func read(_ reply: pop3_reply) -> WireStop? {
        while true {
            let wanted = reply == POP3_REPLY_SASL ? ["+OK", "-ERR", "+ ", "+\r", "+\n"] : ["+OK", "-ERR"]
            guard !rest.isEmpty else { return .more }
            guard wanted.contains(where: { zip($0.utf8, rest).allSatisfy(==) }) else { return .syntax }
            guard let feed = rest.firstIndex(of: 10) else { return rest.count > lineMax + 1 ? .limit : .more }
            var line = rest[..<feed]
            let crlf = line.last == 13
            if crlf { line.removeLast() }
            guard line.count <= lineMax else { return .limit }

            if line.starts(with: "-ERR".utf8) {
                take(through: feed, .err, line.dropFirst(4), last: true)
                return nil
            }
            if line.starts(with: "+OK".utf8) {
                let more = reply == POP3_REPLY_BODY || reply == POP3_REPLY_LISTING
                take(through: feed, .ok, line.dropFirst(3), last: !more)
                let lineEnd: [UInt8] = crlf ? [13, 10] : [10]
                return !more ? nil : reply == POP3_REPLY_BODY ? body(lineEnd) : listing(lineEnd)
            }
            guard line.count == 1 || line.dropFirst().first == 32 else { return .syntax }
            take(through: feed, .challenge, line.dropFirst(1), last: false)
        }
    }

    private mutating func take(
        through feed: Int, _ kind: WireEvent.Kind, _ text: ArraySlice<UInt8>, last: Bool
    ) {
        outcome.add(kind, text.first == 32 ? text.dropFirst() : text, last: last)
        outcome.used = feed + 1
    }

    /// Where the first `lineEnd` in what is left begins.
    private func find(_ lineEnd: [UInt8]) -> Int? {
        rest.indices.first { input[$0...].starts(with: lineEnd) }
    }

    private mutating func body(_ lineEnd: [UInt8]) -> WireStop? {
        let terminator = [UInt8(ascii: ".")] + lineEnd
        while true {
            if rest.starts(with: terminator) {
                outcome.used += terminator.count
                outcome.add(.end, [], last: true)
                return nil
            }
            if terminator.starts(with: rest) { return .more }
            let end = find(lineEnd).map { $0 + lineEnd.count }
            let line = input[outcome.used..<(end ?? input.count)]
            outcome.add(.body, line.first == UInt8(ascii: ".") ? line.dropFirst() : line)
            outcome.used = line.endIndex
            if end == nil { return .more }
        }
    }

    private mutating func listing(_ lineEnd: [UInt8]) -> WireStop? {
        while true {
            guard let end = find(lineEnd) else { return rest.count > lineMax + 1 ? .limit : .more }
            let line = rest[..<end]
            guard line.count <= lineMax else { return .limit }
            outcome.used = end + lineEnd.count
            if line.elementsEqual(".".utf8) {
                outcome.add(.end, [], last: true)
                return nil
            }
            outcome.add(.entry, line.first == UInt8(ascii: ".") ? line.dropFirst() : line)
        }
    }
}
