/// Everything the server does wrong. The default is nothing.
///
/// Set it on a running server at any time; a connection sees the change with the next octets it reads.
public struct Faults: Sendable, Equatable {
    /// How writes are cut into `send` calls (TLS: into records).
    public enum Pieces: Sendable, Equatable {
        /// Large writes, replies of a batch gathered.
        case whole
        /// So many octets in each.
        case octets(Int)
        /// Cut at these offsets, counted from the first octet the connection ever sends.
        case at([Int])
    }

    /// What follows a wrong password, besides `-ERR [AUTH]`.
    public enum BadPassword: Sendable, Equatable {
        case refused, refusedThenClosed
        /// Closed without a word.
        case closed
    }

    /// Faults with a moment.
    public var list: [Fault] = []

    // Transport
    public var pieces: Pieces = .whole
    /// Pause between two pieces.
    public var pieceDelay: Duration = .zero
    /// Pause before every single reply; replies are not gathered then.
    public var replyDelay: Duration = .zero
    /// Pause before the replies to one read: a distant server, for which pipelining pays.
    public var roundTripDelay: Duration = .zero
    /// STLS says `+OK`, implicit TLS accepts; then come octets that are no TLS.
    public var breaksHandshake = false

    // Sizes and numbers
    /// Added to each size in LIST.
    public var listSizeDelta = 0
    /// Added to the size in STAT.
    public var statSizeDelta = 0
    /// Added to the count in STAT.
    public var statCountDelta = 0
    /// Message number → what UIDL shows instead of the unique ID; empty for none at all.
    public var listedUniqueIDs: [Int: [UInt8]] = [:]

    // Verbs and capabilities
    /// Verbs this server has never heard of (`UIDL`, `CAPA`, `TOP`, …); they are not announced either.
    public var unknownVerbs: Set<String> = []
    /// Capabilities that work but are not announced, by their first word.
    public var unannounced: Set<String> = []
    /// Lines added to CAPA.
    public var announcedFalsely: [String] = []
    /// The whole greeting line without CRLF, status and all.
    public var greetingLine: [UInt8]?
    public var badPassword: BadPassword = .refused
    /// QUIT says `+OK` and deletes nothing.
    public var forgetsDeletes = false

    // Message text
    /// Every CRLF the server sends is a LF.
    public var usesBareLineFeeds = false
    /// Dots are sent as they are: a line of one dot ends the message early.
    public var forgetsDotStuffing = false
    /// The CRLF at the end of each message is not sent, so the terminator stands at no line start.
    public var omitsFinalNewline = false

    public init() {}

    /// Faults with moments only.
    public init(_ list: [Fault]) { self.list = list }

    /// UIDL shows for message `number` the unique ID of another.
    public mutating func repeatUniqueID(of message: DemoMessage, on number: Int) {
        listedUniqueIDs[number] = message.uniqueID
    }
}
