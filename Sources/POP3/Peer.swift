internal import CPOP3

/// Whom we are connected to: the address that answered and, under TLS, the certificate. Texts are printable ASCII.
public struct Peer: Equatable, Sendable {
    /// A certificate as far as people want to see it.
    public struct Certificate: Equatable, Sendable {
        public let subject: String
        /// subjectAltName entries, separated by ", ".
        public let names: String
        public let issuer: String
        /// RFC 3339, UTC.
        public let notBefore: String
        public let notAfter: String
        /// SHA-256 of the certificate, 32 octets.
        public let fingerprint: [UInt8]
        /// SHA-256 of the public key (SubjectPublicKeyInfo), 32 octets: what a pin should name, because it survives renewal.
        public let keyFingerprint: [UInt8]
    }

    /// Numeric address and port.
    public let address: String
    /// "TLSv1.3", empty without TLS.
    public let tlsVersion: String
    public let cipher: String
    public let certificate: Certificate?

    init(_ raw: pop3_peer) {
        var raw = raw
        address = Self.text(&raw.address)
        tlsVersion = Self.text(&raw.protocol)
        cipher = Self.text(&raw.cipher)
        certificate =
            raw.has_certificate
            ? Certificate(
                subject: Self.text(&raw.subject), names: Self.text(&raw.names), issuer: Self.text(&raw.issuer),
                notBefore: Self.text(&raw.not_before), notAfter: Self.text(&raw.not_after),
                fingerprint: withUnsafeBytes(of: raw.certificate_sha256, Array.init),
                keyFingerprint: withUnsafeBytes(of: raw.key_sha256, Array.init))
            : nil
    }

    /// A C array of characters that ends at its first NUL or at its end.
    private static func text<Field>(_ field: inout Field) -> String {
        withUnsafeBytes(of: &field) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
