extension Session {
    /// Marks a message for deletion at QUIT (RFC 1939 section 5). Round trips: 1.
    @discardableResult
    public func dele(_ number: Int) throws(POP3Error) -> Reply {
        try require(.transaction, "DELE")
        let command = try Command("DELE", number: number)
        // Before the answer: one that is lost is no refusal.
        deletesAtQuit = true
        return try run(command)
    }

    /// Marks many, through the window. A `-ERR` concerns its message alone.
    public func dele(_ numbers: [Int], _ each: (Int, POP3Error?) -> Void) throws(POP3Error) {
        try require(.transaction, "DELE")
        if !numbers.isEmpty { deletesAtQuit = true }
        try run(Batch(verb: "DELE", numbers: numbers)) { (index) throws(POP3Error) -> Bool in
            let number = numbers[index]
            try readEach(verb: "DELE", number: number) { _ in
                ()
            } tell: { result in
                if case .failure(let error) = result { each(number, error) } else { each(number, nil) }
            }
            return true
        }
    }
}
