internal import CPOP3

extension Session {
    /// One language a server can answer in (RFC 6856 section 3). Untrusted text.
    public struct Language: Equatable, Sendable {
        public let tag: String
        public let description: String
    }

    /// The languages the server can answer in (RFC 6856 section 3). Round trips: 1.
    public func lang() throws(POP3Error) -> [Language] {
        guard state != .ended else { throw broken ?? POP3Error(.state, verb: "LANG") }
        try run(Command("LANG"), POP3_REPLY_LISTING)
        var found: [Language] = []
        try readEntries(verb: "LANG") { (line) throws(POP3Error) in
            guard found.count < Limits.capabilityLines else {
                throw POP3Error(.limit, detail: "more than \(Limits.capabilityLines) languages")
            }
            let columns = Self.text(line).split(separator: " ", maxSplits: 1).map(String.init)
            if let tag = columns.first { found.append(Language(tag: tag, description: columns.count > 1 ? columns[1] : "")) }
        }
        return found
    }

    /// Chooses the language of the server's answers: a language tag (RFC 5646), or `*` for the server's own. Round trips: 1.
    @discardableResult
    public func lang(_ tag: String) throws(POP3Error) -> Reply {
        guard state != .ended else { throw broken ?? POP3Error(.state, verb: "LANG") }
        guard !tag.isEmpty, tag.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw POP3Error(.argument, verb: "LANG", detail: "a language tag is letters, digits and hyphens, or *")
        }
        return try run(Command("LANG", tag))
    }
}
