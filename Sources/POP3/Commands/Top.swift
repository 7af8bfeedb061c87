extension Session {
    /// Fetches the header of a message, the blank line and `lines` lines of its body (RFC 1939 section 7). Round trips: 1.
    /// Many at once: ``fetch(_:_:octets:into:)``.
    public func top(_ number: Int, lines: Int, _ body: (RawSpan) -> Void) throws(POP3Error) {
        try fetchOne(number, .top(lines: lines), body)
    }

    /// Whether the server announces TOP, which RFC 1939 section 7 leaves to it. One that does not may have it all the same. Round trips:
    /// none, or 1 where CAPA is stale.
    public func announcesTop() throws(POP3Error) -> Bool {
        try require(.transaction, "TOP")
        try learnCapabilities()
        return capabilities?.has("TOP") ?? false
    }
}
