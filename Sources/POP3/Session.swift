internal import CPOP3

/// One POP3 session: a connection, its state and its capabilities. Synchronous; one thread at a time.
///
/// Commands are methods, one file per verb in `Commands/`. A command that the state does not allow (RFC 1939 sections 4 to 6)
/// throws ``POP3Error/Kind/state`` and sends nothing. After an error that lost the connection every later call throws that
/// same error.
public final class Session {
    /// RFC 1939 section 3.
    public enum State: Equatable, Sendable {
        case authorization, transaction
        /// QUIT was sent, or the connection is lost.
        case ended
    }

    public struct Options: Sendable {
        public var deadlines = Deadlines()
        public var trust = Trust()
        public var canceller: Canceller?
        public var transcript: Transcript?
        /// Commands under way at once where the server announces PIPELINING; 1 turns pipelining off.
        public var window = Limits.windowCommands

        public init() {}
    }

    public let endpoint: Endpoint
    public let options: Options
    public internal(set) var state = State.authorization
    /// What the server announced last; nil before ``capa()`` and where it refuses CAPA. Forgotten at STLS and at sign-in.
    public internal(set) var capabilities: Capabilities?
    /// Whether CAPA has been asked since the last event that makes it stale, answered or refused.
    var capabilitiesAreKnown = false
    /// Set where the server hung up at CAPA: then it is never asked again.
    private(set) var hangsUpAtCapa = false
    /// The text behind the greeting's `+OK`. Untrusted.
    public private(set) var greeting = ""
    /// Whether the server agreed to UTF8.
    var hasUTF8 = false
    /// Whether DELE was sent and not taken back by RSET: then QUIT may delete.
    public internal(set) var deletesAtQuit = false
    /// The name that signed in.
    public internal(set) var user: String?

    @exclusivity(unchecked) var connection: Connection
    @exclusivity(unchecked) var recorder: Recorder?
    /// Whether the server had hung up before the last credential was sent.
    @exclusivity(unchecked) private var wasGone = false
    /// What the server was told in confidence. It may say it again at any time, not in the next reply alone.
    let secrets = Secrets()
    /// What ended the connection.
    @exclusivity(unchecked) private(set) var broken: POP3Error?

    /// Connects, secures the connection where the endpoint says TLS, and reads the greeting. Round trips: 1, and 1 for TLS 1.3.
    /// STLS is a command of its own: ``stls()``, or ``signIn(user:password:)``, which sends it where the endpoint asks for it.
    public init(to endpoint: Endpoint, options: Options = Options()) throws(POP3Error) {
        self.endpoint = endpoint
        self.options = options
        recorder = options.transcript.map { [secrets] in Recorder($0, secrets) }
        connection = try Connection(deadlines: options.deadlines, canceller: options.canceller)
        try open()
    }

    private func open() throws(POP3Error) {
        if let recorder, recorder.wantsReceived { connection.tap = recorder }
        do throws(POP3Error) {
            try connection.dial(endpoint)
            recorder?.note("connected to \(connection.peer.address)")
            if endpoint.security == .tls {
                try connection.startTLS(name: endpoint.host, trust: options.trust)
                noteTLS()
            }
        } catch {
            throw withCertificate(error)
        }
        connection.commandBegins()
        connection.expect(POP3_REPLY_LINE)
        greeting = try readStatus(verb: nil).text
    }

    /// Connects anew where the server hung up at CAPA before anything else was said; it is not asked a second time (FIELD: quirk 1).
    /// - Throws: `error` where that is not what happened, or not where it may be done.
    func reopenWithoutCapa(_ error: POP3Error) throws(POP3Error) {
        // With STLS nobody but CAPA says whether it is offered, and an attacker could cut CAPA off.
        guard error.isHangUp, !hangsUpAtCapa, endpoint.security != .stls, user == nil, !hasUTF8 else { throw error }
        hangsUpAtCapa = true
        recorder?.note("the server hung up at CAPA; again without it")
        connection = try Connection(deadlines: options.deadlines, canceller: options.canceller)
        broken = nil
        state = .authorization
        try open()
    }

    /// Who is told of the dialogue from now on; nil: nobody.
    public func tell(_ transcript: Transcript?) {
        recorder?.stop()
        recorder = transcript.map { Recorder($0, secrets) }
        connection.tap = recorder?.wantsReceived == true ? recorder : nil
    }

    /// The other end, as far as it is known.
    public var peer: Peer { connection.peer }
    public var isTLS: Bool { connection.isTLS }
    public var counts: WireCounts { connection.counts }

    // MARK: one command

    /// Sends one command and reads its status line.
    @discardableResult
    func run(_ command: Command, _ reply: pop3_reply = POP3_REPLY_LINE) throws(POP3Error) -> Reply {
        connection.commandBegins()
        queue(command)
        try push(verb: command.verb)
        connection.expect(reply)
        return try readStatus(verb: command.verb, behindCredential: command.secret != nil)
    }

