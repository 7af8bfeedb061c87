internal import POP3

/// The POP3 servers that an autoconfig document names, in its order of preference.
///
///     <clientConfig><emailProvider id="…"><incomingServer type="pop3">
///       <hostname/> <port/> <socketType/> <username/> <authentication/> …
enum Autoconfig {
    struct Server: Equatable {
        let endpoint: Endpoint
        var user: String?
        var remark: String?
    }

    /// More servers than a person would read about.
    private static let serverLimit = 8
    /// A whole address at its longest (RFC 5321 section 4.5.3.1, RFC 1035 section 2.3.4): who wants more as a user name is no provider.
    static let userLimitOctets = 64 + 1 + 253

    /// - Returns: the servers, and a line for people where the document names one that cannot be used, or cannot be read.
    static func servers(in octets: [UInt8], for address: MailAddress) -> (servers: [Server], remark: String?) {
        var events = XMLEvents(octets)
        var path: [String] = []
        var fields: [String: [String]]?
        var servers: [Server] = []
        var remark: String?
        while let event = events.next() {
            switch event {
            case .begin(let name, let attributes):
                path.append(name)
                if path == place, attributes["type"]?.lowercased() == "pop3" { fields = [:] }
            case .text(let text):
                if fields != nil, path.count == place.count + 1, let name = path.last {
                    fields?[name, default: []].append(text.trimmed)
                }
            case .end:
                if path == place, let read = fields {
                    fields = nil
                    switch server(read, address) {
                    case .success(let server) where servers.count < serverLimit: servers.append(server)
                    case .success: break
                    case .failure(let flaw): remark = flaw.text
                    }
                }
                if !path.isEmpty { path.removeLast() }
            }
        }
        // Half a document is none: what is missing might have been what matters.
        guard events.isComplete else { return ([], "is no document that can be read") }
        return (servers, servers.isEmpty ? remark : nil)
    }

    private static let place = ["clientConfig", "emailProvider", "incomingServer"]

    private struct Flaw: Error { let text: String }

    private static func server(_ fields: [String: [String]], _ address: MailAddress) -> Result<Server, Flaw> {
        let host = filled(fields["hostname"]?.first ?? "", address).lowercased()
        guard MailAddress.isHost(host), let port = UInt16(fields["port"]?.first ?? ""), port > 0 else {
            return .failure(Flaw(text: "names no server that can be one"))
        }
        let security: Endpoint.Security
        switch fields["socketType"]?.first?.uppercased() {
        case "SSL": security = .tls
        case "STARTTLS": security = .stls
        default: return .failure(Flaw(text: "names \(host), but without encryption: not used"))
        }
        var server = Server(endpoint: Endpoint(host: host, port: port, security: security))
        if let user = fields["username"]?.first.map({ filled($0, address) }), !user.isEmpty,
            user.utf8.count <= userLimitOctets,
            user.unicodeScalars.allSatisfy({ !Escape.isUnsafe($0) && $0.value >= 0x20 })
        {
            server.user = user
        }
        let ways = fields["authentication"] ?? []
        if !ways.isEmpty, ways.allSatisfy({ $0.uppercased() == "OAUTH2" }) { server.remark = "wants OAuth2" }
        return .success(server)
    }

    private static func filled(_ text: String, _ address: MailAddress) -> String {
        text.replacing("%EMAILADDRESS%", with: address.text).replacing("%EMAILLOCALPART%", with: address.local)
            .replacing("%EMAILDOMAIN%", with: address.domain)
    }
}

extension String {
    fileprivate var trimmed: String {
        let blanks: Set<Character> = [" ", "\t", "\r", "\n", "\r\n"]
        guard let first = firstIndex(where: { !blanks.contains($0) }), let last = lastIndex(where: { !blanks.contains($0) })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
