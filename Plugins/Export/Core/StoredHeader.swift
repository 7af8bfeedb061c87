/// The header block of a stored message, taken from its octets as they are read: through the line end of its last header line, without
/// the blank line behind it (RFC 5322 section 2.1). Lines end at LF, with a CR before it or not.
public struct StoredHeader {
    /// Octets looked at. A header block that is longer cannot be compared.
    public static let limitOctets = 1 << 20

    private var octets: [UInt8] = []
    private var end: Int?

    public init() {}

    public mutating func feed(_ piece: UnsafeRawBufferPointer) {
        guard end == nil, octets.count < Self.limitOctets else { return }
        let before = max(0, octets.count - 2)
        octets += piece.prefix(Self.limitOctets - octets.count)
        end = Self.end(of: octets, from: before)
    }

    /// Once the message is over; nil where the block is too long.
    public var block: ArraySlice<UInt8>? {
        if let end { return octets[..<end] }
        return octets.count < Self.limitOctets ? octets[...] : nil  // a message of header lines alone
    }

    /// Where the block ends: at the first blank line. nil: not yet.
    static func end(of octets: [UInt8], from start: Int = 0) -> Int? {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        var at = start
        while at < octets.count {
            let isLineStart = at == 0 || octets[at - 1] == lf
            if isLineStart, octets[at] == lf { return at }
            if isLineStart, octets[at] == cr, at + 1 < octets.count, octets[at + 1] == lf { return at }
            guard let next = octets[at...].firstIndex(of: lf) else { return nil }
            at = next + 1
            if at == octets.count { return nil }
        }
        return nil
    }
}
