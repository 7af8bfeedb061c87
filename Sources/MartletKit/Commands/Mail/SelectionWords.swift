/// The selection among a built-in command's arguments.
enum SelectionWords {
    /// Refuses what is neither an option of the command nor a selection; `-3` is one.
    static func checked(_ words: [String], of command: String) throws(Failure) -> [String] {
        let words = words.filter { $0 != "--" }
        if let option = words.first(where: { $0.hasPrefix("-") && !($0.dropFirst().first?.isNumber ?? false) }) {
            throw .usage("\(command): no option \"\(option)\"", hint: "help \(command)")
        }
        guard !words.isEmpty else {
            throw .usage("\(command) wants a selection: which messages", hint: "\(command) 1-5,9  (help selection)")
        }
        return words
    }

    static func expression(_ words: [String]) -> String { words.joined(separator: String(SelectionArguments.border)) }
}
