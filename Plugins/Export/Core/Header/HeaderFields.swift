import HeadersCore

/// The few header fields that names, mbox lines and the index are made of, read from a message's first octets.
///
/// Nothing here is to be believed or shown as it is: every text is the sender's, control characters included.
public struct HeaderFields {
    /// Octets of a message looked at: a header is rarely longer, and a field behind it counts as missing.
    public static let limitOctets = 64 << 10

    private var reader = HeaderReader(["date", "from", "subject", "return-path"])
    private var fed = 0

    public init() {}

    /// Forgets the message before; keeps the memory.
    public mutating func reset() {
        reader.reset()
        fed = 0
    }

    /// Takes the next octets of the message, cut anywhere.
    public mutating func feed(_ octets: UnsafeRawBufferPointer) {
        guard !isComplete else { return }
        let taken = UnsafeRawBufferPointer(rebasing: octets.prefix(Self.limitOctets - fed))
        reader.feed(taken)
        fed += taken.count
    }

    /// Whether further octets say nothing new: the header is over, or the limit is reached.
    public var isComplete: Bool { reader.isOver || fed >= Self.limitOctets }

    /// When the message says that it was written; nil where it does not say it plainly.
    public var date: MailDate? { MailDate(parsing: reader.octets(0)) }

    /// The first author.
    public var from: MailAddress { MailAddress(parsing: reader.octets(1)) }

    /// Decoded; empty where there is none.
    public var subject: String { EncodedWords.decode(reader.octets(2)) }

    /// The envelope's sender, which the last server wrote down; nil without the field. Its address is empty for a message that no
    /// answer may go to.
    public var returnPath: MailAddress? {
        let octets = reader.octets(3)
        return octets.isEmpty ? nil : MailAddress(parsing: octets)
    }
}
