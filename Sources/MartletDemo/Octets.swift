// Octets on the wire: named ones, line ends, dot-stuffing.

extension UInt8 {
    static let cr: UInt8 = 13
    static let lf: UInt8 = 10
    static let blank: UInt8 = 32
    static let dot: UInt8 = 46
}

extension BidirectionalCollection<UInt8> {
    var endsInCRLF: Bool { last == .lf && dropLast().last == .cr }
}

extension [UInt8] {
    static func + (octets: [UInt8], text: String) -> [UInt8] { octets + Array(text.utf8) }

    /// Doubles a dot behind CRLF and one at the very start (RFC 1939 section 3). A dot behind a lone CR or LF stays.
    func dotStuffed() -> [UInt8] {
        let dots = indices.filter { at in
            self[at] == .dot && (at == 0 || at >= 2 && self[at - 1] == .lf && self[at - 2] == .cr)
        }
        if dots.isEmpty { return self }
        var stuffed: [UInt8] = []
        stuffed.reserveCapacity(count + dots.count)
        var from = 0
        for dot in dots {
            stuffed += self[from...dot]
            from = dot
        }
        return stuffed + self[from...]
    }

    /// Every CRLF as LF.
    func withBareLineFeeds() -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(count)
        for (at, octet) in enumerated() where !(octet == .cr && at + 1 < count && self[at + 1] == .lf) {
            plain.append(octet)
        }
        return plain
    }
}
