/// XOAUTH2: a user's name and an OAuth 2 access token, as Google and Microsoft have it. No RFC; only under TLS, for the token is all
/// that anybody needs.
public struct XOAuth2: SASLMechanism {
    public let name = "XOAUTH2"
    public let user: String
    private let token: [UInt8]
    private var refusal = Bearer.Refusal()

    /// - Parameter token: the octets of the access token, without `Bearer`.
    public init(user: String, token: [UInt8]) {
        self.user = user
        self.token = token
    }

    /// Outlook refuses it in the line of the command, and hangs up at a long one; Google takes it either way.
    public var waitsForChallenge: Bool { true }

    public var secrets: [[UInt8]] { [token] }
    public var complaint: String? { refusal.complaint }

    /// `user=USER^Aauth=Bearer TOKEN^A^A`.
    /// - Throws: ``POP3Error/Kind/argument``: CR, LF, NUL and ^A can be in neither.
    public func initialResponse() throws(POP3Error) -> [UInt8]? {
        try Bearer.message("user=\(user)\u{1}auth=Bearer ", names: user, token)
    }

    /// A challenge behind the token is a refusal with its reason in JSON; an empty line makes the server say `-ERR`.
    public mutating func respond(to challenge: [UInt8]) -> [UInt8]? {
        refusal.answer(challenge, with: [])
    }
}
