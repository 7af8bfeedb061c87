/// OAUTHBEARER (RFC 7628): a user's name, the server's and an OAuth 2 access token, so only under TLS.
public struct OAuthBearer: SASLMechanism {
    public let name = "OAUTHBEARER"
    public let user: String
    private let host: String
    private let port: UInt16
    private let token: [UInt8]
    private var refusal = Bearer.Refusal()

    /// - Parameters:
    ///   - host: the server as the client knows it.
    ///   - token: the octets of the access token, without `Bearer`.
    public init(user: String, host: String, port: UInt16, token: [UInt8]) {
        self.user = user
        self.host = host
        self.port = port
        self.token = token
    }

    public var secrets: [[UInt8]] { [token] }
    public var complaint: String? { refusal.complaint }

    /// `n,a=USER,^Ahost=HOST^Aport=PORT^Aauth=Bearer TOKEN^A^A` (RFC 7628 section 3.1).
    /// - Throws: ``POP3Error/Kind/argument``: CR, LF, NUL and ^A can be in no field.
    public func initialResponse() throws(POP3Error) -> [UInt8]? {
        // RFC 5801 section 4: a comma divides the header's parts, so one inside a name is written otherwise.
        let name = user.replacing("=", with: "=3D").replacing(",", with: "=2C")
        let head = "n,a=\(name),\u{1}host=\(host)\u{1}port=\(port)\u{1}auth=Bearer "
        return try Bearer.message(head, names: user + host, token)
    }

    /// RFC 7628 section 3.2.3: the reason comes as JSON in a challenge, and ^A alone makes the server say `-ERR`.
    public mutating func respond(to challenge: [UInt8]) -> [UInt8]? {
        refusal.answer(challenge, with: [Bearer.separator])
    }
}
