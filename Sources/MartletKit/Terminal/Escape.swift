/// The one sanitizer between strangers' text and a terminal, a log or a line of output.
///
/// Escaped are C0 and C1 controls, DEL, bidirectional controls, line and paragraph separators, zero-width and tag characters: whatever
/// moves the cursor, reorders what is read, or hides. Joiners stay between letters that they join (Persian, Hindi); between emoji they go,
/// because half of all terminals show a family as its members, and columns must be right on all of them.
public enum Escape {
    /// One line: every control escaped, LF and tab included.
    public static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var out = ""
        append(text, to: &out, keeping: nil)
        return out
    }

    /// One line of octets; what is not UTF-8 becomes U+FFFD.
    public static func line(_ octets: some Collection<UInt8>) -> String { line(String(decoding: octets, as: UTF8.self)) }

    /// Text of many lines: LF and tab stay; a CR before a LF goes.
    public static func text(_ text: String) -> String {
        let text = text.replacing("\r\n", with: "\n")
        guard text.unicodeScalars.contains(where: { isUnsafe($0) && $0 != "\n" && $0 != "\t" }) else { return text }
        var out = ""
        append(text, to: &out, keeping: ["\n", "\t"])
        return out
    }

    private static func append(_ text: String, to out: inout String, keeping: [Unicode.Scalar]?) {
        var before: Unicode.Scalar?
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if isJoiner(scalar), let before, isJoined(before), let next = rest.first, isJoined(next) {
                if !isSign(before), !isSign(next) { out.unicodeScalars.append(scalar) }
            } else {
                append(scalar, to: &out, keeping: keeping)
            }
            before = scalar
        }
    }

    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{200C}" || scalar == "\u{200D}" }

    /// Letters and marks of the scripts that use joiners, and emoji: not ASCII, so that no word of ours can hide one.
    private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x0600, !isUnsafe(scalar) else { return false }
        switch scalar.properties.generalCategory {
        case .otherLetter, .nonspacingMark, .spacingMark: return true
        default: return isSign(scalar)
        }
    }

    /// Emoji, their skin tones and their selector.
    private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0xFE0F
            || scalar.value >= 0x2190 && [.otherSymbol, .modifierSymbol].contains(scalar.properties.generalCategory)
    }

    private static func append(_ scalar: Unicode.Scalar, to out: inout String, keeping: [Unicode.Scalar]?) {
        guard isUnsafe(scalar), keeping?.contains(scalar) != true else {
            out.unicodeScalars.append(scalar)
            return
        }
        let hex = String(scalar.value, radix: 16, uppercase: true)
        out += scalar.value < 0x100 ? "\\x" + (hex.count < 2 ? "0" : "") + hex : "\\u{\(hex)}"
    }

    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F: true
        default: false
        }
    }
}
