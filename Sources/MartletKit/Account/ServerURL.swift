public import POP3

/// `pops://[user@]host[:port]` or `pop://…`; a bare host means `pops://`.
public struct ServerURL: Equatable, Sendable {
    public var endpoint: Endpoint
    public var user: String?
    /// The ``Failure/kind`` of an address with a password in it.
    static let passwordKind = "password-in-address"

    /// - Parameter cleartext: `pop://` without STLS, because the user asked for it.
    public init(_ text: String, cleartext: Bool = false) throws(Failure) {
        var rest = Substring(text)
        var security = Endpoint.Security.tls
        if let colon = rest.range(of: "://") {
            switch rest[..<colon.lowerBound].lowercased() {
            case "pops", "pop3s": security = .tls
            case "pop", "pop3": security = cleartext ? .cleartext : .stls
            case let other:
                throw .usage("no server scheme \"\(other)\"", hint: "pops://HOST (TLS, port 995) or pop://HOST (STLS, port 110)")
            }
            rest = rest[colon.upperBound...]
        }
        if let slash = rest.firstIndex(of: "/") {
            guard rest[slash...] == "/" else {
                throw .usage("a path in the server address: \"\(rest[slash...])\"", hint: "pops://HOST")
            }
            rest = rest[..<slash]
        }
        if let at = rest.lastIndex(of: "@") {
            let name = rest[..<at]
            guard !name.contains(":") else {
                throw Failure(
                    .usage, Self.passwordKind,
                    "a password in the server address would show in the process list; it was not used",
                    hint: "--password-command, --password-file, or be asked")
            }
            guard let decoded = Self.percentDecoded(name) else {
                throw .usage("the user name in the server address is not readable")
            }
            user = decoded
            rest = rest[rest.index(after: at)...]
        }
        let (host, port) = try Self.split(rest, of: text)
        endpoint = Endpoint(host: host, port: port, security: security)
    }

    private static func split(_ rest: Substring, of text: String) throws(Failure) -> (String, UInt16?) {
        var host = rest
        var port: Substring?
        if rest.first == "[" {
            guard let close = rest.firstIndex(of: "]") else { throw .usage("an IPv6 address without its closing bracket") }
            host = rest[rest.index(after: rest.startIndex)..<close]
            let behind = rest[rest.index(after: close)...]
            guard behind.isEmpty || behind.first == ":" else { throw .usage("\"\(behind)\" behind the address") }
            port = behind.isEmpty ? nil : behind.dropFirst()
        } else if rest.count(where: { $0 == ":" }) == 1, let colon = rest.firstIndex(of: ":") {
            host = rest[..<colon]
            port = rest[rest.index(after: colon)...]
        }
        guard !host.isEmpty, host.utf8.count <= 255, host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw .usage("no host in the server address \"\(text)\"", hint: "--server pops://pop.example.net")
        }
        guard let port else { return (String(host), nil) }
        guard let number = UInt16(port), number > 0 else {
            throw .usage("\"\(port)\" is not a port", hint: "a number from 1 to 65535, or none for the default")
        }
        return (String(host), number)
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var octets: [UInt8] = []
        var rest = text.utf8[...]
        while let octet = rest.popFirst() {
            guard octet == UInt8(ascii: "%") else {
                octets.append(octet)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            octets.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: octets, as: UTF8.self)
    }
}

extension Substring {
    fileprivate func range(of needle: String) -> Range<Index>? { firstRange(of: needle) }
}
