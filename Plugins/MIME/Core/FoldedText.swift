import MIME

/// One line of text as lines that fit a terminal.
enum FoldedText {
    /// Breaks at blanks, and inside of what is longer than a line.
    /// - Parameter room: columns of a line, at least 2.
    static func lines(_ text: String, _ room: Int) -> [String] {
        guard columns(text) > room else { return [text] }
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(separator: " ") {
            let width = columns(String(word))
            if used > 0, used + 1 + width <= room {
                line += " " + word
                used += 1 + width
                continue
            }
            if used > 0 { lines.append(line) }
            (line, used) = ("", 0)
            for character in word {
                let next = columns(String(character))
                if used > 0, used + next > room {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                line.append(character)
                used += next
            }
        }
        return lines + [line]
    }

    /// What the host escapes takes more columns than the character would: `\x1B`, `\u{202E}`.
    private static func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.properties.generalCategory {
            case .control: sum + 4
            case .format, .lineSeparator, .paragraphSeparator: sum + 8
            default: sum + TextColumns.of(scalar)
            }
        }
    }
}
