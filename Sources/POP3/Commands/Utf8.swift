extension Session {
    /// Lets the server send headers and answers in UTF-8 (RFC 6856 section 2). Before the sign-in only, and no STLS may follow. Round trips: 1.
    @discardableResult
    public func utf8() throws(POP3Error) -> Reply {
        try require(.authorization, "UTF8")
        let reply = try run(Command("UTF8"))
        hasUTF8 = true
        return reply
    }
}
