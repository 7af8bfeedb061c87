/// What the two mechanisms for OAuth 2 access tokens have in common (RFC 6750, RFC 7628).
enum Bearer {
    /// Divides the fields of both messages, so it can be in none.
    static let separator: UInt8 = 1

    /// The client's one message: what the mechanism says of the user, then `TOKEN^A^A`.
    /// - Parameters:
    ///   - names: what the user chose in `head`, to be checked.
    ///   - token: the octets of the access token, without `Bearer`.
    /// - Throws: ``POP3Error/Kind/argument``, before anything is sent: for an octet that ends a field or a line, for a message that no
    ///   command line holds, and for a token that is empty.
    static func message(_ head: String, names: String, _ token: [UInt8]) throws(POP3Error) -> [UInt8] {
        let forbidden: (UInt8) -> Bool = { $0 == 0 || $0 == separator || $0 == 10 || $0 == 13 }
        guard !names.utf8.contains(where: forbidden), !token.contains(where: forbidden) else {
            throw POP3Error(.argument, verb: "AUTH", detail: "a line break, NUL or ^A in user or token")
        }
        guard !token.isEmpty else { throw POP3Error(.argument, verb: "AUTH", detail: "an empty token") }
        let length = head.utf8.count + token.count + 2
        guard Base64.length(length) + 2 <= Limits.commandOctets else {
            throw POP3Error(.argument, verb: "AUTH", detail: "a token of \(token.count) octets is too long for a command")
        }
        var message: [UInt8] = []
        // No growing: that would leave octets behind where nobody wipes them.
        message.reserveCapacity(length)
        message.append(contentsOf: head.utf8)
        message.append(contentsOf: token)
        message.append(separator)
        message.append(separator)
        return message
    }

    /// The challenge behind the message: a refusal with its reason (RFC 7628 section 3.2.3). It is answered once, and makes the server say
    /// `-ERR`.
    struct Refusal {
        private(set) var complaint: String?
        private var hasAnswered = false

        mutating func answer(_ challenge: [UInt8], with answer: [UInt8]) -> [UInt8]? {
            guard !hasAnswered else { return nil }
            hasAnswered = true
            complaint = Bearer.status(in: challenge)
            return answer
        }
    }

    /// Why the server refuses: the `status` of the JSON in its challenge (RFC 7628 section 3.2.2), where it is one of the words of
    /// RFC 6750 section 3.1 or an HTTP code as Google has it; nil for any other. What a stranger makes up could be the token itself.
    static func status(in challenge: [UInt8]) -> String? {
        let text = String(decoding: challenge.prefix(1024), as: UTF8.self)
        guard let key = text.firstRange(of: "\"status\"") else { return nil }
        var rest = text[key.upperBound...].drop { $0 == " " }
        guard rest.first == ":" else { return nil }
        rest = rest.dropFirst().drop { $0 == " " || $0 == "\"" }
        let word = String(rest.prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) })
        let isCode = word.utf8.count == 3 && word.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isCode || ["invalid_request", "invalid_token", "insufficient_scope"].contains(word) ? word : nil
    }
}
