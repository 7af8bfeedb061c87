/// Makes one expression of the arguments of a command line.
///
/// A shell has taken the quotes away: `from:"two words"` comes as one argument with a blank in it, and so does `'from:anna size>1M'`,
/// which is a whole expression. What can be read as it is, is; otherwise an argument that begins with a key for text and goes on in
/// plain words gets its quotes back.
enum SelectionArguments {
    /// What divides arguments in a text.
    static let border: Character = "\n"

    /// The arguments of a text, joined by blanks.
    static func plain(_ text: String) -> String { text.replacing(String(border), with: " ") }

    /// The same with quotes put back.
    static func quoted(_ text: String) -> String {
        text.split(separator: border).map { argument -> String in
            let argument = String(argument)
            guard let key = textKey(of: argument) else { return argument }
            let value = argument.dropFirst(key.count)
            // What looks like selection language behind the first word is probably that, with a slip in it.
            let isText = value.drop { $0 != " " }.allSatisfy { !":<>=,()\"".contains($0) }
            return value.contains(" ") && isText && !value.contains("\"") ? key + quote(String(value)) : argument
        }.joined(separator: " ")
    }

    /// The key for text that a word begins with, its colon included: `from:`, `header:list-id:`.
    static func textKey(of word: String) -> String? {
        guard let colon = word.firstIndex(of: ":"), let key = SelectionKey.named(String(word[..<colon])), key.takesText else {
            return nil
        }
        let value = word.index(after: colon)
        guard key.name == "header" else { return String(word[..<value]) }
        guard let second = word[value...].firstIndex(of: ":"), !word[value..<second].contains(" ") else { return nil }
        return String(word[...second])
    }

    static func quote(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
