extension Session {
    /// Takes every deletion mark back (RFC 1939 section 5). Round trips: 1.
    @discardableResult
    public func rset() throws(POP3Error) -> Reply {
        try require(.transaction, "RSET")
        let reply = try run(Command("RSET"))
        deletesAtQuit = false
        return reply
    }
}
