/// What a server announces in its CAPA reply (RFC 2449). What is absent may still work: some servers forget UIDL.
public struct Capabilities: Equatable, Sendable {
    /// One capability: its tag in upper case and its parameters as sent.
    public struct Entry: Equatable, Sendable {
        public let tag: String
        public let parameters: [String]
    }

    public let entries: [Entry]

    init(lines: [String]) {
        entries = lines.compactMap { line in
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            guard let tag = words.first else { return nil }
            return Entry(tag: tag.uppercased(), parameters: Array(words.dropFirst()))
        }
    }

    /// Whether the tag is announced. Tags are compared without regard to case (RFC 2449 section 3).
    public func has(_ tag: String) -> Bool { self[tag] != nil }

    /// The parameters of the first capability with this tag, nil when it is not announced.
    public subscript(tag: String) -> [String]? {
        let upper = tag.uppercased()
        return entries.first { $0.tag == upper }?.parameters
    }

    /// RFC 2449 section 6.6.
    public var pipelining: Bool { has("PIPELINING") }
    /// RFC 2595 section 4.
    public var stls: Bool { has("STLS") }
    /// SASL mechanisms in upper case (RFC 5034 section 3).
    public var mechanisms: [String] { (self["SASL"] ?? []).map { $0.uppercased() } }
}
