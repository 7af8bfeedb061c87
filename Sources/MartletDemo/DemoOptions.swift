/// How an honest server is set up. What a dishonest one does is in ``Faults``.
public struct DemoOptions: Sendable {
    public enum Security: Sendable {
        /// No TLS at all.
        case none
        /// STLS (RFC 2595) on a connection that begins in the clear.
        case startTLS(DemoCertificate)
        /// TLS from the first octet.
        case implicit(DemoCertificate)
    }

    /// The newest TLS version spoken.
    public enum TLSLimit: Int32, Sendable {
        case none = 0
        case tls12 = 12
        /// Obsolete (RFC 8996): a careful client refuses.
        case tls11 = 11
    }

    /// Port on 127.0.0.1; 0 lets the system choose.
    public var port: UInt16 = 0
    public var security: Security = .none
    public var tlsLimit: TLSLimit = .none
    /// Host part of the greeting's timestamp.
    public var hostName = "localhost"
    /// Text of the greeting, behind `+OK ` and before the timestamp.
    public var greeting = "martlet demo server ready"
    /// Whether the greeting carries a timestamp and APOP works.
    public var offersAPOP = true
    /// Whether USER, PASS and AUTH work without TLS (RFC 2595 section 2.1 would rather not).
    public var allowsCleartextSignIn = true
    /// Whether USER and PASS exist.
    public var offersUser = true
    /// Whether AUTH PLAIN exists (RFC 4616, RFC 5034).
    public var offersSASLPlain = true
    /// Mechanisms of AUTH that take an access token (RFC 7628, Google's XOAUTH2). They exist where an account has a token.
    public var tokenMechanisms: Set<String> = ["OAUTHBEARER", "XOAUTH2"]
    /// Whether PIPELINING is announced. The server answers batches either way.
    public var announcesPipelining = true
    /// Seconds that must pass between two sign-ins to one account (RFC 2449 section 6.5); 0: none.
    public var loginDelaySeconds = 0
    /// How long a sign-in waits for a maildrop that is in use before `-ERR [IN-USE]`. Long enough for a session
    /// whose client has just hung up to be noticed, short enough to go unseen.
    public var lockPatience: Duration = .milliseconds(300)
    /// Silence after which the server hangs up (RFC 1939 section 3 asks for ten minutes at least).
    public var idleLimit: Duration = .seconds(600)
    /// What CAPA says behind `IMPLEMENTATION`.
    public var implementation = "martlet-demo"

    public init() {}

    /// What AUTH knows, in the order of CAPA.
    var mechanisms: [String] { (offersSASLPlain ? ["PLAIN"] : []) + tokenMechanisms.sorted() }
}
