/// Text in lines that fit.
enum Wrap {
    /// Breaks at blanks; a word that is longer than a line stays whole.
    /// - Parameters:
    ///   - columns: of the terminal.
    ///   - indent: blanks before every line but the first.
    ///   - first: columns of what the first line stands behind; as many as the indent unless told.
    static func text(_ text: String, _ columns: Int, indent: Int, first: Int? = nil) -> String {
        var out = ""
        var used = first ?? indent
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let width = DisplayWidth.of(String(word))
            if !out.isEmpty {
                if used + 1 + width > columns {
                    out += "\n" + String(repeating: " ", count: indent)
                    used = indent
                } else {
                    out += " "
                    used += 1
                }
            }
            out += word
            used += width
        }
        return out
    }
}
