/// Bars for a terminal, beside the columns of a table.
public struct Chart {
    public enum Marks: Sendable { case blocks, ascii }

    /// Where a bar is narrower it says nothing.
    static let barLeast = 8
    public static let messagesColumns = 8
    public static let octetsColumns = 6
    /// Between two columns of a table.
    static let gap = 2

    /// Columns of the labels.
    public let labelColumns: Int
    /// Columns of the longest bar; 0: there is no room for bars.
    public let barColumns: Int

    private let marks: Marks
    private let largest: Int64

    /// - Parameter columns: of the terminal.
    public init(_ groups: [Group], columns: Int, marks: Marks) {
        self.marks = marks
        largest = groups.map(\.octets).max() ?? 0
        let taken = Self.messagesColumns + Self.octetsColumns + 3 * Self.gap
        let wanted = groups.map { Self.columnsAtMost($0.label) }.max() ?? 0
        let labels = max(8, min(wanted, columns * 2 / 5))
        let left = columns - taken - labels
        barColumns = left >= Self.barLeast ? left : 0
        labelColumns = barColumns > 0 ? labels : max(8, min(wanted, columns - taken + Self.gap))
    }

    /// Nothing for nothing; the smallest mark for something, however little.
    public func bar(_ octets: Int64) -> String {
        guard largest > 0, octets > 0, barColumns > 0 else { return "" }
        let part = Double(octets) / Double(largest) * Double(barColumns)
        if marks == .ascii { return String(repeating: "#", count: max(1, Int(part.rounded()))) }
        let eighths = max(1, Int((part * 8).rounded()))
        let whole = String(repeating: "\u{2588}", count: eighths / 8)
        return eighths % 8 == 0
            ? whole
            : whole + ["\u{258f}", "\u{258e}", "\u{258d}", "\u{258c}", "\u{258b}", "\u{258a}", "\u{2589}"][eighths % 8 - 1]
    }

    /// Blocks where the locale has them and the terminal shows them.
    public static func marks(_ environment: (String) -> String?) -> Marks {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment($0) }.first { !$0.isEmpty } ?? ""
        let charset = locale.lowercased().replacing("-", with: "")
        return charset.contains("utf8") && environment("TERM") != "dumb" ? .blocks : .ascii
    }

    /// Exact for ASCII; others may be wide.
    private static func columnsAtMost(_ text: String) -> Int {
        text.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
    }
}
