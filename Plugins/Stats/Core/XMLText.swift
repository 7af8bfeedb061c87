/// Strangers' text in XML: nothing of it is markup, turns the direction of what is read, or is a character that XML forbids.
enum XMLText {
    /// For an element's content and for quoted attributes.
    static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;".unicodeScalars
            case "<": out += "&lt;".unicodeScalars
            case ">": out += "&gt;".unicodeScalars
            case "\"": out += "&quot;".unicodeScalars
            case "'": out += "&#39;".unicodeScalars
            case "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": out.append(" ")
            case "\u{fffe}", "\u{ffff}": break
            default:
                // Bidirectional controls are among the format characters; joiners go with them.
                switch scalar.properties.generalCategory {
                case .control, .format, .surrogate: break
                default: out.append(scalar)
                }
            }
        }
        return String(out)
    }

    /// The longest beginning that is no wider than so many Latin letters, with "…" where something was cut. A guess: no font is known.
    static func cut(_ text: String, letters: Int) -> String {
        var used = 0
        var kept = ""
        for character in text {
            let isWide = character.unicodeScalars.first.map { $0.value >= 0x1100 } ?? false
            used += isWide ? 2 : 1
            if used > letters { return kept + "\u{2026}" }
            // A character of endless combining marks is one letter and no label.
            kept.unicodeScalars.append(contentsOf: character.unicodeScalars.prefix(16))
        }
        return kept
    }
}
