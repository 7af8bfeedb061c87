internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Gathers the header block of each message that TOP or RETR brings, up to its blank line.
final class HeaderSink: MessageSink {
    /// Kept of one header; the rest of it is passed over. A server may send gigabytes.
    static let blockLimitOctets = 1 << 20

    /// `at` is how many messages came before this one.
    private let deliver: (_ at: Int, HeaderAnswer) -> Flow
    @exclusivity(unchecked) private var block: [UInt8] = []
    @exclusivity(unchecked) private var done = 0

    init(_ deliver: @escaping (_ at: Int, HeaderAnswer) -> Flow) { self.deliver = deliver }

    func messageBegins(_ number: Int) -> Flow {
        block.removeAll(keepingCapacity: true)
        return .go
    }

    func messageContinues(_ octets: RawSpan) -> Flow {
        // The blank line may be cut anywhere: look again from the last line start but one.
        let from = max(0, block.count - 2)
        octets.withUnsafeBytes {
            block.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0.prefix(Self.blockLimitOctets - block.count)))
        }
        let end = block.withUnsafeBytes { Self.end(of: $0, from: from) }
        if let end { block.removeSubrange(end...) }
        guard end != nil || block.count >= Self.blockLimitOctets else { return .go }
        // Nothing behind the header is of interest; nothing more is said of this message.
        return finish() == .stop ? .stop : .skip
    }

    func messageEnds(_ number: Int, _ failure: POP3Error?) -> Flow {
        guard let failure else { return finish() }
        // A lost connection is thrown by the fetch itself.
        guard failure.connectionIsUsable else { return .stop }
        done += 1
        return deliver(done - 1, .refused(failure))
    }

    private func finish() -> Flow {
        done += 1
        return block.withUnsafeBytes { deliver(done - 1, .block($0)) }
    }

    /// Where the blank line begins; nil where none has come yet.
    /// - Parameter from: a place that no blank line lies wholly before.
    static func end(of octets: UnsafeRawBufferPointer, from: Int) -> Int? {
        if octets.starts(with: [13, 10]) || octets.first == 10 { return 0 }
        var at = from
        while at < octets.count, let found = memchr(octets.baseAddress! + at, 10, octets.count - at) {
            at = UnsafeRawPointer(found) - octets.baseAddress! + 1
            if at < octets.count, octets[at] == 10 { return at }
            if at + 1 < octets.count, octets[at] == 13, octets[at + 1] == 10 { return at }
        }
        return nil
    }
}
