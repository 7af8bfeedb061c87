/// A way to sign in by AUTH (RFC 5034, RFC 4422). One file per mechanism in this folder.
public protocol SASLMechanism {
    /// The registered name, upper case.
    var name: String { get }
    /// Who signs in.
    var user: String { get }
    /// Whether the first message is kept until the server asks for it, though it would fit the command.
    var waitsForChallenge: Bool { get }
    /// What must not be shown should the server say it, besides the lines sent: then or later in the session.
    var secrets: [[UInt8]] { get }
    /// What the server said about a refusal inside the exchange; nil for nothing. Safe to show.
    var complaint: String? { get }
    /// The client's first message, nil for a mechanism that waits for a challenge.
    mutating func initialResponse() throws(POP3Error) -> [UInt8]?
    /// The answer to a decoded challenge; nil cancels the exchange. Challenges are a stranger's octets.
    mutating func respond(to challenge: [UInt8]) throws(POP3Error) -> [UInt8]?
}

extension SASLMechanism {
    public var waitsForChallenge: Bool { false }
    public var secrets: [[UInt8]] { [] }
    public var complaint: String? { nil }
}
