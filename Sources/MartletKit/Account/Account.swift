/// One mailbox, as the configuration describes it.
public struct Account: Equatable, Sendable {
    /// Longest name, in octets: it becomes the name of a folder, and the first column of a table.
    public static let nameLimitOctets = 64

    public let name: String
    /// The mail address; for people, and the user's name where nothing else says it.
    public var address: String?
    public var settings: Settings

    public init(name: String, address: String? = nil, settings: Settings) {
        self.name = name
        self.address = address
        self.settings = settings
    }

    /// Whether an account may be called so: `[A-Za-z0-9._-]`, at most ``nameLimitOctets``, no `.` or `-` in front. Such a name is
    /// safe as a folder, in a terminal and behind an option.
    public static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= nameLimitOctets, first != UInt8(ascii: "."),
            first != UInt8(ascii: "-")
        else { return false }
        return text.utf8.allSatisfy { octet in
            (octet >= 0x30 && octet <= 0x39) || (octet >= 0x41 && octet <= 0x5A) || (octet >= 0x61 && octet <= 0x7A)
                || "._-".utf8.contains(octet)
        }
    }
}
