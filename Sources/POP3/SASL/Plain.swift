/// PLAIN (RFC 4616): user and password in one message, so only under TLS.
public struct Plain: SASLMechanism {
    public let name = "PLAIN"
    public let user: String
    private let password: [UInt8]

    public init(user: String, password: [UInt8]) {
        self.user = user
        self.password = password
    }

    public var secrets: [[UInt8]] { [password] }

    /// - Throws: ``POP3Error/Kind/argument``: NUL divides the fields and can be in none. CR and LF are encoded, but no command takes
    ///   them either, so a password with a line break fails the same way everywhere.
    public func initialResponse() throws(POP3Error) -> [UInt8]? {
        let forbidden: (UInt8) -> Bool = { $0 == 0 || $0 == 10 || $0 == 13 }
        guard !user.utf8.contains(where: forbidden), !password.contains(where: forbidden) else {
            throw POP3Error(.argument, verb: "AUTH", detail: "a line break or NUL in user or password")
        }
        var message: [UInt8] = []
        message.reserveCapacity(user.utf8.count + password.count + 2)
        message.append(0)
        message.append(contentsOf: user.utf8)
        message.append(0)
        message.append(contentsOf: password)
        return message
    }

    public func respond(to challenge: [UInt8]) -> [UInt8]? { nil }
}
