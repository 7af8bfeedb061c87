/// The words of a selection that stand for themselves: one row a word.
struct SelectionWord: Sendable {
    let name: String
    /// For `help selection`.
    let about: String
    let test: SelectionTest

    static let all = [
        SelectionWord(name: "all", about: "every message; * is the same", test: .all),
        SelectionWord(name: "new", about: "not yet exported from this account", test: .new),
        SelectionWord(name: "seen", about: "not new: exported, or marked as seen", test: .seen),
        SelectionWord(name: "exported", about: "stored by export, as far as the ledger knows", test: .exported),
        SelectionWord(name: "marked", about: "marked for deletion in this session", test: .marked),
    ]

    /// Signs, which nobody misspells.
    static let signs: [String: SelectionTest] = ["*": .all, "$": .last, ".": .current, "^": .listed]

    static func test(_ text: String) -> SelectionTest? {
        signs[text] ?? all.first { $0.name == text }?.test ?? NumberSet.read(text).map { .numbers($0) }
    }
}
