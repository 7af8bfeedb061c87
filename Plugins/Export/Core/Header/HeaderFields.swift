import MIME

/// Collects the header of a message from its first octets, cut anywhere, and has it read.
///
/// Nothing here is to be believed or shown as it is: every text is the sender's, control characters included.
public struct HeaderFields {
    /// Octets of a message looked at: a header is rarely longer, and a field behind it counts as missing.
    public static let limitOctets = 64 << 10

    private enum Place { case lineStart, lineStartCR, inLine, over }

    private var octets: [UInt8] = []
    private var place = Place.lineStart
    /// Blank lines before the first field do not end the header: the reader passes over them.
    private var isBegun = false

    public init() {}

    /// Forgets the message before; keeps the memory.
    public mutating func reset() {
        octets.removeAll(keepingCapacity: true)
        (place, isBegun) = (.lineStart, false)
    }

    /// Takes the next octets of the message.
    public mutating func feed(_ slice: UnsafeRawBufferPointer) {
        guard !isComplete else { return }
        let start = octets.count
        octets += slice.prefix(Self.limitOctets - start)
        for at in start..<octets.count {
            step(octets[at])
            if place == .over { return octets.removeSubrange((at + 1)...) }
        }
    }

    private mutating func step(_ octet: UInt8) {
        switch (octet, place) {
        case (UInt8(ascii: "\n"), .inLine): place = .lineStart
        case (UInt8(ascii: "\n"), _): place = isBegun ? .over : .lineStart
        case (UInt8(ascii: "\r"), .lineStart): place = .lineStartCR
        default: (place, isBegun) = (.inLine, true)
        }
    }

    /// Whether further octets say nothing new: the header is over, or the limit is reached.
    public var isComplete: Bool { place == .over || octets.count >= Self.limitOctets }

    /// What was collected. Cost: a copy, and a pass over it; a field is decoded when it is asked for.
    public func read() -> Header { Header(octets) }
}

extension Header {
    /// What the writer's clock showed.
    var localTime: CalendarTime? { date.map(CalendarTime.init(local:)) }

    /// The first author.
    public var author: Address? { addresses("from").first }

    /// The envelope's sender, which the last server wrote down; nil without the field. Its address is empty for a message that no
    /// answer may go to.
    public var returnPath: Address? { addresses("return-path").first }
}
