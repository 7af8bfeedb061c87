// A small language for writing sample messages down readably.

/// Part of a message's body.
enum LetterPart {
    /// Lines as they stand, in UTF-8, each ended by CRLF.
    case text(String)
    /// UTF-8 text as the lines of a base64 body.
    case base64(of: String)
    /// Octets given in base64, because a source file can hold them in no other way. Line breaks do not count.
    case raw(String)
    case octets([UInt8])

    fileprivate var octets: [UInt8] {
        switch self {
        case .text(let text): Letter.lines(text)
        case .base64(let text): Letter.lines(Letter.folded(Base64.encode(Letter.lines(text))))
        case .raw(let base64): Base64.decode(base64.utf8.filter { $0 > UInt8.blank }) ?? []
        case .octets(let octets): octets
        }
    }
}

enum Letter {
    /// Text with CRLF behind every line, the last too.
    static func lines(_ text: String) -> [UInt8] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { Array($0.utf8) + [.cr, .lf] }
    }

    /// Lines of 76 characters (RFC 2045 section 6.8).
    fileprivate static func folded(_ base64: String) -> String {
        let digits = Array(base64.utf8)
        return stride(from: 0, to: digits.count, by: 76).map {
            String(decoding: digits[$0..<min($0 + 76, digits.count)], as: UTF8.self)
        }.joined(separator: "\n")
    }
}

/// A message: header lines, an empty line, the body. One made of nothing but `parts` has the empty header.
func letter(_ uniqueID: String, _ header: String, _ parts: LetterPart...) -> DemoMessage {
    let body = parts.flatMap(\.octets)
    return DemoMessage(uniqueID: Array(uniqueID.utf8), octets: Letter.lines(header) + [.cr, .lf] + body)
}

/// A message without the line between header and body, or with anything else in its place.
func scrap(_ uniqueID: String, _ parts: LetterPart...) -> DemoMessage {
    DemoMessage(uniqueID: Array(uniqueID.utf8), octets: parts.flatMap(\.octets))
}
