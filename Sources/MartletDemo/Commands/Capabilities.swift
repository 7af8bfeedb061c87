// CAPA (RFC 2449), STLS (RFC 2595), UTF8 and LANG (RFC 6856): what may be said before anything else.

extension Verb {
    static let capa = Verb(name: "CAPA", states: .both) { conversation, _ in
        .list("what this server can do", conversation.capabilities.map { Array($0.utf8) })
    }

    static let stls = Verb(
        name: "STLS", states: .authorization,
        exists: { if case .startTLS = $0.security { true } else { false } },
        run: { conversation, _ in
            conversation.isEncrypted ? .err("TLS is on already") : .ok("begin TLS", .startTLS)
        })

    static let utf8 = Verb(name: "UTF8", states: .authorization) { _, _ in .ok("UTF-8 it is") }

    static let lang = Verb(name: "LANG", states: .both) { _, call in
        guard let tag = call.words.first?.lowercased() else {
            return .list("languages", ["en English"].map { Array($0.utf8) })
        }
        if ["en", "*", "i-default"].contains(tag) { return .ok("en English it is") }
        return .err("no such language")
    }
}

extension Conversation {
    /// The lines of CAPA at this point of the session.
    fileprivate var capabilities: [String] {
        var lines: [String] = []
        let passwordsAllowed = options.allowsCleartextSignIn || isEncrypted
        func add(_ line: String, verb: String? = nil, when condition: Bool = true) {
            let word = String(line.prefix { $0 != " " })
            let isKnown = verb.flatMap { Verb.all[$0] }.map { $0.exists(options) } ?? true
            let isHidden = faults.unannounced.contains(word) || verb.map(faults.unknownVerbs.contains) == true
            if condition, isKnown, !isHidden { lines.append(line) }
        }
        add("TOP", verb: "TOP")
        add("UIDL", verb: "UIDL")
        add("USER", verb: "USER", when: passwordsAllowed)
        add("SASL " + options.mechanisms.joined(separator: " "), verb: "AUTH", when: passwordsAllowed)
        add("STLS", verb: "STLS", when: !isEncrypted)
        add("PIPELINING", when: options.announcesPipelining)
        add("RESP-CODES")
        add("AUTH-RESP-CODE")
        add("UTF8", verb: "UTF8")
        add("LANG", verb: "LANG")
        add("LOGIN-DELAY \(options.loginDelaySeconds)", when: options.loginDelaySeconds > 0)
        add("EXPIRE NEVER")
        add("IMPLEMENTATION \(options.implementation)")
        return lines + faults.announcedFalsely
    }
}
