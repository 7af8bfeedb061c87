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

    public init(fullBodies: Bool = false, record: @escaping @Sendable (TranscriptEvent) -> Void) {
        self.fullBodies = fullBodies
        self.record = record
    }
}
