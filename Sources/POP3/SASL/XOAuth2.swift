/// XOAUTH2: a user's name and an OAuth 2 access token, as Google and Microsoft have it. No RFC; only under TLS, for the token is all
/// that anybody needs.
public struct XOAuth2: SASLMechanism {
    public let name = "XOAUTH2"
    public let user: String
    private let token: [UInt8]
    /// Set where the server said why it refuses.
    public private(set) var complaint: String?
    private var hasAnswered = false

    /// - Parameter token: the octets of the access token, without `Bearer`.
    public init(user: String, token: [UInt8]) {
        self.user = user
        self.token = token
    }

    /// Outlook refuses it in the line of the command, and hangs up at a long one; Google takes it either way.
    public var waitsForChallenge: Bool { true }

    public var secrets: [[UInt8]] { [token] }

    /// `user=USER^Aauth=Bearer TOKEN^A^A`.
    /// - Throws: ``POP3Error/Kind/argument``: CR, LF, NUL and ^A can be in neither.
    public func initialResponse() throws(POP3Error) -> [UInt8]? {
        let (head, middle) = (Array("user=".utf8), Array("auth=Bearer ".utf8))
        let length = head.count + user.utf8.count + 1 + middle.count + token.count + 2
        try Bearer.check(user, token, messageOctets: length)
        var message: [UInt8] = []
        message.reserveCapacity(length)
        message.append(contentsOf: head)
        message.append(contentsOf: user.utf8)
        message.append(Bearer.separator)
        message.append(contentsOf: middle)
        message.append(contentsOf: token)
        message.append(Bearer.separator)
        message.append(Bearer.separator)
        return message
    }

    /// A challenge behind the token is a refusal with its reason in JSON; an empty line makes the server say `-ERR`.
    public mutating func respond(to challenge: [UInt8]) -> [UInt8]? {
        guard !hasAnswered else { return nil }
        hasAnswered = true
        complaint = Bearer.status(in: challenge)
        return []
    }
}
