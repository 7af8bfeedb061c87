internal import POP3

/// A signed-in session that is over and is taken up again by the next command.
public struct Away {
    /// Whose marks these are: `user@host`.
    public let account: String
    /// What their numbers meant; nil where nothing was listed.
    let maildrop: Maildrop?
}

/// Leaving and coming back, with the marks kept.
extension Mailbox {
    /// Notices that the line was lost since, and keeps what outlives it. Costs nothing.
    public func settleLoss() {
        guard outlivesItsLine, let session, session.state == .ended else { return }
        switch (away, session.user) {
        case (nil, nil): drop()
        case (nil, _): goAway(session)
        // The way back broke off, at a mailbox still in use for instance: the marks wait for the next try.
        case (let away?, _): stayAway(away)
        }
    }

    /// Frees the maildrop for others: QUIT with nothing deleted, marks on our side.
    public func signOut() throws(Failure) {
        guard let session, session.state == .transaction else { return }
        if !marks.sent.isEmpty {
            // A server that refuses RSET must not get QUIT: that would delete.
            do throws(Failure) { try failing { () throws(POP3Error) in try session.rset() } } catch {
                goAway(session)
                throw error
            }
        }
        defer { goAway(session) }
        try sayGoodbye(to: session)
    }

    /// Leaves the line to somebody else for a moment: marks stay, the next command connects anew.
    func stepOut() throws(Failure) {
        if session?.state == .transaction { try signOut() } else { try leave() }
    }

    /// Signing out would cost more than it gives: the server makes one wait between sign-ins (RFC 2449 section 6.5), or marks were sent
    /// that QUIT would apply.
    private var staysWhenIdle: Bool {
        guard marks.sent.isEmpty else { return true }
        guard let delay = session?.capabilities?["LOGIN-DELAY"] else { return false }
        return delay.first.flatMap { Int($0) } != 0
    }

    /// Nobody has typed for a while (RFC 1939 section 3: the maildrop is locked meanwhile, and the server may hang up after ten minutes).
    /// Signs out, marks kept, or keeps the line awake where that is better.
    /// - Returns: a line for people; nil where nothing changed for them.
    public func idle(after span: Duration) -> String? {
        guard session?.state == .transaction else { return nil }
        do throws(Failure) {
            if staysWhenIdle {
                guard let session else { return nil }
                try failing { () throws(POP3Error) in try session.noop() }
                return nil
            }
            try signOut()
        } catch {
            settleLoss()
            return "the server has hung up; the next command signs in again"
        }
        let kept = marks.count > 0 ? "; " + Plural.text(marks.count, "mark") + " kept" : ""
        return "signed out after \(TimeText.span(span)) without a command: the mailbox is free for others\(kept)"
    }

    /// Signs in anew, marks kept, whatever is left of the old session.
    func reconnect() throws(Failure) -> Session {
        settleLoss()
        if session?.state == .transaction {
            // The line is being given up: what it has to say about that is no news.
            do throws(Failure) { try signOut() } catch { notice("the old connection did not end well: \(error.message)") }
        }
        return try signedIn()
    }

    /// Finds the marks again in a session that was signed in after another.
    func takeUp(_ session: Session) throws(Failure) {
        guard let away else { return }
        guard away.account == Self.account(session.user ?? "", session.endpoint) else {
            self.away = nil
            if marks.count > 0 { notice(Plural.text(marks.count, "mark") + " of \(away.account) forgotten") }
            return unmarkAll()
        }
        var text = "signed in again"
        if marks.count > 0 {
            let maildrop = try list(session)
            let lost = marks.follow(from: away.maildrop, to: maildrop)
            if marks.count > 0 { text += "; " + Plural.text(marks.count, "mark") + " found by unique id" }
            if lost > 0 { text += "; \(Plural.text(lost, "mark")) lost: gone, or not to be known again" }
        }
        self.away = nil
        notice(text + "; numbers may have changed")
    }
}
