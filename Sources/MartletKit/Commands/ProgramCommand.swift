/// A command of the program alone, not of its shell: `demo`, `replay`. Known here so that help, completions and the manual name it.
public struct ProgramCommand: Sendable {
    public let name: String
    /// One line, no full stop.
    public let summary: String
    /// The text of `help NAME` and `NAME --help`.
    public let help: @Sendable (_ columns: Int) -> String

    public init(_ name: String, _ summary: String, help: @escaping @Sendable (_ columns: Int) -> String) {
        (self.name, self.summary, self.help) = (name, summary, help)
    }
}
