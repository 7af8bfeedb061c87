/// Text in lines that fit.
enum Wrap {
    /// Breaks at blanks; a word that is longer than a line stays whole.
    /// - Parameters:
    ///   - columns: of the terminal.
    ///   - indent: blanks before every line but the first, which stands behind something of that width.
    static func text(_ text: String, _ columns: Int, indent: Int) -> String {
        var out = ""
        var used = indent
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let width = DisplayWidth.of(String(word))
            if used > indent, used + 1 + width > columns {
                out += "\n" + String(repeating: " ", count: indent)
                used = indent
            } else if !out.isEmpty {
                out += " "
                used += 1
            }
            out += word
            used += width
        }
        return out
    }
}
