/// Why a mailbox operation failed, and whether the connection still lives.
public struct POP3Error: Error, Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        // The session lives on.

        /// `-ERR` to one command (RFC 1939 section 3), with its response code if there is one (RFC 2449 section 8).
        case refused(ResponseCode?)
        /// An argument that no command may carry: CR, LF, NUL, too long. Nothing was sent.
        case argument
        /// The command is not allowed in this state (RFC 1939 sections 4 to 6). Nothing was sent.
        case state
        /// The server does not announce what the command needs, and nothing was sent; or it asks in the middle of a sign-in for what the
        /// mechanism has not: then ``POP3Error/credentialWasSent`` says how far it came.
        case unsupported
        /// A credential would have gone out in the clear. Nothing was sent.
        case insecure

        // The connection is lost.

        /// The server said something that is not POP3.
        case protocolViolation
        /// A line, a listing or a unique-id beyond our limits.
        case limit
        /// There is no such host.
        case unresolvable
        /// Nobody could say whether there is such a host: for now, not for ever.
        case nameService
        /// Nothing listens on the port.
        case connectionRefused
        case unreachable
        case timeout
        case cancelled
        /// The server ended the connection while an answer was due.
        case closed
        /// A reset or another failure of the socket.
        case io(errno: Int32)
        case tls
        /// The peer answered the TLS handshake with something else.
        case notTLS
        /// The stream ended without close_notify (RFC 8446 section 6.1).
        case truncated
        case untrusted(Distrust)
        /// Octets lay behind the `+OK` to STLS.
        case injected
        /// The CA file, or the system's own store, cannot be read.
        case caFile
        /// This process has as many files open as it may.
        case descriptors
        /// Out of memory.
        case resource
        /// The reader gave up in the middle of a reply, so the stream is out of step.
        case abandoned
    }

    /// What is wrong with a certificate.
    public enum Distrust: Equatable, Sendable { case chain, expired, name, pin }

    public var kind: Kind
    /// The verb that failed, never its argument: `PASS` carries a secret.
    public var verb: String?
    /// The message it failed on, where there is one.
    public var number: Int?
    /// Server words or certificate facts as received, secrets removed. Untrusted: escape control characters before showing them.
    public var serverText: String?
    /// What went wrong inside, for people: printable ASCII, one line.
    public var detail: String?

    /// How long was waited, where the kind is `timeout`.
    public var waited: Duration?
    /// Whether a password, a token or what was made of one had been sent, and no answer to it had come.
    public var credentialWasSent = false

    /// SHA-256 of the certificate that was not believed, 32 octets.
    public var fingerprint: [UInt8]?

    public init(
        _ kind: Kind, verb: String? = nil, number: Int? = nil, serverText: String? = nil, detail: String? = nil
    ) {
        self.kind = kind
        self.verb = verb
        self.number = number
        self.serverText = serverText
        self.detail = detail
    }

    /// Whether the server ended the connection, in whatever way.
    public var isHangUp: Bool {
        switch kind {
        case .closed, .io, .truncated: true
        default: false
        }
    }

    /// Whether the next command may still be sent on this connection.
    public var connectionIsUsable: Bool {
        switch kind {
        case .refused, .argument, .state, .unsupported, .insecure: true
        default: false
        }
    }
}
