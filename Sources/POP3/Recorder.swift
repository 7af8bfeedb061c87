internal import CPOP3

/// Feeds a ``Transcript``: keeps the clock and the times of the commands under way. Exists only while somebody listens.
final class Recorder {
    private let transcript: Transcript
    private let start = ContinuousClock.now
    /// When each command under way was sent, oldest first.
    private var sent: [ContinuousClock.Instant] = []
    private var answered = 0
    private var bodyOctets: Int64 = 0
    private var bodyLines: Int64 = 0

    init(_ transcript: Transcript) { self.transcript = transcript }

    func note(_ text: String) { tell(.note(text)) }

    // MARK: octets as they come

    var wantsReceived: Bool { transcript.received != nil }
    /// What must not be told, should the server say it again.
    private var secrets: [[UInt8]] = []

    func secret(_ octets: [UInt8]) { if wantsReceived, !octets.isEmpty { secrets.append(octets) } }

    func received(_ bytes: UnsafeRawBufferPointer) {
        guard let received = transcript.received, !bytes.isEmpty else { return }
        var octets = Array(bytes)
        for secret in secrets {
            while let found = octets.firstRange(of: secret) { octets.replaceSubrange(found, with: Array("****".utf8)) }
        }
        received(octets)
    }

    deinit {
        for index in secrets.indices {
            Wipe.octets(&secrets[index])
        }
    }

    func command(_ shown: String) {
        if answered > 1024 {
            sent.removeFirst(answered)
            answered = 0
        }
        sent.append(.now)
        tell(.command(shown))
    }

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

    func entry(_ bytes: UnsafeRawBufferPointer) { tell(.line(Array(bytes))) }

    func body(_ bytes: UnsafeRawBufferPointer) {
        bodyOctets += Int64(bytes.count)
        bodyLines += Int64(pop3_scan_count_lf(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
        if transcript.fullBodies { tell(.octets(Array(bytes))) }
    }

    func bodyEnds() { tell(.body(octets: bodyOctets, lines: bodyLines)) }

    private func tell(_ content: TranscriptEvent.Content, _ duration: Duration? = nil) {
        transcript.record(TranscriptEvent(time: ContinuousClock.now - start, content: content, duration: duration))
    }
}
