internal import POP3

/// `connect --wait`: signs in, and where the server says "too soon" or "in use", again when it may be taken.
struct SignInWait {
    /// Seconds between two tries at a mailbox that another program has open: nobody says when it is free.
    static let inUsePause = 20
    /// Longest wait for it in all, in seconds.
    private static let inUseLimit = 600
    /// Longest wait between sign-ins, in seconds: a server that wants more is to be asked again tomorrow, by a person.
    private static let delayLimit = 3600
    /// For a server that gives no number at all.
    private static let unknownPause = 60

    private let workspace: Workspace
    private var mailbox: Mailbox { workspace.mailbox }

    init(_ workspace: Workspace) { self.workspace = workspace }

    func run() throws(Failure) {
        guard let user = mailbox.settings.user, let endpoint = mailbox.settings.endpoint else {
            throw .usage("--wait is for signing in, and no user is named", hint: "connect pops://USER@HOST --wait")
        }
        _ = try mailbox.connected()
        // Who was asked is not asked again after the wait, nor is a descriptor read that has given what it had.
        let (password, token) = (mailbox.settings.password, mailbox.settings.token)
        var given: [UInt8] = []
        if mailbox.settings.asks {
            given = try (token ?? password).read(token == nil ? .password : .token, user: user, host: endpoint.host)
            if token == nil { mailbox.settings.password = .given(given) } else { mailbox.settings.token = .given(given) }
        }
        defer {
            (mailbox.settings.password, mailbox.settings.token) = (password, token)
            Wipe.octets(&given)
        }
        var waited = 0
        while true {
            do throws(Failure) {
                _ = try mailbox.signedIn()
                return
            } catch {
                let (why, seconds, limit) = try pause(error)
                guard waited + seconds <= limit else { throw tooLong(error, limit) }
                // The line is not held meanwhile: the server would hang up, and somebody else may want it. Whether it says goodbye is all one.
                do throws(Failure) { try mailbox.leave() } catch { mailbox.drop() }
                try Countdown.wait(seconds, why, workspace.console)
                waited += seconds
            }
        }
    }

    /// - Throws: what no waiting helps against.
    private func pause(_ failure: Failure) throws(Failure) -> (why: String, seconds: Int, limit: Int) {
        switch failure.kind {
        case "login-delay":
            let delay = mailbox.loginDelay
            // Its seconds and ours may be cut differently.
            let seconds = (delay?.left ?? delay?.announced ?? Self.unknownPause) + 1
            return (delay?.rule ?? failure.message, seconds, Self.delayLimit)
        case "in-use": return (failure.message, Self.inUsePause, Self.inUseLimit)
        default: throw failure
        }
    }

    private func tooLong(_ failure: Failure, _ limit: Int) -> Failure {
        var failure = failure
        failure.hint = "later: --wait waits \(limit / 60) minutes at most"
        return failure
    }
}
