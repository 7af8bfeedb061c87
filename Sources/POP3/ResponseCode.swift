/// The code in brackets that may begin the text of a reply (RFC 2449 section 8, RFC 3206, RFC 6856 section 3).
public enum ResponseCode: Equatable, Hashable, Sendable {
    /// The maildrop is in use by another session.
    case inUse
    /// The user signs in too often.
    case loginDelay
    /// The credentials are wrong (RFC 3206 section 5).
    case auth
    /// A failure that will pass by itself (RFC 3206 section 4).
    case systemTemporary
    /// A failure that needs a person (RFC 3206 section 4).
    case systemPermanent
    /// The command needs UTF8 mode (RFC 6856 section 5).
    case utf8
    /// Any other code, upper case, at most 64 characters.
    case other(String)

    /// The code as the server writes it, without brackets.
    public var text: String {
        switch self {
        case .inUse: "IN-USE"
        case .loginDelay: "LOGIN-DELAY"
        case .auth: "AUTH"
        case .systemTemporary: "SYS/TEMP"
        case .systemPermanent: "SYS/PERM"
        case .utf8: "UTF8"
        case .other(let text): text
        }
    }

    /// Splits the text of a reply into its code, if it begins with one, and the rest.
    static func split(_ text: String) -> (code: ResponseCode?, rest: String) {
        guard text.first == "[", let close = text.firstIndex(of: "]") else { return (nil, text) }
        let inside = text[text.index(after: text.startIndex)..<close]
        // RFC 2449 section 8: 1*(%x21-5A / %x5C / %x5E-7E), levels divided by "/".
        guard !inside.isEmpty, inside.utf8.count <= 64,
            inside.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "[") })
        else { return (nil, text) }
        let rest = text[text.index(after: close)...].drop { $0 == " " }
        return (ResponseCode(inside.uppercased()), String(rest))
    }

    /// - Parameter upper: the code without brackets, upper case.
    init(_ upper: String) {
        switch upper {
        case "IN-USE": self = .inUse
        case "LOGIN-DELAY": self = .loginDelay
        case "AUTH": self = .auth
        case "SYS/TEMP": self = .systemTemporary
        case "SYS/PERM": self = .systemPermanent
        case "UTF8": self = .utf8
        default: self = .other(upper)
        }
    }
}
