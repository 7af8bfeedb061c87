/// Somebody who may sign in, and the maildrop that opens then.
public struct DemoAccount: Sendable {
    public var user: String
    /// The password, also the shared secret of APOP.
    public var password: String
    public var messages: [DemoMessage]

    public init(user: String = "demo", password: String = "demo", messages: [DemoMessage]) {
        self.user = user
        self.password = password
        self.messages = messages
    }
}
