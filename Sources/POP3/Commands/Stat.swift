extension Session {
    /// The number of messages and their octets, those marked for deletion left out (RFC 1939 section 5). Round trips: 1.
    ///
    /// A hint: servers were seen to answer with a negative size, with 31-bit overflow and with a count that LIST contradicts.
    public func stat() throws(POP3Error) -> (messages: Int, octets: Int64) {
        try require(.transaction, "STAT")
        let reply = try run(Command("STAT"))
        let numbers = reply.said.split(separator: " ").prefix(2).map { Int64($0) }
        guard numbers.count == 2, let messages = numbers[0], let octets = numbers[1], messages >= 0 else {
            throw POP3Error(.refused(nil), verb: "STAT", serverText: reply.text, detail: "an answer without two numbers")
        }
        return (Int(messages), octets)
    }
}
