extension Session {
    /// Does nothing but keep the session awake (RFC 1939 section 5). Round trips: 1.
    @discardableResult
    public func noop() throws(POP3Error) -> Reply {
        try require(.transaction, "NOOP")
        return try run(Command("NOOP"))
    }
}
