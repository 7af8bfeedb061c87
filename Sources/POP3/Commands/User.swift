extension Session {
    /// Names the user (RFC 1939 section 7). Round trips: 1. Refused by the gate without TLS unless cleartext was asked for.
    @discardableResult
    public func user(_ name: String) throws(POP3Error) -> Reply {
        try require(.authorization, "USER")
        try requireSecrecy("USER")
        let reply = try run(Command("USER", name))
        user = name
        return reply
    }
}
