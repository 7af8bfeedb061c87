/// How long to wait for a server before giving up.
public struct Deadlines: Equatable, Sendable {
    /// Name resolution, connection and TLS handshake together.
    public var connect: Duration
    /// Silence: neither octets come nor does the server take ours.
    public var read: Duration
    /// One whole command, whatever arrives; nil for no bound, since a large message takes as long as it takes.
    public var command: Duration?

    public init(connect: Duration = .seconds(30), read: Duration = .seconds(60), command: Duration? = nil) {
        self.connect = connect
        self.read = read
        self.command = command
    }
}

extension Duration {
    /// Whole milliseconds, at least 1, at most what fits 32 bits.
    var millisecondsForWaiting: UInt32 {
        let (seconds, attoseconds) = components
        guard seconds < 4_000_000 else { return .max }
        return UInt32(max(1, seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }
}
