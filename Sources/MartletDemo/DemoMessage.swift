/// A message in the server's maildrop, as octets: nothing is assumed about its line ends or its characters.
public struct DemoMessage: Sendable, Equatable {
    /// What UIDL says. RFC 1939 wants 1 to 70 octets of `!`…`~`; any octets are accepted here.
    public let uniqueID: [UInt8]
    /// The message as it was given.
    public let octets: [UInt8]
    /// What an exact client ends up with: ``octets``, and a CRLF behind them unless they are empty or end in CRLF
    /// (the terminator `CRLF.CRLF` cannot follow anything else, RFC 1939 section 3). `LIST` tells this length.
    public let wireOctets: [UInt8]
    /// ``wireOctets`` with every dot behind a CRLF, and one at the very start, doubled; the terminator is not in it.
    let stuffedOctets: [UInt8]

    public init(uniqueID: [UInt8], octets: [UInt8]) {
        self.uniqueID = uniqueID
        self.octets = octets
        wireOctets = octets.isEmpty || octets.endsInCRLF ? octets : octets + [.cr, .lf]
        stuffedOctets = wireOctets.dotStuffed()
    }

    /// A message out of text; its line ends stay as they are in `text`.
    public init(uniqueID: String, text: String) {
        self.init(uniqueID: Array(uniqueID.utf8), octets: Array(text.utf8))
    }

    /// The same octets, shared, under another unique ID: large maildrops for little memory.
    public func renamed(_ uniqueID: String) -> DemoMessage {
        DemoMessage(uniqueID: Array(uniqueID.utf8), sharing: self)
    }

    private init(uniqueID: [UInt8], sharing other: DemoMessage) {
        self.uniqueID = uniqueID
        (octets, wireOctets, stuffedOctets) = (other.octets, other.wireOctets, other.stuffedOctets)
    }
}

extension DemoMessage {
    /// The header, the empty line behind it and `lines` lines of the body (RFC 1939 section 7, TOP), not yet stuffed.
    ///
    /// A line ends at LF here, so that a message of bare line feeds has a header too.
    func top(lines: Int) -> [UInt8] {
        var at = 0, left = lines, inHeader = true
        while at < wireOctets.count, inHeader || left > 0 {
            let end = wireOctets[at...].firstIndex(of: .lf).map { $0 + 1 } ?? wireOctets.count
            let line = wireOctets[at..<end]
            if inHeader { inHeader = !(line.elementsEqual([.lf]) || line.elementsEqual([.cr, .lf])) } else { left -= 1 }
            at = end
        }
        let part = wireOctets[..<at]
        return Array(part) + (part.isEmpty || part.endsInCRLF ? [] : [.cr, .lf])
    }
}
