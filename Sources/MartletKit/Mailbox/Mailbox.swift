public import POP3

/// The session of a front: connected, secured, signed in and listed when a command needs it, and not before.
public final class Mailbox {
    public var settings: Settings
    public let canceller: Canceller
    public var log: TranscriptFile? {
        didSet { session?.tell(transcript) }
    }
    /// Where the next connections are recorded to be replayed.
    public var recording: SessionRecording? {
        didSet { session?.tell(transcript) }
    }
    private var transcript: Transcript? {
        guard let recording else { return log?.transcript }
        return log?.transcript.joined(with: recording.transcript) ?? recording.transcript
    }
    /// Asked for settings when a server is needed and none was named: the default account.
    public var standard: (() throws(Failure) -> Settings?)?
    public private(set) var session: Session?
    /// The listing that numbers refer to; nil until a command needs it and after a command that changes it.
    private var listing: Maildrop?
    /// Counts the listings: what was derived from one is not true of the next.
    private(set) var listingGeneration = 0
    private var accountName: String?
    /// What goes at quit.
    public internal(set) var marks = Marks()
    /// Whether a later command may connect again and find the marks: in a shell. One command alone gives them up with its line.
    public var outlivesItsLine = false
    /// Set while a signed-in session is over that the next command takes up again.
    public internal(set) var away: Away?
    /// Where sign-ins are remembered at servers that want time between them; nil: nowhere.
    public var signIns: SignInTimes?
    /// What the last sign-in that came too soon was told.
    private(set) var loginDelay: LoginDelay?
    /// Told what happens by itself: one line for people.
    var notice: (String) -> Void = { _ in }
    /// When the server was asked last, and since when the maildrop is locked by us.
    public private(set) var lastUse = ContinuousClock.now
    public private(set) var lockedSince: ContinuousClock.Instant?

    public init(settings: Settings, canceller: Canceller) {
        self.settings = settings
        self.canceller = canceller
    }

    /// Whether a server is named, by the settings or by the default account, whose settings are taken then.
    public func hasServer() throws(Failure) -> Bool {
        if settings.endpoint == nil, let standard, let found = try standard() { settings = found }
        return settings.endpoint != nil
    }

    /// The session, signed in where a user is named.
    public func entered() throws(Failure) -> Session {
        _ = try hasServer()
        return settings.user == nil ? try connected() : try signedIn()
    }

    /// The session, connected where there is none; secured, but not signed in.
    /// - Parameter secured: send STLS where the endpoint demands it.
    public func connected(secured: Bool = true) throws(Failure) -> Session {
        settleLoss()
        if let session, session.state != .ended {
            if secured, session.state == .authorization { try failing { () throws(POP3Error) in try session.secure() } }
            return session
        }
        guard try hasServer(), let endpoint = settings.endpoint else {
            throw .usage("no server was named", hint: "connect pops://HOST  (or --server on the command line)")
        }
        if away == nil { forget() }
        let made = try failing { () throws(POP3Error) in try Session(to: endpoint, options: options(settings)) }
        session = made
        if secured { try failing { () throws(POP3Error) in try made.secure() } }
        return made
    }

    private func options(_ settings: Settings) -> Session.Options {
        var options = Session.Options()
        options.deadlines = settings.deadlines
        options.trust = settings.trust
        options.canceller = canceller
        options.transcript = transcript
        return options
    }

    /// A session with another server, connected and secured, beside the one at hand: for ``move(to:_:)``.
    func opened(_ settings: Settings, at endpoint: Endpoint) throws(Failure) -> Session {
        do throws(POP3Error) {
            let made = try Session(to: endpoint, options: options(settings))
            try made.secure()
            return made
        } catch {
            let failure = Failure(error, at: endpoint, user: settings.user)
            throw settings.account.map { failure.pointing(to: $0) } ?? failure
        }
    }

    /// Goes on with a session that was opened; the one at hand was left before.
    func move(to made: Session, _ settings: Settings) {
        forget()
        self.settings = settings
        session = made
        noteUse()
    }

