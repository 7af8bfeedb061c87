/// One command line as a client sent it. Passwords are in it: this is a test server.
public struct RecordedCommand: Sendable, Equatable {
    public enum LineEnd: Sendable, Equatable {
        case crlf, bareLF
        /// The client left in the middle of a line.
        case missing
    }

    /// The connection it came on; the first is 1.
    public let connection: Int
    /// Octets without the line end.
    public let line: [UInt8]
    public let lineEnd: LineEnd
    /// Whether it came through TLS.
    public let isEncrypted: Bool
    /// The verb in upper case. `RESPONSE` for a line that answers an AUTH challenge.
    public let verb: String

    /// ``line`` as text, for looking at and comparing; octets that are not UTF-8 become U+FFFD.
    public var text: String { String(decoding: line, as: UTF8.self) }
}

/// What happened so far, in numbers that do not depend on the speed of the machine.
public struct DemoCounts: Sendable, Equatable {
    /// Connections accepted.
    public var connections = 0
    /// TLS handshakes that succeeded.
    public var handshakes = 0
    /// Times that reading gave octets: about the number of batches clients sent.
    public var reads = 0
    /// Writes handed to the socket or to TLS.
    public var writes = 0
    public var octetsReceived = 0
    public var octetsSent = 0
    /// Most commands answered out of one read.
    public var largestBatch = 0
}
