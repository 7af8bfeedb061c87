/// The server could not be started, or a certificate not be made.
public struct DemoError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What failed and why, in one line.
    public let description: String

    /// Whether another program has the port.
    public let isPortTaken: Bool

    init(_ description: String, isPortTaken: Bool = false) { (self.description, self.isPortTaken) = (description, isPortTaken) }
}
