extension Session {
    /// Signs in the user that USER named (RFC 1939 section 7). Round trips: 1.
    /// - Parameter password: the octets of the password; blanks are part of it.
    @discardableResult
    public func pass(_ password: [UInt8]) throws(POP3Error) -> Reply {
        try require(.authorization, "PASS")
        try requireSecrecy("PASS")
        var command = try Command("PASS", password, secretFrom: 0)
        defer { command.wipe() }
        secrets.addWithBase64(password)
        let reply = try run(command)
        signedIn(as: user)
        return reply
    }

    /// Enters the transaction state. What CAPA said before may have changed (RFC 2449 section 5), so it is asked again when needed.
    func signedIn(as name: String?) {
        state = .transaction
        user = name
        forgetCapabilities(keepAsGuess: true)
    }
}
