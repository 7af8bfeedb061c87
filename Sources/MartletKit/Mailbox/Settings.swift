public import POP3

/// How a mailbox is reached: what the command line or an account says of server, user and trust.
public struct Settings: Equatable, Sendable {
    public var endpoint: Endpoint?
    public var user: String?
    public var password: PasswordSource
    /// Where the OAuth 2 access token comes from: read anew at every sign-in, for tokens age. Where there is one, no password is
    /// ever used.
    public var token: PasswordSource?
    public var trust: Trust
    public var deadlines: Deadlines
    /// Who says so: "command line", "config.toml:6", "set"; nil: nobody.
    public var deadlinesOrigin: String?
    /// The name of the account that they are of; nil for what the command line or `connect URL` says.
    public var account: String?

    public init(
        endpoint: Endpoint? = nil, user: String? = nil, password: PasswordSource = .prompt, token: PasswordSource? = nil,
        trust: Trust = Trust(), deadlines: Deadlines = Deadlines(), account: String? = nil
    ) {
        self.endpoint = endpoint
        self.user = user
        self.password = password
        self.token = token
        self.trust = trust
        self.deadlines = deadlines
        self.account = account
    }

    /// Whether signing in talks to a person, or takes from a descriptor that gives one secret only.
    var asks: Bool { (token ?? password).asks }
}
