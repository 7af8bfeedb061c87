/// A line, split into the words of a command.
///
///     word   = blank-free text, '…' taken as it is, "…" with \" and \\, or \ and the character it protects
///            behind a key for text, as in from:"two words", quotes stay as "…": a selection needs them
///     ~/     at the unquoted start of a word is the home folder
///     ;      between words ends a command: another follows
///     #      as the first character of a line makes it a comment
public enum Words {
    /// - Parameter home: what `~/` stands for; nil leaves it alone.
    /// - Throws: a usage failure for a quote that is never closed, or a backslash with nothing behind it.
    public static func split(_ line: String, home: String?) throws(Failure) -> [String] {
        try commands(line, home: home).flatMap { $0 }
    }

    /// A line that may hold several commands, each as its words; an empty one is none.
    /// - Throws: as ``split(_:home:)``.
    public static func commands(_ line: String, home: String?) throws(Failure) -> [[String]] {
        try commands(line, home: home) { _ in false }
    }

    /// The same up to a place where a command begins that the caller takes for its own, with all behind it.
    /// - Parameter takesRest: whether it does, given the rest of the line from there.
    public static func commands(
        _ line: String, home: String?, takesRest: (Substring) -> Bool
    ) throws(Failure) -> [[String]] {
        var commands: [[String]] = []
        var reader = Reader(home: home)
        for index in line.unicodeScalars.indices {
            let scalar = line.unicodeScalars[index]
            let isBetween = reader.word == nil && reader.open == .none
            if scalar == "#", isBetween, commands.isEmpty, reader.words.isEmpty { return [] }
            if isBetween, reader.words.isEmpty, scalar == "!" || scalar == "-", takesRest(line[index...]) { return commands }
            guard scalar == ";", reader.open == .none else {
                reader.take(scalar)
                continue
            }
            reader.endWord()
            if !reader.words.isEmpty { commands.append(reader.words) }
            reader.words = []
        }
        switch reader.open {
        case .none: break
        case .backslash: throw .usage("the line ends in a backslash that protects nothing", hint: "\\\\ for a backslash itself")
        case .single: throw .usage("a ' is never closed", hint: "\\' for the character itself")
        case .double: throw .usage("a \" is never closed", hint: "\\\" for the character itself")
        }
        reader.endWord()
        if !reader.words.isEmpty { commands.append(reader.words) }
        return commands
    }

    /// The words of a line that is still being typed: what is open counts as closed, the last word may be empty.
    public static func unfinished(_ line: String) -> (before: [String], last: String) {
        let commands = unfinishedCommands(line)
        return (Array(commands[commands.count - 1].dropLast()), commands[commands.count - 1].last ?? "")
    }

    /// The commands of a line that is still being typed, at least one; the last word of the last may be empty.
    public static func unfinishedCommands(_ line: String) -> [[String]] {
        var commands: [[String]] = []
        var reader = Reader(home: nil)
        for scalar in line.unicodeScalars {
            guard scalar == ";", reader.open == .none else {
                reader.take(scalar)
                continue
            }
            reader.endWord()
            commands.append(reader.words)
            reader.words = []
        }
        return commands + [reader.words + [reader.word.map { String($0) } ?? ""]]
    }

    /// The word as it must be typed to be read back as it is.
    /// - Parameter open: the quote that stands before it already.
    /// - Returns: nil when it cannot be written inside this quote.
    public static func quoted(_ word: String, open: Character? = nil) -> String? {
        switch open {
        case "'": return word.contains("'") ? nil : word
        case "\"": return word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        default:
            var out = ""
            for scalar in word.unicodeScalars {
                if " \t\n'\"\\;".unicodeScalars.contains(scalar) || (out.isEmpty && scalar == "#") { out += "\\" }
                out.unicodeScalars.append(scalar)
            }
            return out
        }
    }

    private struct Reader {
        enum Open { case none, single, double, backslash }

        let home: String?
        var words: [String] = []
        /// nil between words: "" is a word that '' made.
        var word: String.UnicodeScalarView?
        var open = Open.none
        /// The backslash stands inside "…".
        private var wasDouble = false
        /// The word began with an unquoted ~ and nothing came since.
        private var isTilde = false
        /// The quotes that are open belong to the word.
        private var keepsQuotes = false

        init(home: String?) { self.home = home }

        mutating func take(_ scalar: Unicode.Scalar) {
            switch (open, scalar) {
            case (.backslash, _):
                if wasDouble, scalar != "\"", scalar != "\\" { quoted("\\") }
                quoted(scalar)
                open = wasDouble ? .double : .none
            case (.single, "'"), (.double, "\""):
                open = .none
                if keepsQuotes { append("\"") }
                keepsQuotes = false
            case (.double, "\\"), (.none, "\\"):
                wasDouble = open == .double
                open = .backslash
            case (.single, _), (.double, _): quoted(scalar)
            case (.none, "'"), (.none, "\""):
                isTilde = false
                if word == nil { word = "".unicodeScalars }
                open = scalar == "'" ? .single : .double
                keepsQuotes = Selection.keepsQuotes(behind: String(word ?? "".unicodeScalars))
                if keepsQuotes { append("\"") }
            case (.none, " "), (.none, "\t"), (.none, "\n"), (.none, "\r"): endWord()
            case (.none, _):
                if scalar == "/", isTilde, let home { word = home.unicodeScalars }
                let isFirst = word == nil
                append(scalar)
                isTilde = isFirst && scalar == "~"
            }
        }

        /// A character between quotes, or protected by a backslash.
        private mutating func quoted(_ scalar: Unicode.Scalar) {
            if keepsQuotes, scalar == "\"" || scalar == "\\" { append("\\") }
            append(scalar)
        }

        private mutating func append(_ scalar: Unicode.Scalar) {
            isTilde = false
            if word == nil { word = "".unicodeScalars }
            word?.append(scalar)
        }

        mutating func endWord() {
            if let word { words.append(String(word)) }
            word = nil
            isTilde = false
        }
    }
}
