/// What makes a server's certificate believed.
public struct Trust: Equatable, Sendable {
    /// PEM file trusted in place of the system's store.
    public var caFile: String?
    /// SHA-256 of the certificate or of its public key, 32 octets. A match takes the place of chain, name and dates.
    public var pin: [UInt8]?

    public init(caFile: String? = nil, pin: [UInt8]? = nil) {
        self.caFile = caFile
        self.pin = pin
    }
}
