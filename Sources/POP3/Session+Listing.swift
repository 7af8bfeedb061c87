internal import CPOP3

extension Session {
    /// Reads the lines of a listing whose status line was read.
    func readEntries(verb: String, _ each: (UnsafeRawBufferPointer) throws(POP3Error) -> Void) throws(POP3Error) {
        while true {
            let event = try next(verb: verb)
            if event.kind == POP3_END { return }
            recorder?.entry(event.bytes)
            // A limit passed in the middle of a listing leaves the stream out of step.
            do throws(POP3Error) { try each(event.bytes) } catch { throw lose(error, verb: verb) }
        }
    }

    /// Lists the maildrop: LIST and UIDL, and CAPA where it is stale. Round trips: 1 with PIPELINING, else up to 3.
    public func maildrop() throws(POP3Error) -> Maildrop {
        try require(.transaction, "LIST")
        // What the server announced before sign-in is a good enough guess for pipelining three harmless commands.
        guard capabilities?.pipelining == true, options.window > 1 else {
            try learnCapabilities()
            let scan = try list()
            return Maildrop(scan: scan, uniqueIDs: try uidlIfAvailable())
        }
        let asksCapa = !capabilitiesAreKnown
        connection.commandBegins()
        if asksCapa { queue(try Command("CAPA")) }
        queue(try Command("LIST"))
        queue(try Command("UIDL"))
        try push(verb: "LIST")
        if asksCapa { try readCapabilities() }
        let scan: ScanListing
        do throws(POP3Error) { scan = try readList() } catch {
            // The reply to UIDL is due all the same.
            if error.connectionIsUsable { _ = try refusedAsNil { () throws(POP3Error) in try readUIDL() } }
            throw error
        }
        return Maildrop(scan: scan, uniqueIDs: try refusedAsNil { () throws(POP3Error) in try readUIDL() })
    }

    /// UIDL is asked for even where CAPA forgets it: some servers do (FIELD: quirk 3).
    private func uidlIfAvailable() throws(POP3Error) -> UniqueIDListing? {
        try refusedAsNil { () throws(POP3Error) in try uidl() }
    }

    /// nil for a `-ERR`, which concerns this command alone.
    func refusedAsNil<R>(_ body: () throws(POP3Error) -> R) throws(POP3Error) -> R? {
        do throws(POP3Error) { return try body() } catch {
            guard case .refused = error.kind else { throw error }
            return nil
        }
    }
}
