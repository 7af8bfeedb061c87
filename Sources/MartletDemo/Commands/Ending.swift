// DELE, RSET, NOOP, QUIT (RFC 1939 sections 5 and 6): nothing is deleted before QUIT.

extension Verb {
    static let dele = Verb(name: "DELE", states: .transaction) { conversation, call in
        conversation.withSession { session in
            session.with(call.words.first) { number, _ in
                session.deleted.insert(number - 1)
                return .ok("message \(number) marked deleted")
            }
        }
    }

    static let rset = Verb(name: "RSET", states: .transaction) { conversation, _ in
        conversation.withSession { session in
            session.deleted = []
            return .ok(session.summary)
        }
    }

    static let noop = Verb(name: "NOOP", states: .transaction) { _, _ in .ok("still here") }

    static let quit = Verb(name: "QUIT", states: .both) { conversation, _ in
        guard case .transaction(let session) = conversation.state else { return .ok("goodbye", .close) }
        let count = session.deleted.count
        let removed = conversation.faults.forgetsDeletes || session.maildrop.remove(session.deleted, of: session.opening)
        conversation.leave()
        if !removed { return .err("some deleted messages not removed", .close) }
        return .ok(count == 0 ? "goodbye" : "goodbye, \(count) deleted", .close)
    }
}

extension Conversation {
    /// Lends the open maildrop; only the verbs of the transaction state ask for it.
    func withSession(_ body: (inout Session) -> Reply) -> Reply {
        guard case .transaction(var session) = state else { return .err("sign in first") }
        state = .over  // Let go of it meanwhile: a second owner would have its set copied at every DELE.
        let reply = body(&session)
        state = .transaction(session)
        return reply
    }
}
