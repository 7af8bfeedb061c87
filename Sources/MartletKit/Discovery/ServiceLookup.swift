public import POP3

/// An SRV record (RFC 2782).
public struct ServiceRecord: Equatable, Sendable {
    public var priority: UInt16
    public var weight: UInt16
    public var port: UInt16
    /// No dot at its end; "." alone says that the service is not offered.
    public var target: String

    public init(priority: UInt16 = 0, weight: UInt16 = 0, port: UInt16, target: String) {
        (self.priority, self.weight, self.port, self.target) = (priority, weight, port, target)
    }
}

/// What discovery asks the network. A test answers itself.
public protocol ServiceLookup: Sendable {
    /// The SRV records of a name, none where there are none; nil where nobody answered.
    func srv(_ name: String) -> [ServiceRecord]?
    /// What an HTTPS address has, at most ``Discovery/autoconfigLimitOctets``.
    func https(_ url: String) -> HTTPSAnswer
    /// Whether a POP3 server with a certificate for this name greets there.
    func greets(_ endpoint: Endpoint) -> Bool
}

public enum HTTPSAnswer: Equatable, Sendable {
    case octets([UInt8])
    /// Nothing there, or nothing that may be believed.
    case nothing
    /// There is no program to ask with.
    case notAsked
}
