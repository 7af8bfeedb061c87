#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Which messages a command is for: `1-5,9 new from:anna size>1M`. The language is in ``SelectionParser``, its words and keys are the
/// tables in ``SelectionWord`` and ``SelectionKey``.
public struct Selection: Equatable, Sendable {
    let tree: SelectionNode
    /// As it was read: one line, with the quotes that a shell took away.
    let source: String
    /// Numbers named alone: each has to exist.
    let singles: [Int]

    /// - Parameter text: an expression; a line end in it is the border between two arguments of a command line, which matters only where an
    ///   argument has blanks in it (``SelectionArguments``).
    /// - Throws: a usage failure that points at the character it does not understand.
    public init(_ text: String) throws(Failure) { try self.init(text, now: Int64(time(nil))) }

    /// - Parameter now: seconds since 1970, what `older:30d` counts from.
    init(_ text: String, now: Int64) throws(Failure) {
        let plain = SelectionArguments.plain(text)
        do throws(Failure) {
            (tree, singles) = try SelectionParser.parse(plain, now: now)
            source = plain
        } catch {
            let quoted = SelectionArguments.quoted(text)
            guard quoted != plain else { throw error }
            (tree, singles) = try SelectionParser.parse(quoted, now: now)
            source = quoted
        }
    }

    /// Whether any term is one of these.
    func asks(_ wanted: (SelectionTest) -> Bool) -> Bool { tree.asks(wanted) }

    /// The scalars of the expression at that place.
    func text(at place: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: source.unicodeScalars.dropFirst(place.lowerBound).prefix(place.count))
        return String(view)
    }

    /// Whether a quote behind these words of a line belongs to the selection: `1,from:` and then `"two words"`.
    public static func keepsQuotes(behind word: String) -> Bool {
        let term = String(word[(word.lastIndex { $0 == "," || $0 == "(" }.map { word.index(after: $0) } ?? word.startIndex)...])
        return SelectionArguments.textKey(of: term) == term
    }

    /// Where the last term of a word that is still being typed begins: behind the last comma or parenthesis outside quotes.
    public static func lastTerm(of word: String) -> String.Index {
        var start = word.startIndex
        var (isQuoted, isEscaped) = (false, false)
        for index in word.unicodeScalars.indices {
            let scalar = word.unicodeScalars[index]
            if scalar == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && scalar == "\\" && !isEscaped
            if !isQuoted, scalar == "," || scalar == "(" { start = word.unicodeScalars.index(after: index) }
        }
        return start
    }

    /// A text between quotes, as the value of a key.
    public static func quoted(_ text: String) -> String { SelectionArguments.quote(text) }

    /// What completion offers: words, and keys with their sign.
    public static let completions: [String] =
        SelectionWord.all.map(\.name) + ["and", "not", "or"]
        + SelectionKey.all.map { $0.name + ($0.form == .colon ? ":" : ">") }
}
