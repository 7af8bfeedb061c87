/// Somebody who may sign in, and the maildrop that opens then.
public struct DemoAccount: Sendable {
    public var user: String
    /// The password, also the shared secret of APOP.
    public var password: String
    /// The access token that is good for it beside the password; nil: none is.
    public var token: String?
    public var messages: [DemoMessage]

    public init(user: String = "demo", password: String = "demo", token: String? = nil, messages: [DemoMessage]) {
        self.user = user
        self.password = password
        self.token = token
        self.messages = messages
    }
}
