/// What messages are gathered by.
public enum Grouping: String, CaseIterable, Sendable {
    case sender, domain, month, size

    /// Groups on a chart unless told: what a screen holds, and ten years.
    public var chartMost: Int { self == .month ? 120 : 20 }

    /// Whether groups stand in an order of their own, not by size.
    var isOrdered: Bool { self == .month || self == .size }
}
