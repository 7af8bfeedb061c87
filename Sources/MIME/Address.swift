/// A mailbox of an address field (RFC 5322 section 3.4), read tolerantly.
public struct Address: Equatable, Sendable {
    /// Mailboxes of a field that are read, or of all fields of one name; a longer list is cut.
    public static let most = 10_000

    /// The display name, unquoted and decoded, else the comment beside the address, else empty.
    public let name: String
    /// "anna@example.org"; may be empty, may lack the "@", is not checked.
    public let address: String

    public init(name: String, address: String) { (self.name, self.address) = (name, address) }
}
