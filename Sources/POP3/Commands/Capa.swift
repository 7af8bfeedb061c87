internal import CPOP3

extension Session {
    /// Asks what the server can do (RFC 2449 section 5). Round trips: 1.
    @discardableResult
    public func capa() throws(POP3Error) -> Capabilities {
        guard state != .ended else { throw broken ?? POP3Error(.state, verb: "CAPA") }
        // Known from here on, also when refused: asking again would get the same answer.
        capabilitiesAreKnown = true
        capabilities = nil
        try run(Command("CAPA"), POP3_REPLY_LISTING)
        return try readCapabilityLines()
    }

    /// Reads the reply to a CAPA that is under way; a refusal leaves none known.
    func readCapabilities() throws(POP3Error) {
        capabilitiesAreKnown = true
        capabilities = nil
        connection.expect(POP3_REPLY_LISTING)
        _ = try refusedAsNil { () throws(POP3Error) in
            _ = try readStatus(verb: "CAPA")
            return try readCapabilityLines()
        }
    }

    private func readCapabilityLines() throws(POP3Error) -> Capabilities {
        var lines: [String] = []
        try readEntries(verb: "CAPA") { (line) throws(POP3Error) in
            guard lines.count < Limits.capabilityLines else {
                throw POP3Error(.limit, detail: "more than \(Limits.capabilityLines) capabilities")
            }
            lines.append(Self.text(line))
        }
        let found = Capabilities(lines: lines)
        capabilities = found
        return found
    }
}
