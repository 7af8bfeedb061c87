/// The first mailbox of an address field (RFC 5322 section 3.4), read tolerantly: "Anna Blum <anna@example.org>".
public struct MailAddress: Equatable, Sendable {
    /// As written between the angle brackets, or alone; may be empty, may lack the "@", is not checked.
    public let address: String
    /// The display name, unquoted and decoded; else the comment behind an address without one; else empty.
    public let name: String

    /// - Parameter octets: the value of the field, unfolded.
    init(parsing octets: ArraySlice<UInt8>) {
        var phrase: [UInt8] = []
        var comment: [UInt8] = []
        var inside: [UInt8]?
        var at = octets.startIndex
        scan: while at < octets.endIndex {
            let octet = octets[at]
            at += 1
            switch octet {
            case UInt8(ascii: "\""):
                phrase += Self.quotedString(octets, &at)
            case UInt8(ascii: "("):
                comment += Self.comment(octets, &at)
            case UInt8(ascii: "<"):
                let end = octets[at...].firstIndex(of: UInt8(ascii: ">")) ?? octets.endIndex
                inside = Array(octets[at..<end])
                break scan
            case UInt8(ascii: ":"):
                phrase.removeAll()  // a group's name
            case UInt8(ascii: ","), UInt8(ascii: ";"):
                if phrase.contains(where: { $0 != 0x20 && $0 != 0x09 }) { break scan }
                phrase.removeAll()
            default:
                phrase.append(octet)
            }
        }
        if let inside {
            address = Self.trimmed(Self.withoutRoute(inside))
            let words = EncodedWords.decode(phrase[...])
            name = Self.trimmed(words.isEmpty ? EncodedWords.decode(comment[...]) : words)
        } else {
            address = Self.trimmed(EncodedWords.decode(phrase[...]))
            name = Self.trimmed(EncodedWords.decode(comment[...]))
        }
    }

    /// Up to the closing quote, which `at` is left behind.
    private static func quotedString(_ octets: ArraySlice<UInt8>, _ at: inout Int) -> [UInt8] {
        var out: [UInt8] = []
        while at < octets.endIndex {
            let octet = octets[at]
            at += 1
            if octet == UInt8(ascii: "\"") { break }
            if octet == UInt8(ascii: "\\"), at < octets.endIndex {
                out.append(octets[at])
                at += 1
            } else {
                out.append(octet)
            }
        }
        return out
    }

    /// Up to the bracket that closes it; inner ones stay.
    private static func comment(_ octets: ArraySlice<UInt8>, _ at: inout Int) -> [UInt8] {
        var out: [UInt8] = []
        var depth = 1
        while at < octets.endIndex {
            let octet = octets[at]
            at += 1
            if octet == UInt8(ascii: "(") { depth += 1 }
            if octet == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0 { break }
            if octet == UInt8(ascii: "\\"), at < octets.endIndex {
                out.append(octets[at])
                at += 1
            } else {
                out.append(octet)
            }
        }
        return out
    }

    /// "@a,@b:anna@c" is "anna@c" (RFC 5322 section 4.4).
    private static func withoutRoute(_ inside: [UInt8]) -> String {
        var address = inside[...]
        if address.first == UInt8(ascii: "@"), let colon = address.lastIndex(of: UInt8(ascii: ":")) {
            address = address[(colon + 1)...]
        }
        return EncodedWords.decode(address)
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(text[first...last])
    }
}
