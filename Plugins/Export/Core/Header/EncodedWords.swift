/// The words of a header field that stand for other characters (RFC 2047), decoded to text.
///
/// A stop-gap until the mail reader is here: of the charsets only UTF-8, US-ASCII and ISO-8859-1 (read as windows-1252, which is what
/// senders mean) are known; words in others stay as they are. Replace this file then.
enum EncodedWords {
    private enum Charset {
        case utf8, windows1252
        /// UTF-8 where it can be, else windows-1252.
        case undeclared
    }

    /// Never fails: what is no word, or a broken one, is text; text that is not UTF-8 is windows-1252; an octet that is nothing is
    /// U+FFFD. White space between two words goes, words of one charset that touch are decoded as one.
    /// Cost: linear; memory: of the order of the input.
    static func decode(_ octets: ArraySlice<UInt8>) -> String {
        guard octets.contains(UInt8(ascii: "=")) else { return text(octets) }
        var result = ""
        var plain: [UInt8] = []
        var word: [UInt8] = []
        var charset = Charset.undeclared
        func endWord() {
            if !word.isEmpty { result += text(word[...], charset) }
            word.removeAll()
        }
        var rest = octets
        var isBehindWord = false
        while let octet = rest.first {
            guard octet == UInt8(ascii: "="), let found = firstWord(rest) else {
                plain.append(octet)
                rest.removeFirst()
                continue
            }
            if !isBehindWord || !plain.allSatisfy(isBlank) {
                endWord()
                result += text(plain[...])
            }
            plain.removeAll()
            if found.charset != charset { endWord() }
            charset = found.charset
            word += found.octets
            rest = rest[found.end...]
            isBehindWord = true
        }
        endWord()
        return result + text(plain[...])
    }

    /// The word at the start of the octets, if there is one that we know the charset of.
    private static func firstWord(_ octets: ArraySlice<UInt8>) -> (charset: Charset, octets: [UInt8], end: Int)? {
        let mark = UInt8(ascii: "?")
        // "=?" charset "?" encoding "?" text "?="; no charset's name is longer.
        let start = octets.startIndex + 2
        guard octets.count >= 8, octets[start - 1] == mark,
            let nameEnd = octets[start...].prefix(40).firstIndex(of: mark), nameEnd + 2 < octets.endIndex,
            octets[nameEnd + 2] == mark, let charset = charset(octets[start..<nameEnd])
        else { return nil }
        let textStart = nameEnd + 3
        var end = textStart
        while true {
            guard let next = octets[end...].firstIndex(of: mark), next + 1 < octets.endIndex else { return nil }
            if octets[next + 1] == UInt8(ascii: "=") {
                end = next
                break
            }
            end = next + 1
        }
        let text = octets[textStart..<end]
        switch octets[nameEnd + 1] | 0x20 {
        case UInt8(ascii: "b"): return (charset, base64(text), end + 2)
        case UInt8(ascii: "q"): return (charset, quoted(text), end + 2)
        default: return nil
        }
    }

    private static func charset(_ name: ArraySlice<UInt8>) -> Charset? {
        let name = name.prefix { $0 != UInt8(ascii: "*") }  // what stands behind is a language (RFC 2231)
        let lower = name.map { $0 >= 0x41 && $0 <= 0x5a ? $0 | 0x20 : $0 }
        return switch String(decoding: lower, as: UTF8.self) {
        case "utf-8", "utf8": .utf8
        case "us-ascii", "ascii": .undeclared
        case "iso-8859-1", "latin1", "windows-1252", "cp1252": .windows1252
        default: nil
        }
    }

    /// What is not of the alphabet is passed over; padding in the middle only ends a group.
    private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var bits: UInt32 = 0
        var held = 0
        for octet in text {
            let value: UInt8
            switch octet {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = octet - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = octet - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = octet - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            case UInt8(ascii: "="):
                held = 0
                continue
            default: continue
            }
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                out.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            }
        }
        return out
    }

    private static func quoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var at = text.startIndex
        while at < text.endIndex {
            let octet = text[at]
            if octet == UInt8(ascii: "="), at + 2 < text.endIndex, let high = digit(text[at + 1]), let low = digit(text[at + 2]) {
                out.append(high << 4 | low)
                at += 3
            } else {
                out.append(octet == UInt8(ascii: "_") ? 0x20 : octet)
                at += 1
            }
        }
        return out
    }

    private static func digit(_ octet: UInt8) -> UInt8? {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): octet - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): octet - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): octet - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static func isBlank(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x09 || octet == 0x0d || octet == 0x0a }

    private static func text(_ octets: ArraySlice<UInt8>, _ charset: Charset = .undeclared) -> String {
        if charset == .utf8 { return String(decoding: octets, as: UTF8.self) }
        if charset == .undeclared, let valid = String(validating: octets, as: UTF8.self) { return valid }
        var out = String.UnicodeScalarView()
        for octet in octets { out.append(windows1252(octet)) }
        return String(out)
    }

    private static func windows1252(_ octet: UInt8) -> Unicode.Scalar {
        guard octet >= 0x80, octet < 0xa0 else { return Unicode.Scalar(octet) }
        return Unicode.Scalar(upperHalf[Int(octet) - 0x80]) ?? "\u{fffd}"
    }

    /// 0x80 to 0x9f; U+FFFD where windows-1252 has nothing.
    private static let upperHalf: [UInt16] = [
        0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
        0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
        0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
    ]
}
