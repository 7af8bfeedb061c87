/// A mail address, as far as finding its server needs it taken apart.
struct MailAddress: Equatable {
    let local: String
    /// In lower case.
    let domain: String

    var text: String { "\(local)@\(domain)" }

    /// - Throws: exit code 64.
    init(_ text: String) throws(Failure) {
        let example = "anna@example.net"
        guard let at = text.lastIndex(of: "@"), at != text.startIndex else {
            throw .usage("\"\(text)\" is no mail address", hint: "account add \(example)")
        }
        local = String(text[..<at])
        domain = text[text.index(after: at)...].lowercased()
        guard local.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && !Escape.isUnsafe($0) }),
            local.utf8.count <= 64
        else { throw .usage("\"\(text)\" is no mail address", hint: "account add \(example)") }
        guard domain.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw .usage("the domain \"\(domain)\" is not in ASCII", hint: "its name as DNS has it, which begins with xn--")
        }
        guard Self.isHost(domain) else {
            throw .usage("\"\(domain)\" is no domain", hint: "account add \(example)")
        }
    }

    /// Whether DNS may know a host by this name: letters, digits and hyphens in labels with dots between (RFC 1123 section 2.1).
    static func isHost(_ text: String) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy {
                    ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x41 && $0 <= 0x5A)
                        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                }
        }
    }

    /// Whether a host belongs to the address's own domain.
    func owns(_ host: String) -> Bool {
        let host = host.lowercased()
        return host == domain || host.hasSuffix("." + domain)
    }

    /// What an account would be called: the domain's own word, "example" of mail.example.net.
    var suggestedName: String {
        let labels = domain.split(separator: ".").map(String.init)
        let own = labels.count < 2 ? labels[0] : labels.dropLast().max { $0.utf8.count < $1.utf8.count } ?? labels[0]
        return Account.isName(own) ? own : "mail"
    }
}
