extension Session {
    /// Fetches the header of a message, the blank line and `lines` lines of its body (RFC 1939 section 7). Round trips: 1.
    /// Many at once: ``fetch(_:_:octets:into:)``.
    public func top(_ number: Int, lines: Int, _ body: (RawSpan) -> Void) throws(POP3Error) {
        try fetchOne(number, .top(lines: lines), body)
    }
}
