/// Counts for people: "1 message", "13 messages".
enum Plural {
    static func text(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
