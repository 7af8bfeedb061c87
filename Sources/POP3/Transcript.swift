/// One entry of the dialogue, as it was on the wire but for secrets.
public struct TranscriptEvent: Sendable {
    public enum Content: Sendable {
        /// A command line without CRLF, secrets shown as `****`.
        case command(String)
        /// A status line or a line of a listing, without its line end. Untrusted.
        case line([UInt8])
        /// A mail that went by: its octets un-stuffed, its lines.
        case body(octets: Int64, lines: Int64)
        /// A piece of a mail, when bodies were asked for in full. Untrusted.
        case octets([UInt8])
        /// Something that happened beside the dialogue: connected, TLS established, closed.
        case note(String)
    }

    /// Since the session began to connect, on the monotonic clock.
    public let time: Duration
    public let content: Content
    /// For the first line of a reply: since its command was sent. With pipelining this includes the wait for the replies before it.
    public let duration: Duration?

    public init(time: Duration, content: Content, duration: Duration? = nil) {
        self.time = time
        self.content = content
        self.duration = duration
    }
}

/// Who listens to a dialogue, and how much of it.
public struct Transcript: Sendable {
    /// Whether mails are told in full instead of by their size.
    public var fullBodies: Bool
    /// Called on the session's thread, in order.
    public var record: @Sendable (TranscriptEvent) -> Void

    /// Called with every octet that comes, in pieces as they came, and cut before a command: what a broken server said is seen here and
    /// nowhere else. A secret of ours that the server echoes is shown as `****`; of a line cut in the middle its end may wait for the rest.
    public var received: (@Sendable ([UInt8]) -> Void)?
    /// Whether ``received`` gets the letters of mails as x and their digits as 0, and so whatever was not read when the connection was lost.
    public var hidesMail = false

    public init(fullBodies: Bool = false, record: @escaping @Sendable (TranscriptEvent) -> Void) {
        self.fullBodies = fullBodies
        self.record = record
    }

    /// Tells two listeners.
    public func joined(with other: Transcript) -> Transcript {
        let (first, second) = (record, other.record)
        var both = Transcript(fullBodies: fullBodies || other.fullBodies) { event in
            first(event)
            second(event)
        }
        if received != nil || other.received != nil {
            let (one, two) = (received, other.received)
            both.received = { octets in
                one?(octets)
                two?(octets)
            }
            both.hidesMail = hidesMail || other.hidesMail
        }
        return both
    }
}
