internal import CPOP3

/// Feeds a ``Transcript``: keeps the clock and the times of the commands under way. Exists only while somebody listens.
final class Recorder {
    private let transcript: Transcript
    private let secrets: Secrets
    private let start = ContinuousClock.now
    /// When each command under way was sent, oldest first.
    private var sent: [ContinuousClock.Instant] = []
    private var answered = 0
    private var bodyOctets: Int64 = 0
    private var bodyLines: Int64 = 0
    private var mail = MaskedStream()

    /// - Parameter secrets: of the session: they outlive who listens.
    init(_ transcript: Transcript, _ secrets: Secrets) { (self.transcript, self.secrets) = (transcript, secrets) }

    deinit { tellUnread(showing: 0) }

    func note(_ text: String) {
        tellRead()
        tell(.note(text))
    }

    /// The connection is lost.
    /// - Parameter isMail: it was lost inside a mail.
    func lost(_ kind: POP3Error.Kind, isMail: Bool) {
        // A line cut off shows what the server was about to say; what is no reply can be a mail that ended too early.
        let isStrange = kind == .protocolViolation || kind == .limit
        tellUnread(showing: isMail || isStrange || arrivals.isEmpty ? 0 : arrivals.lineLength)
        tell(.note("lost: \(kind)"))
    }

    // MARK: octets as they come

    var wantsReceived: Bool { transcript.received != nil }
    private var arrivals = Arrivals()
    /// Read and not told: pieces are told as they came, and the rest of one before a command.
    private var read: [UInt8] = []
    private var stream = MaskedStream()

    /// Octets have come. What they are is known when they are read: then they are told.
    func received(_ bytes: UnsafeRawBufferPointer) { arrivals.arrive(bytes) }

    /// So many octets were read: of a mail, or of what is said about mails.
    func read(_ count: Int, isMail: Bool) {
        var left = count
        while let (octets, isCut) = arrivals.take(left) {
            left -= octets.count
            if isMail, transcript.hidesMail { read += octets.map(HiddenMail.octet) } else { read += octets }
            if isCut { tellRead() }
        }
    }

    /// Nobody listens from here on. What is not read yet is another's to tell.
    func stop() {
        arrivals.removeAll()
        tellUnread(showing: 0)
    }

    private func tellRead() {
        guard !read.isEmpty else { return }
        let told = stream.pass(read, secrets)
        read.removeAll(keepingCapacity: true)
        if !told.isEmpty { transcript.received?(told) }
    }

    private func tellUnread(showing: Int) {
        read(showing, isMail: false)
        read(.max, isMail: true)
        tellRead()
        let told = stream.end(secrets)
        if !told.isEmpty { transcript.received?(told) }
    }

    // MARK: the dialogue

    func command(_ shown: String) {
        tellRead()
        if answered > 1024 {
            sent.removeFirst(answered)
            answered = 0
        }
        sent.append(.now)
        tell(.command(shown))
    }

    /// - Parameter text: secrets masked.
    func status(_ kind: pop3_kind, _ text: String) {
        let word = kind == POP3_OK_LINE ? "+OK" : kind == POP3_ERR_LINE ? "-ERR" : "+"
        var took: Duration?
        if answered < sent.count {
            took = ContinuousClock.now - sent[answered]
            answered += 1
        }
        bodyOctets = 0
        bodyLines = 0
        tell(.line(Array((text.isEmpty ? word : "\(word) \(text)").utf8)), took)
    }

    func entry(_ bytes: UnsafeRawBufferPointer) { tell(.line(secrets.masked(bytes))) }

    func body(_ bytes: UnsafeRawBufferPointer) {
        bodyOctets += Int64(bytes.count)
        bodyLines += Int64(pop3_scan_count_lf(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
        if transcript.fullBodies { tellMail(mail.pass(Array(bytes), secrets)) }
    }

    func bodyEnds() {
        tellMail(mail.end(secrets))
        tell(.body(octets: bodyOctets, lines: bodyLines))
    }

    private func tellMail(_ octets: [UInt8]) { if !octets.isEmpty { tell(.octets(octets)) } }

    private func tell(_ content: TranscriptEvent.Content, _ duration: Duration? = nil) {
        transcript.record(TranscriptEvent(time: ContinuousClock.now - start, content: content, duration: duration))
    }
}
