internal import CPOP3

extension Session {
    /// Signs in by a digest of the greeting's timestamp and the password (RFC 1939 section 7). Round trips: 1.
    ///
    /// Never chosen by itself: MD5 lets a server in the middle find the password (CVE-2007-1558).
    /// - Throws: ``POP3Error/Kind/unsupported`` when the greeting has no timestamp that is a message-id.
    @discardableResult
    public func apop(user name: String, password: [UInt8]) throws(POP3Error) -> Reply {
        try require(.authorization, "APOP")
        try requireSecrecy("APOP")
        guard let timestamp = Self.timestamp(in: greeting) else {
            throw POP3Error(.unsupported, verb: "APOP", serverText: greeting)
        }
        var hex = [CChar](repeating: 0, count: 33)
        let status = Array(timestamp.utf8).withUnsafeBufferPointer { stamp in
            password.withUnsafeBufferPointer { secret in
                // An empty array may have no address; the length says that nothing is read.
                pop3_apop_digest(stamp.baseAddress!, stamp.count, secret.baseAddress ?? stamp.baseAddress!, secret.count, &hex)
            }
        }
        guard status == 0 else { throw POP3Error(.unsupported, verb: "APOP", detail: "OpenSSL offers no MD5") }
        let digest = String(decoding: hex.prefix(32).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        secrets.addWithBase64(password)
        let reply = try run(Command("APOP", "\(name) \(digest)", secretFrom: name.utf8.count + 1))
        signedIn(as: name)
        return reply
    }

    /// The one message-id of a greeting, angle brackets included. Strict, because a server in the middle chooses it:
    /// printable ASCII, exactly one `<`, one `@` and one `>` (fetchmail-SA-2007-01).
    static func timestamp(in greeting: String) -> String? {
        guard let open = greeting.firstIndex(of: "<"), let close = greeting.lastIndex(of: ">"), open < close else { return nil }
        let stamp = greeting[open...close]
        let inside = stamp.dropFirst().dropLast()
        let parts = inside.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), greeting.count(where: { $0 == "<" }) == 1,
            greeting.count(where: { $0 == ">" }) == 1, inside.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return String(stamp)
    }
}

extension String {
    fileprivate func count(where matches: (Character) -> Bool) -> Int { reduce(0) { $0 + (matches($1) ? 1 : 0) } }
}
