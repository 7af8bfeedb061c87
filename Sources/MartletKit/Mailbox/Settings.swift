public import POP3

/// How a mailbox is reached: what the command line says of server, user and trust.
public struct Settings: Sendable {
    public var endpoint: Endpoint?
    public var user: String?
    public var password: PasswordSource
    public var trust: Trust
    public var deadlines: Deadlines

    public init(
        endpoint: Endpoint? = nil, user: String? = nil, password: PasswordSource = .prompt, trust: Trust = Trust(),
        deadlines: Deadlines = Deadlines()
    ) {
        self.endpoint = endpoint
        self.user = user
        self.password = password
        self.trust = trust
        self.deadlines = deadlines
    }
}
