internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// SHA-256 of a header block that comes in pieces cut anywhere: through the line end of the last header line, without the blank line
/// behind it (RFC 5322 section 2.1). Lines end at LF, with a CR before it or not.
struct HeaderDigest: ~Copyable {
    private enum State { case lineStart, lineStartCR, inLine, over }

    private let digest: Digest
    private var state = State.lineStart

    init() throws(POP3Error) { digest = try Digest() }

    mutating func begin() {
        digest.begin()
        state = .lineStart
    }

    @inline(__always)
    mutating func add(_ octets: RawSpan) {
        if state != .over { octets.withUnsafeBytes { addHeader($0) } }
    }

    private mutating func addHeader(_ octets: UnsafeRawBufferPointer) {
        var at = 0
        var start = 0
        while at < octets.count {
            switch state {
            case .over: return
            case .inLine:
                let rest = octets.count - at
                guard let end = memchr(octets.baseAddress! + at, 10, rest) else {
                    at = octets.count
                    break
                }
                at = UnsafeRawPointer(end) - octets.baseAddress! + 1
                state = .lineStart
            case .lineStart where octets[at] == 13:
                hash(octets, start, at)
                at += 1
                start = at
                state = .lineStartCR
            case .lineStart where octets[at] == 10:
                hash(octets, start, at)
                state = .over
                return
            case .lineStartCR where octets[at] == 10:
                state = .over
                return
            case .lineStartCR:
                // The CR was the first octet of a line, not a line end.
                withUnsafeBytes(of: UInt8(13)) { hash($0, 0, 1) }
                state = .inLine
            case .lineStart: state = .inLine
            }
        }
        hash(octets, start, at)
    }

    private func hash(_ octets: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
        guard end > start else { return }
        digest.add(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: octets[start..<end])))
    }

    mutating func end<R>(_ body: (RawSpan) -> R) -> R {
        if state == .lineStartCR { withUnsafeBytes(of: UInt8(13)) { hash($0, 0, 1) } }
        return digest.end(body)
    }
}
