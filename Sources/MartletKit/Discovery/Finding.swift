public import POP3

/// One answer to "where is this domain's POP3 server?".
public struct Finding: Equatable, Sendable {
    /// Who was asked, in the order in which an answer is believed.
    public enum Source: Int, CaseIterable, Comparable, Sendable {
        case srv, autoconfig, wellKnown, directory, probe

        public static func < (one: Source, other: Source) -> Bool { one.rawValue < other.rawValue }

        var name: String {
            switch self {
            case .srv: "DNS SRV"
            case .autoconfig, .wellKnown: "autoconfig"
            case .directory: "ISPDB"
            case .probe: "probe"
            }
        }
    }

    public let source: Source
    /// Which host or document said so.
    public let origin: String
    public let endpoint: Endpoint
    /// Who signs in, where the answer says it.
    public var user: String?
    /// What else it says, for people.
    public var remark: String?

    public init(_ source: Source, origin: String, _ endpoint: Endpoint, user: String? = nil, remark: String? = nil) {
        (self.source, self.origin, self.endpoint, self.user, self.remark) = (source, origin, endpoint, user, remark)
    }
}
