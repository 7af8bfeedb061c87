internal import CPOP3

extension Session {
    /// The unique-id of every message not marked for deletion (RFC 1939 section 7). Round trips: 1.
    public func uidl() throws(POP3Error) -> UniqueIDListing {
        try require(.transaction, "UIDL")
        connection.commandBegins()
        queue(try Command("UIDL"))
        try push(verb: "UIDL")
        return try readUIDL()
    }

    /// Reads the reply to a UIDL that is under way.
    func readUIDL() throws(POP3Error) -> UniqueIDListing {
        connection.expect(POP3_REPLY_LISTING)
        _ = try readStatus(verb: "UIDL")
        var listing = UniqueIDListing()
        try readEntries(verb: "UIDL") { (line) throws(POP3Error) in try listing.add(line) }
        return listing
    }

    /// The unique-id of each of these messages, through the window.
    public func uidl(_ numbers: [Int], _ each: (Int, Result<String, POP3Error>) -> Void) throws(POP3Error) {
        try require(.transaction, "UIDL")
        try run(Batch(verb: "UIDL", numbers: numbers)) { (index) throws(POP3Error) -> Bool in
            let number = numbers[index]
            try readEach(verb: "UIDL", number: number) { text in
                Self.secondColumn(text, number: number).map(String.init)
            } tell: {
                each(number, $0)
            }
            return true
        }
    }
}
