/// The server could not be started, or a certificate not be made.
public struct DemoError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What failed and why, in one line.
    public let description: String

    init(_ description: String) { self.description = description }
}
