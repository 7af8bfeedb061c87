/// Messages of one sender, domain, month or size.
public struct Group: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case named
        /// Refused headers, and those that do not say.
        case unknown
        /// What there was no room for.
        case others
    }

    public var kind: Kind
    /// The address in lower case, the domain, "2026-11", "<10 K". A stranger's text.
    public var key: String
    /// A sender's name, as last seen; a stranger's text.
    public var name: String
    public var messages: Int
    public var octets: Int64

    public init(_ kind: Kind = .named, key: String, name: String = "", messages: Int = 0, octets: Int64 = 0) {
        (self.kind, self.key, self.name, self.messages, self.octets) = (kind, key, name, messages, octets)
    }

    /// For people: "anna@example.org (Anna)". No address has brackets without quotes, so "(others)" is ours.
    public var label: String { name.isEmpty || name.lowercased() == key ? key : "\(key) (\(name))" }

    mutating func add(messages: Int = 1, octets: Int64) {
        self.messages += messages
        let (sum, isOver) = self.octets.addingReportingOverflow(octets)
        self.octets = isOver ? .max : sum
    }
}