    /// The session in the transaction state; signs in where it has to, asking for the password where the settings say so.
    public func signedIn() throws(Failure) -> Session {
        let session = try connected()
        if session.state == .authorization { try signIn(session) }
        try takeUp(session)
        return session
    }

    private func signIn(_ session: Session) throws(Failure) {
        guard let user = settings.user ?? session.user else {
            let failure = Failure.usage("no user was named", hint: "--user NAME  (in the shell: user NAME, then pass)")
            throw settings.account.map { failure.pointing(to: $0) } ?? failure
        }
        if settings.token != nil {
            try withToken(of: user, for: session) { (token) throws(POP3Error) in try session.signIn(user: user, token: token) }
            settings.user = user
            return
        }
        var password = try read(.password, from: settings.password, of: user, session)
        defer { Wipe.octets(&password) }
        try failing { () throws(POP3Error) in try session.signIn(user: user, password: password) }
        settings.user = user
        if session.announcedDelay != nil { signIns?.note(Self.account(user, session.endpoint)) }
    }

    /// Seconds since this machine signed in here, where that is remembered.
    private func sinceSignIn() -> Int? {
        guard let user = session?.user ?? settings.user, let endpoint = settings.endpoint else { return nil }
        return signIns?.secondsSince(Self.account(user, endpoint))
    }

    func read(
        _ secret: PasswordSource.Secret, from source: PasswordSource, of user: String, _ session: Session
    ) throws(Failure) -> [UInt8] {
        do throws(Failure) { return try source.read(secret, user: user, host: session.endpoint.host) } catch {
            throw settings.account.map { error.pointing(to: $0) } ?? error
        }
    }

    /// What is in the mailbox, asked once a session.
    public func maildrop() throws(Failure) -> Maildrop {
        let session = try signedIn()
        if let listing { return listing }
        // What is marked on the wire is missing in a listing, and then could not be taken back one by one.
        let sent = marks.sent.sorted()
        if !sent.isEmpty { try failing { () throws(POP3Error) in try session.rset() } }
        let made = try list(session)
        if !sent.isEmpty {
            try failing { () throws(POP3Error) in
                try session.dele(sent) { [self] number, refused in if refused != nil { marks.remove(number) } }
            }
        }
        return made
    }

    func list(_ session: Session) throws(Failure) -> Maildrop {
        let made = try failing { () throws(POP3Error) in try session.maildrop() }
        listing = made
        listingGeneration += 1
        tellOdd(made.oddLines.list, of: "LIST")
        tellOdd(made.oddLines.uidl, of: "UIDL")
        return made
    }

    /// Lines of a listing that nobody could read: what they were about is in no other.
    func tellOdd(_ lines: Int, of verb: String) {
        if lines > 0 { notice(Plural.text(lines, "line") + " of \(verb) could not be read") }
    }

    /// The listing if it is at hand: a prompt must not cost a round trip.
    public var knownMaildrop: Maildrop? { listing ?? away?.maildrop }

    /// Runs a session call and words its error. A lost connection leaves no session behind.
    @discardableResult
    public func failing<R>(_ body: () throws(POP3Error) -> R) throws(Failure) -> R {
        defer { noteUse() }
        do throws(POP3Error) { return try body() } catch {
            var failure = Failure(
                error, at: settings.endpoint ?? Endpoint(host: "?", security: .tls), user: session?.user ?? settings.user)
            if let account = settings.account { failure = failure.pointing(to: account) }
            if failure.kind == "login-delay" {
                let delay = LoginDelay(announced: session?.announcedDelay, words: error.serverText, since: sinceSignIn())
                loginDelay = delay
                failure.message = delay.text
                failure.hint = "connect\(settings.account.map { " " + $0 } ?? "") --wait"
            }
            if !error.connectionIsUsable, marks.count > 0 { tellMarks(&failure, verb: error.verb) }
            throw failure
        }
    }

