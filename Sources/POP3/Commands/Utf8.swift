extension Session {
    /// Lets the server send headers and answers in UTF-8 (RFC 6856 section 2). Before or after sign-in. Round trips: 1.
    @discardableResult
    public func utf8() throws(POP3Error) -> Reply {
        guard state != .ended else { throw broken ?? POP3Error(.state, verb: "UTF8") }
        return try run(Command("UTF8"))
    }
}
