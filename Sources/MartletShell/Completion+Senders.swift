internal import MartletKit

extension Completion {
    private static let key = "from:"

    /// What may stand in place of the last word that ends in `from:…`, the sender seen last first, each as the line needs it; nil where the
    /// word is another.
    ///
    /// What was typed stays as it was typed, also its case, so that the common beginning of several is never shorter than that. Where one
    /// needs quotes all get them, for the same reason.
    func senders(_ line: String, _ before: [String], _ word: String, quote: Character?) -> [String]? {
        guard let first = before.first, let command = registry.find(first), takesSelection(command) else { return nil }
        let start = Selection.lastTerm(of: word)
        guard word[start...].hasPrefix(Self.key) else { return nil }
        // Behind quotes that are closed readline's word begins at their last blank.
        let ahead = word[..<start]
        guard ahead.unicodeScalars.allSatisfy({ Self.isBare($0) || ",(".unicodeScalars.contains($0) }) else { return [] }
        let value = word[start...].dropFirst(Self.key.count)
        let isQuoted = value.first == "\""
        guard let typed = isQuoted ? Self.unquoted(value.dropFirst()) : String(value) else { return [] }
        var texts = senders(typed)
        if texts.count > 1 {
            var seen: Set<String> = []
            texts = texts.map { typed + $0.dropFirst(typed.count) }.filter { seen.insert($0).inserted }
        }
        // Readline's word is what stands behind the quote, and it closes that itself.
        if isQuoted, quote == "\"", Self.quoteStandsBehindKey(line) { return texts.compactMap { Words.quoted($0, open: "\"") } }
        let needsQuotes = isQuoted || texts.contains { !$0.unicodeScalars.allSatisfy(Self.isBare) }
        let words = texts.map { String(ahead) + Self.key + (needsQuotes ? Selection.quoted($0) : $0) }
        // Outside quotes the shell leaves those of a selection in place.
        return quote == nil ? words : words.compactMap { Words.quoted($0, open: quote) }
    }

    /// Whether neither the shell nor a selection takes it for anything but text.
    private static func isBare(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "@", ".", "_", "+", "-": true
        default: scalar.value >= 0x80 && !scalar.properties.isWhitespace
        }
    }

    /// What stands behind a quote that is open; nil where it is closed again.
    private static func unquoted(_ text: Substring) -> String? {
        var out = String.UnicodeScalarView()
        var rest = text.unicodeScalars
        while let scalar = rest.popFirst() {
            if scalar == "\"" { return nil }
            let isEscaped = scalar == "\\" && (rest.first == "\"" || rest.first == "\\")
            out.append(isEscaped ? rest.removeFirst() : scalar)
        }
        return String(out)
    }

    /// Whether the `"` that is open at the end of a line stands behind the key, and not at the start of the word.
    private static func quoteStandsBehindKey(_ line: String) -> Bool {
        let scalars = Array(line.unicodeScalars)
        let isOpening = { (at: Int) in scalars[at] == "\"" && scalars[..<at].reversed().prefix { $0 == "\\" }.count % 2 == 0 }
        guard let at = scalars.indices.last(where: isOpening) else { return false }
        return at > 0 && scalars[at - 1] == ":"
    }
}
