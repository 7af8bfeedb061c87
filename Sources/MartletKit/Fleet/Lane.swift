/// The side of one account in an output that several share: its name on every line, its failure, its progress.
///
/// One thread at a time; what is shared is in ``Funnel`` and ``Meter``.
final class Lane {
    let account: String
    let funnel: Funnel
    private let meter: Meter
    /// Columns of the first column on a terminal.
    private let width: Int
    /// The first failure that was shown.
    private(set) var failure: Failure?

    /// - Parameter width: of the longest name, in columns.
    init(_ account: String, _ funnel: Funnel, _ meter: Meter, width: Int) {
        self.account = account
        self.funnel = funnel
        self.meter = meter
        self.width = width
    }

    /// Columns of a terminal that naming the account takes, with the gap behind it.
    var labelColumns: Int { width + 2 }

    var column: Console.Column { Console.Column("account", width: width) }

    func isFirst(_ heading: [String]) -> Bool { funnel.isFirst(heading) }

    /// Lines of our own text on stdout, the account as their first column.
    func labelled(_ text: String, _ format: Console.Format) -> String {
        let label = format == .table ? DisplayWidth.fit(account, width) + "  " : account + "\t"
        return Self.lines(text).map { label + $0 + "\n" }.joined()
    }

    /// Lines of conversation, without the last line end.
    func prefixed(_ text: String) -> String { Self.lines(text).map { "\(account): \($0)" }.joined(separator: "\n") }

    private static func lines(_ text: String) -> [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    func fail(_ failure: Failure) { if self.failure == nil { self.failure = failure } }

    func progress(done: Int, octets: Int64) { meter.report(account, messages: done, octets: octets) }
}
