internal import CDemoTLS

// USER, PASS, APOP (RFC 1939 section 7) and AUTH (RFC 5034) with PLAIN: the ways into a maildrop. Tokens are in `Tokens.swift`.

extension Verb {
    static let user = Verb(name: "USER", states: .authorization, exists: \.offersUser) { conversation, call in
        if let refusal = conversation.cleartextRefusal { return refusal }
        if call.argument.isEmpty { return .err("USER wants a name") }
        conversation.user = call.argument
        return .ok("send PASS")
    }

    static let pass = Verb(name: "PASS", states: .authorization, exists: \.offersUser) { conversation, call in
        if let refusal = conversation.cleartextRefusal { return refusal }
        guard let user = call.user else { return .err("send USER first") }
        return conversation.signIn(user) { Array($0.utf8) == call.argument }
    }

    static let apop = Verb(name: "APOP", states: .authorization, exists: \.offersAPOP) { conversation, call in
        guard let timestamp = conversation.timestamp, let blank = call.argument.lastIndex(of: .blank) else {
            return .err("APOP wants a name and a digest")
        }
        let digest = call.argument[(blank + 1)...]
        return conversation.signIn(Array(call.argument[..<blank])) { MD5.hex(timestamp + $0).elementsEqual(digest) }
    }

    static let auth = Verb(name: "AUTH", states: .authorization, exists: { !$0.mechanisms.isEmpty }) { conversation, call in
        let mechanisms = conversation.options.mechanisms
        if call.argument.isEmpty { return .list("mechanisms", mechanisms.map { Array($0.utf8) }) }
        if let refusal = conversation.cleartextRefusal { return refusal }
        guard let mechanism = call.words.first?.uppercased(), mechanisms.contains(mechanism) else {
            return .err("only \(mechanisms.joined(separator: ", ")) is known")
        }
        let exchange = mechanism == "PLAIN" ? Conversation.Exchange.plain : .token(mechanism)
        if call.words.count > 1 { return conversation.finish(exchange, Array(call.words[1].utf8)) }
        conversation.state = .response(exchange)
        return .challenge([])
    }
}

extension Conversation {
    /// Nil where a password may be spoken.
    fileprivate var cleartextRefusal: Reply? {
        options.allowsCleartextSignIn || isEncrypted ? nil : .err("TLS first: send STLS")
    }

    /// The response to a challenge of AUTH, or the one that came with it.
    func finish(_ exchange: Exchange, _ response: [UInt8]) -> Reply {
        if response == [UInt8(ascii: "*")] { return .err("cancelled") }
        guard let octets = response == [UInt8(ascii: "=")] ? [] : Base64.decode(response) else { return .err("no base64") }
        return switch exchange {
        case .plain: finishPlain(octets)
        case .token(let mechanism): finishToken(mechanism, octets)
        case .end(let mechanism): refuseToken(mechanism, octets)
        }
    }

    /// AUTH PLAIN: authorization, NUL, name, NUL, password (RFC 4616).
    private func finishPlain(_ octets: [UInt8]) -> Reply {
        let fields = octets.split(separator: 0, omittingEmptySubsequences: false)
        guard fields.count == 3 else { return .err("PLAIN has three fields") }
        return signIn(Array(fields[1])) { fields[0].isEmpty || fields[0] == fields[1] ? $0.utf8.elementsEqual(fields[2]) : false }
    }

    /// Opens the maildrop when `knows` says yes to the account's password.
    fileprivate func signIn(_ user: [UInt8], _ knows: (String) -> Bool) -> Reply {
        guard let maildrop = core.maildrop(of: user), knows(maildrop.account.password) else {
            return refused("[AUTH] wrong name or password")
        }
        return open(maildrop)
    }

    func open(_ maildrop: Maildrop) -> Reply {
        let deadline = ContinuousClock.now + options.lockPatience
        while true {
            do throws(Maildrop.Refusal) {
                let opening = try maildrop.open(for: connection, loginDelaySeconds: options.loginDelaySeconds)
                let session = Session(maildrop: maildrop, opening: opening)
                state = .transaction(session)
                return .ok("welcome, you have \(session.summary)")
            } catch {
                switch error {
                case .tooSoon(let seconds): return .err("[LOGIN-DELAY] come back in \(seconds) s")
                case .inUse where .now < deadline && core.pause(.milliseconds(2)): continue
                case .inUse: return .err("[IN-USE] another session has this maildrop open")
                }
            }
        }
    }

    func refused(_ text: String) -> Reply {
        let reply = Reply.err(text)
        return switch faults.badPassword {
        case .refused: reply
        case .refusedThenClosed: Reply(octets: reply.octets, next: .close)
        case .closed: Reply(octets: [], next: .close)
        }
    }
}

enum MD5 {
    /// 32 hexadecimal digits in lower case.
    static func hex(_ text: String) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 16)
        let octets = Array(text.utf8)
        guard unsafe demo_tls_md5(octets, octets.count, &digest) == 0 else { return [] }
        return digest.flatMap { [$0 >> 4, $0 & 15].map { Array("0123456789abcdef".utf8)[Int($0)] } }
    }
}
