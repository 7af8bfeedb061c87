internal import MIME

/// How many columns text takes on a terminal: 2 for East Asian wide characters and emoji, 0 for marks that stand above or below others.
///
/// Code point by code point, as terminals and `wcwidth` count: a vowel sign beside its letter (मी) takes a column, a skin tone two.
public enum DisplayWidth {
    public static func of(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + TextColumns.of($1) } }

    static func of(_ character: Character) -> Int { character.unicodeScalars.reduce(0) { $0 + TextColumns.of($1) } }

    /// Without what terminals do not agree about: emoji selectors and skin tones.
    private static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isDisputed) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isDisputed($0) }))
    }

    private static func isDisputed(_ scalar: Unicode.Scalar) -> Bool {
        (0xFE00...0xFE0F).contains(scalar.value) || (0x1F3FB...0x1F3FF).contains(scalar.value)
    }

    /// The longest beginning of `text` that fits, with `…` where something was cut, filled with blanks to exactly `columns`.
    public static func fit(_ text: String, _ columns: Int, right: Bool = false) -> String {
        let text = plain(text)
        let width = of(text)
        if width <= columns {
            let fill = String(repeating: " ", count: columns - width)
            return right ? fill + text : text + fill
        }
        guard columns > 0 else { return "" }
        var kept = ""
        var used = 0
        for character in text {
            let next = of(character)
            if used + next > columns - 1 { break }
            kept.append(character)
            used += next
        }
        return kept + "…" + String(repeating: " ", count: columns - 1 - used)
    }
}
