extension Session {
    /// Ends the session; in the transaction state the server now deletes what DELE marked (RFC 1939 section 6). Round trips: 1.
    ///
    /// - Throws: ``POP3Error/Kind/refused(_:)`` when some marked messages were not removed, or the error of a connection lost before the
    ///   answer: then nobody knows, and only the next listing tells.
    @discardableResult
    public func quit() throws(POP3Error) -> Reply {
        guard state != .ended else { throw broken ?? POP3Error(.state, verb: "QUIT") }
        defer { state = .ended }
        return try run(Command("QUIT"))
    }
}
