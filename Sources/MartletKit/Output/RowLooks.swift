/// How a row looks where colour is wanted; its marks say the same without.
enum RowLooks: Equatable {
    case new, toDelete

    /// - Parameter marks: the cell with the marks; nil where they mean nothing.
    init?(_ marks: Console.Cell) {
        guard case .text(let text) = marks else { return nil }
        if text.contains("D") { self = .toDelete } else if text.contains("N") { self = .new } else { return nil }
    }

    /// Bold for what is new, red and struck through for what is to be deleted.
    func drawn(_ line: String) -> String { "\u{1B}[\(self == .new ? "1" : "31;9")m\(line)\u{1B}[0m" }
}
