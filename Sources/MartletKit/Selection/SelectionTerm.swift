/// Reads one word of an expression: a word that stands for itself, numbers, or `key:VALUE`.
struct SelectionTerm {
    let source: String
    let dates: DateWords

    /// - Parameter behind: the term before it, where only a blank is between.
    func read(_ token: SelectionToken, behind before: SelectionToken?) throws(Failure) -> SelectionTest {
        let text = Self.string(token.text[...])
        if token.bareCount == token.text.count, let test = SelectionWord.test(text) { return test }
        guard let sign = token.text[..<token.bareCount].firstIndex(where: { ":<>=".unicodeScalars.contains($0) }) else {
            throw unknownWord(text, token, behind: before)
        }
        return try keyed(token, sign)
    }

    private func keyed(_ token: SelectionToken, _ sign: Int) throws(Failure) -> SelectionTest {
        let name = Self.string(token.text[..<sign])
        let rest = Self.string(token.text[sign...])
        guard let key = SelectionKey.named(name) else {
            let hint = EditDistance.nearest(to: name.lowercased(), among: SelectionKey.all.map(\.name)).map { meant in
                let key = SelectionKey.named(meant)!
                let isFitting = (key.form == .colon) == rest.hasPrefix(":")
                return isFitting ? meant + Self.quoted(rest) : key.example
            }
            throw trouble("no selection key \"\(name)\"", token.origins[0], hint ?? "help selection")
        }
        var end = sign + 1
        if key.form == .comparison, token.text[sign] != ":", token.text.indices.contains(end), token.text[end] == "=" { end += 1 }
        let operation = Self.string(token.text[sign..<end])
        guard key.form == .colon ? operation == ":" : ["<", ">", "<=", ">="].contains(operation) else {
            throw trouble(
                key.form == .colon ? "\(name) is followed by a colon" : "\(name) is compared with < or >", token.origins[sign],
                key.example)
        }
        let value = Self.string(token.text[end...])
        let at = end < token.origins.count ? token.origins[end] : token.place.upperBound
        guard !value.isEmpty else {
            throw trouble("nothing behind \"\(name)\(operation)\"", at, key.example)
        }
        guard let test = key.read(SelectionKey.Value(sign: operation, text: value, dates: dates)) else {
            throw trouble("\"\(value)\" says nothing to \(name)", at, key.example)
        }
        return test
    }

    private func unknownWord(_ text: String, _ token: SelectionToken, behind before: SelectionToken?) -> Failure {
        let place = token.place.lowerBound
        if token.bareCount == token.text.count {
            if let key = SelectionKey.named(text) {
                // In a shell a bare > is a redirection and takes the rest of the term with it.
                let inShell = key.form == .comparison ? "  (in sh '\(key.example)')" : ""
                return trouble("\"\(text)\" alone says nothing", place, key.example + inShell)
            }
            if let meant = EditDistance.nearest(to: text.lowercased(), among: SelectionWord.all.map(\.name)) {
                return trouble("no selection word \"\(text)\"", place, meant)
            }
            // `from:anna lindqvist`: the second word of a text.
            if let before, let key = SelectionArguments.textKey(of: Self.string(before.text[...])), !text.hasPrefix("-") {
                let value = Self.string(before.text[...]).dropFirst(key.count) + " " + text
                return trouble("no selection word \"\(text)\"", place, key + SelectionArguments.quote(String(value)))
            }
        }
        return trouble("no selection word \"\(text)\"", place, "all, new, or numbers like 1-5,9")
    }

    private func trouble(_ message: String, _ offset: Int, _ hint: String) -> Failure {
        .usage(message, hint: hint, at: Excerpt(source, at: offset))
    }

    /// The sign and what is behind it as it can be typed again.
    private static func quoted(_ rest: String) -> String {
        rest.contains(where: { " ,()\"".contains($0) })
            ? rest.prefix(1) + SelectionArguments.quote(String(rest.dropFirst())) : rest
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