    private func tellMarks(_ failure: inout Failure, verb: String?) {
        if verb == "QUIT" {
            // Before QUIT nothing is deleted; when its answer is lost, nobody knows.
            failure.hint = "list  (shows which of the \(marks.count) marked for deletion are gone)"
        } else if outlivesItsLine {
            failure.kept = Plural.text(marks.count, "mark") + "; nothing was deleted on the server"
            if session?.user != nil { failure.hint = "reconnect  (marks return by unique id; numbers may have changed)" }
        } else {
            failure.kept = "\(marks.count) marked for deletion; nothing was deleted on the server"
        }
    }

    private func noteUse() {
        lastUse = .now
        let holdsLock = session?.state == .transaction
        if holdsLock != (lockedSince != nil) { lockedSince = holdsLock ? lastUse : nil }
    }

    /// The account as the ledger and people name it: `user@host`, the port where it is not a usual one. Connects only where no user was
    /// named.
    public func account() throws(Failure) -> String {
        if let accountName, session?.state == .transaction { return accountName }
        if session?.state != .transaction, let endpoint = settings.endpoint, let user = settings.user {
            return Self.account(user, endpoint)
        }
        let session = try signedIn()
        let name = Self.account(session.user ?? settings.user ?? "", session.endpoint)
        accountName = name
        return name
    }

    static func account(_ user: String, _ endpoint: Endpoint) -> String {
        let port = endpoint.port == 110 || endpoint.port == 995 ? "" : ":\(endpoint.port)"
        return "\(user)@\(endpoint.host.lowercased())\(port)"
    }

    /// Sends QUIT where there is a session; the server deletes what DELE marked.
    public func quit() throws(Failure) -> String? {
        guard let session, session.state != .ended else {
            forget()
            return nil
        }
        defer { forget() }
        return try sayGoodbye(to: session)
    }

    /// QUIT. Where nothing was to be deleted, all that was asked for has been done: a server that fails now fails nobody (FIELD: quirk 24).
    /// - Returns: what the server said; nil where it failed.
    @discardableResult
    func sayGoodbye(to session: Session) throws(Failure) -> String? {
        guard !session.deletesAtQuit else { return try failing { () throws(POP3Error) in try session.quit() }.text }
        do throws(POP3Error) { return try session.quit().text } catch {
            if error.kind == .cancelled { try failing { () throws(POP3Error) in throw error } }
            notice("\(Self.trouble(error, at: session.endpoint.host)) at QUIT; nothing was to be deleted")
            return nil
        }
    }

    private static func trouble(_ error: POP3Error, at host: String) -> String {
        switch error.kind {
        case .closed, .io, .truncated, .tls: "\(host) hung up"
        case .timeout: "\(host) said nothing"
        case .refused: "\(host) refused"
        default: "\(host) said something that is not POP3"
        }
    }

    /// Leaves without deleting anything: RSET where something is marked, then QUIT.
    public func leave() throws(Failure) {
        guard let session, session.state != .ended else { return forget() }
        if session.state == .transaction, !marks.sent.isEmpty {
            // A server that refuses RSET must not get QUIT: that would delete.
            do throws(POP3Error) { try session.rset() } catch {
                drop()
                throw Failure(
                    error, at: session.endpoint, user: session.user)
            }
        }
        // None of them is on the server: whatever becomes of QUIT.
        marks = Marks()
        _ = try quit()
    }

    /// Hangs up without a word: nothing that was marked is deleted (RFC 1939 section 6).
    public func drop() { forget() }

    /// Lets go of the session; marks and what they refer to stay until the next command signs in again.
    func goAway(_ gone: Session) {
        stayAway(Away(account: Self.account(gone.user ?? "", gone.endpoint), maildrop: listing))
    }

    func stayAway(_ place: Away) {
        let kept = marks
        forget()
        marks = kept
        marks.comeHome()
        away = place
    }

    private func forget() {
        session = nil
        listing = nil
        accountName = nil
        away = nil
        lockedSince = nil
        marks = Marks()
    }
}
