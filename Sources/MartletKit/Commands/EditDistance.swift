/// Edits between two words (Levenshtein): for "did you mean" only.
enum EditDistance {
    static func of(_ one: String, _ other: String) -> Int {
        let one = Array(one.utf8.prefix(64))
        let other = Array(other.utf8.prefix(64))
        var row = Array(0...other.count)
        for (i, a) in one.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in other.enumerated() {
                let next = min(row[j + 1] + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[other.count]
    }

    /// The word that was probably meant, at most two edits away; nil where none is.
    ///
    /// Two edits make any word of one or two letters into any other: something has to be left of both. Of words as near, one that
    /// begins the same is meant ("lsit" is no "exit"), and of those one that has every letter that was typed ("delte" is no "dele") or
    /// that was typed whole ("statt" is no "stats").
    static func nearest(to word: String, among known: [String]) -> String? {
        known.map { (name: $0, edits: of($0, word)) }
            .filter { $0.edits <= min(2, $0.name.utf8.count - 1, word.utf8.count - 1) }
            .min { rank($0, word) < rank($1, word) }?.name
    }

    private static func rank(_ one: (name: String, edits: Int), _ word: String) -> (Int, Int, Int, Int) {
        (
            one.edits, one.name.first == word.first ? 0 : 1,
            has(one.name, everyLetterOf: word) || word.hasPrefix(one.name) ? 0 : 1,
            // A letter is left out more often than put in.
            -one.name.utf8.count
        )
    }

    private static func has(_ name: String, everyLetterOf word: String) -> Bool {
        var rest = name[...]
        for letter in word {
            guard let at = rest.firstIndex(of: letter) else { return false }
            rest = rest[rest.index(after: at)...]
        }
        return true
    }
}
