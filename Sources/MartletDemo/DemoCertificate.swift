internal import CDemoTLS

/// PEM files of a server certificate and its key.
public struct DemoCertificate: Sendable, Equatable {
    /// What a made certificate claims. The default is good on loopback for ten days.
    public struct Claims: Sendable, Equatable {
        public var commonName = "localhost"
        /// DNS names and IP addresses, in OpenSSL's words.
        public var alternativeNames = ["DNS:localhost", "IP:127.0.0.1", "IP:::1"]
        /// From now; negative lies in the past.
        public var notBefore: Duration = .seconds(-3600)
        /// From now; negative lies in the past.
        public var notAfter: Duration = .seconds(10 * 86_400)
        /// Signed by its own key, not by the throw-away authority.
        public var isSelfSigned = false

        public init() {}

        /// Valid until an hour ago.
        public static var expired: Claims {
            var claims = Claims()
            (claims.notBefore, claims.notAfter) = (.seconds(-10 * 86_400), .seconds(-3600))
            return claims
        }

        /// Valid in a day.
        public static var notYetValid: Claims {
            var claims = Claims()
            claims.notBefore = .seconds(86_400)
            return claims
        }

        /// For another host.
        public static var wrongName: Claims {
            var claims = Claims()
            (claims.commonName, claims.alternativeNames) = ("pop.example.org", ["DNS:pop.example.org"])
            return claims
        }

        /// Right names, nobody's signature.
        public static var selfSigned: Claims {
            var claims = Claims()
            claims.isSelfSigned = true
            return claims
        }
    }

    /// The authority a client must trust for this certificate to be good; nil when unknown.
    public let authorityPath: String?
    public let certificatePath: String
    public let keyPath: String

    /// Files that exist already.
    public init(certificatePath: String, keyPath: String, authorityPath: String? = nil) {
        self.authorityPath = authorityPath
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }

    /// Makes an authority and a certificate signed by it: `NAME-ca.pem`, `NAME.pem`, `NAME.key`, mode 0600.
    /// The authority's key is thrown away.
    /// - Parameter folder: exists and can be written.
    public static func make(
        in folder: String, named name: String = "localhost", _ claims: Claims = Claims()
    ) throws(DemoError) -> DemoCertificate {
        let (authority, certificate, key) = ("\(folder)/\(name)-ca.pem", "\(folder)/\(name).pem", "\(folder)/\(name).key")
        let names = claims.alternativeNames.joined(separator: ",")
        let why = unsafe Why.of { why, size in
            unsafe claims.commonName.withCString { commonName in
                unsafe names.withCString { names in
                    var identity = unsafe demo_tls_identity(
                        common_name: commonName, alternative_names: names,
                        not_before: claims.notBefore.components.seconds,
                        not_after: claims.notAfter.components.seconds, self_signed: claims.isSelfSigned)
                    return unsafe demo_tls_certificate_write(&identity, authority, certificate, key, why, size) == 0
                }
            }
        }
        if let why { throw DemoError(why) }
        return DemoCertificate(certificatePath: certificate, keyPath: key, authorityPath: authority)
    }
}

/// Reasons that C tells in a buffer.
enum Why {
    /// Nil when `call` returns true, else what it wrote.
    static func of(_ call: (UnsafeMutablePointer<CChar>, Int) -> Bool) -> String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            unsafe buffer.initialize(repeating: 0)
            guard let at = buffer.baseAddress, unsafe !call(at, buffer.count) else { return nil }
            return unsafe String(cString: at)
        }
    }
}
