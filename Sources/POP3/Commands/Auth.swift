internal import CPOP3

extension Session {
    /// Signs in by a SASL mechanism (RFC 5034). Round trips: 1 where the mechanism's first message fits the command, else 1 more,
    /// and 1 for each challenge.
    @discardableResult
    public func auth(_ mechanism: some SASLMechanism) throws(POP3Error) -> Reply {
        try require(.authorization, "AUTH")
        try requireSecrecy("AUTH")
        var mechanism = mechanism
        // A challenge that repeats them does so in base64.
        for secret in mechanism.secrets { secrets.addWithBase64(secret) }
        var pending = try mechanism.initialResponse()
        defer { if pending != nil { Wipe.octets(&pending!) } }
        let name = mechanism.name
        var command: Command
        // RFC 5034 section 4: an initial response only where the whole line stays within 255 octets; an empty one is "=".
        if !mechanism.waitsForChallenge, let length = pending?.count, name.utf8.count + 8 + Base64.length(length) <= 255 {
            var text = length == 0 ? [UInt8(ascii: "=")] : Base64.octets(pending ?? [])
            command = try Self.secretCommand("AUTH", "\(name) ", &text)
            Wipe.octets(&pending!)
            pending = nil
        } else {
            command = try Command("AUTH", name)
        }
        defer { command.wipe() }
        var hasSpoken = command.secret != nil
        for _ in 0..<Limits.saslRounds {
            connection.commandBegins()
            queue(command)
            try push(verb: "AUTH")
            connection.expect(POP3_REPLY_SASL)
            let event = try next(verb: "AUTH", behindCredential: hasSpoken)
            let reply = reply(event.bytes)
            recorder?.status(event.kind, event.kind == POP3_CHALLENGE && !reply.text.isEmpty ? "****" : reply.text)
            if event.kind == POP3_ERR_LINE {
                var refusal = refusal(reply, verb: "AUTH")
                refusal.detail = mechanism.complaint
                throw refusal
            }
            // Some servers ask by "+OK" in place of "+ " (FIELD: quirk 16). Before anything of ours was said it can mean nothing else.
            if event.kind == POP3_OK_LINE, hasSpoken {
                signedIn(as: mechanism.user)
                return reply
            }
            do throws(POP3Error) {
                var answer: [UInt8]
                if pending != nil {
                    // Moved, not copied: only the one owner of octets can wipe them.
                    answer = []
                    swap(&answer, &pending!)
                    pending = nil
                } else if let challenge = Base64.decode(event.kind == POP3_CHALLENGE ? reply.said : ""),
                    let next = try mechanism.respond(to: challenge)
                {
                    answer = next
                } else {
                    throw POP3Error(.unsupported, detail: "a challenge that \(name) cannot answer")
                }
                command.wipe()
                var text = Base64.octets(answer)
                command = try Self.secretCommand("", "", &text)
                Wipe.octets(&answer)
                hasSpoken = true
            } catch {
                // The server waits for an answer and would take the next command for it.
                try cancelAuth()
                var error = error
                error.verb = "AUTH"
                error.credentialWasSent = hasSpoken
                throw error
            }
        }
        try cancelAuth()
        var error = POP3Error(.unsupported, verb: "AUTH", detail: "more than \(Limits.saslRounds) challenges")
        error.credentialWasSent = true
        throw error
    }

    /// A command whose argument ends in a secret. The secret's octets are wiped.
    private static func secretCommand(_ verb: String, _ before: String, _ secret: inout [UInt8]) throws(POP3Error) -> Command {
        var argument: [UInt8] = []
        argument.reserveCapacity(before.utf8.count + secret.count)
        argument.append(contentsOf: before.utf8)
        argument.append(contentsOf: secret)
        Wipe.octets(&secret)
        defer { Wipe.octets(&argument) }
        return try Command(verb, argument, secretFrom: before.utf8.count)
    }

    /// RFC 5034 section 4: `*` cancels; the server answers `-ERR`.
    private func cancelAuth() throws(POP3Error) {
        do throws(POP3Error) { try run(Command("*")) } catch {
            guard case .refused = error.kind else { throw error }
        }
    }
}
