internal import CPOP3

extension Session {
    /// Number and size of every message not marked for deletion (RFC 1939 section 5). Round trips: 1.
    /// - Throws: ``POP3Error/Kind/protocolViolation`` where there are lines and none is an entry: that is no empty mailbox.
    public func list() throws(POP3Error) -> ScanListing {
        try require(.transaction, "LIST")
        connection.commandBegins()
        queue(try Command("LIST"))
        try push(verb: "LIST")
        return try readList()
    }

    /// Reads the reply to a LIST that is under way.
    func readList() throws(POP3Error) -> ScanListing {
        connection.expect(POP3_REPLY_LISTING)
        _ = try readStatus(verb: "LIST")
        var listing = ScanListing()
        try readEntries(verb: "LIST") { (line) throws(POP3Error) in try listing.add(line) }
        guard listing.odd.count == 0 || !listing.numbers.isEmpty else {
            let lines = listing.odd.count == 1 ? "its one line" : "none of its \(listing.odd.count) lines"
            let detail = lines + " could \(listing.odd.count == 1 ? "not " : "")be read"
            let first = listing.odd.first.withUnsafeBytes { beginning(of: $0, isWhole: true) }
            throw lose(POP3Error(.protocolViolation, serverText: first, detail: detail), verb: "LIST")
        }
        return listing
    }

    /// The size of each of these messages, through the window: nil and the refusal for one that does not exist.
    public func list(_ numbers: [Int], _ each: (Int, Result<Int64, POP3Error>) -> Void) throws(POP3Error) {
        try require(.transaction, "LIST")
        try run(Batch(verb: "LIST", numbers: numbers)) { (index) throws(POP3Error) -> Bool in
            let number = numbers[index]
            try readEach(verb: "LIST", number: number) { text in
                Self.secondColumn(text, number: number).flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
            } tell: {
                each(number, $0)
            }
            return true
        }
    }

    /// Reads one single-line reply of a batch and hands its value, or the refusal, to `tell`.
    func readEach<Value>(
        verb: String, number: Int, _ parse: (String) -> Value?, tell: (Result<Value, POP3Error>) -> Void
    ) throws(POP3Error) {
        do throws(POP3Error) {
            let reply = try readStatus(verb: verb, number: number)
            guard let value = parse(reply.said) else {
                throw POP3Error(
                    .refused(nil), verb: verb, number: number, serverText: reply.text, detail: "an answer of another form")
            }
            tell(.success(value))
        } catch {
            guard case .refused = error.kind else { throw error }
            tell(.failure(error))
        }
    }

    /// The second column of `number value …`. Twisted leaves the number out of `UIDL n`, so a lone column counts as well, unless it is
    /// the number itself: then the value is what is missing.
    static func secondColumn(_ text: String, number: Int) -> Substring? {
        let columns = text.split(separator: " ", maxSplits: 2)
        if columns.count >= 2, Int(columns[0]) == number { return columns[1] }
        return columns.count == 1 && Int(columns[0]) != number ? columns[0] : nil
    }
}