    func queue(_ command: Command) {
        // A line that died while nobody used it says nothing about the password.
        if command.secret != nil { wasGone = connection.hasHungUp }
        connection.queue(command.octets, secret: command.secret != nil)
        if let secret = command.secret, secret != [UInt8(ascii: "=")] { secrets.add(secret) }
        recorder?.command(command.shown)
    }

    func push(verb: String) throws(POP3Error) {
        do throws(POP3Error) { try connection.push() } catch { throw lose(error, verb: verb) }
    }

    /// Reads the status line of the reply that is expected.
    /// - Throws: ``POP3Error/Kind/refused(_:)`` for `-ERR`.
    /// - Parameter behindCredential: what was sent and is not answered yet is one.
    func readStatus(verb: String?, number: Int? = nil, behindCredential: Bool = false) throws(POP3Error) -> Reply {
        let event = try next(verb: verb, number: number, behindCredential: behindCredential)
        let reply = reply(event.bytes)
        recorder?.status(event.kind, reply.text)
        switch event.kind {
        case POP3_OK_LINE: return reply
        case POP3_ERR_LINE: throw refusal(reply, verb: verb, number: number)
        default: throw lose(POP3Error(.protocolViolation, number: number, serverText: "+ \(reply.text)"), verb: verb)
        }
    }

    func refusal(_ reply: Reply, verb: String?, number: Int? = nil) -> POP3Error {
        let error = POP3Error(.refused(reply.code), verb: verb, number: number, serverText: reply.text)
        // A -ERR in place of a greeting is the end of the session: there is nothing to go on with.
        return verb == nil ? lose(error, verb: nil) : error
    }

    /// - Parameter behindCredential: what was sent and is not answered yet is one.
    func next(verb: String?, number: Int? = nil, behindCredential: Bool = false) throws(POP3Error) -> Connection.Event {
        if let broken { throw broken }
        do throws(POP3Error) { return try connection.next() } catch {
            var error = error
            error.number = number
            error.credentialWasSent = behindCredential && !wasGone
            if error.kind == .protocolViolation { error.serverText = beginning(of: connection.unread) }
            throw lose(error, verb: verb)
        }
    }

    /// Remembers that the connection is lost and why.
    func lose(_ error: POP3Error, verb: String?) -> POP3Error {
        var error = error
        if error.verb == nil { error.verb = verb }
        if broken == nil {
            broken = error
            state = .ended
            recorder?.lost(error.kind, isMail: connection.isInMail)
        }
        return error
    }

    /// Adds the certificate's facts to an error about it.
    func withCertificate(_ error: POP3Error) -> POP3Error {
        var error = error
        if case .untrusted(let reason) = error.kind, let certificate = connection.peer.certificate {
            error.serverText = reason == .name ? certificate.names : certificate.subject
            error.fingerprint = certificate.fingerprint
        }
        return lose(error, verb: nil)
    }

    func noteTLS() { recorder?.note("\(connection.peer.tlsVersion) \(connection.peer.cipher)") }

    /// Makes text of a line; invalid UTF-8 becomes U+FFFD.
    static func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A status line as it was said and as it is shown. Octets are masked, not characters: a combining mark behind a secret would make its
    /// last character another one.
    func reply(_ bytes: UnsafeRawBufferPointer) -> Reply {
        let said = Self.text(bytes)
        return Reply(said: said, text: secrets.longest == 0 ? said : String(decoding: secrets.masked(bytes), as: UTF8.self))
    }

    /// What can be shown of octets that are no reply: the beginning of the first line. Masked before it is cut, for a part of a secret is
    /// not known as one; where the line has no end yet, its last octets may be such a part.
    func beginning(of bytes: UnsafeRawBufferPointer, isWhole: Bool = false) -> String {
        let some = bytes.prefix(Limits.commandOctets)
        let line = Array(some.prefix { $0 != 10 && $0 != 13 })
        var stream = MaskedStream()
        var shown = stream.pass(line, secrets)
        if isWhole || line.count < some.count { shown += stream.end(secrets) }
        return String(decoding: shown.prefix(Self.shownOctets), as: UTF8.self)
    }

    /// Octets shown of a line that is no reply.
    private static let shownOctets = 80

    // MARK: gates

    /// Throws unless the session is in `needed`.
    func require(_ needed: State, _ verb: String) throws(POP3Error) {
        if let broken { throw broken }
        guard state != needed else { return }
        throw POP3Error(.state, verb: verb)
    }

    /// The one gate before the first octet of a credential: TLS, or cleartext that the user asked for.
    func requireSecrecy(_ verb: String) throws(POP3Error) {
        guard isTLS || endpoint.security == .cleartext else { throw POP3Error(.insecure, verb: verb) }
    }
}
