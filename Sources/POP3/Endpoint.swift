/// Where a server is and how its connection is secured.
public struct Endpoint: Equatable, Hashable, Sendable {
    public enum Security: Equatable, Hashable, Sendable {
        /// TLS from the first octet (RFC 8314 section 3.2). Default port 995.
        case tls
        /// STLS before anything else, or no session at all (RFC 2595 section 4). Default port 110.
        case stls
        /// No encryption, because the user asked for it.
        case cleartext
    }

    /// A DNS name, an IPv4 address or an IPv6 address without brackets.
    public var host: String
    public var port: UInt16
    public var security: Security

    /// - Parameter port: nil means 995 with TLS and 110 without.
    public init(host: String, port: UInt16? = nil, security: Security) {
        self.host = host
        self.port = port ?? (security == .tls ? 995 : 110)
        self.security = security
    }

    /// `host:port`, an IPv6 address in brackets.
    public var authority: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
