/// Serves one client on its own thread, from the greeting to the end.
final class Connection {
    private enum Mode { case serving, stalled, ended }

    /// A longer line is no command; RFC 2449 section 4 allows 255 octets, tokens of AUTH need more.
    private static let lineLimitOctets = 16 * 1024
    /// Replies are gathered up to here.
    private static let writeOctets = 256 * 1024
    /// How long a client may take to hang up after us.
    private static let lingerLimit = Duration.seconds(2)

    private let number: Int
    private let core: ServerCore
    private let channel: Channel
    private let conversation: Conversation
    private var mode = Mode.serving
    private var input: [UInt8] = []
    private var output: [UInt8] = []
    /// Commands out of the octets last read.
    private var batch = 0
    private var place = ReplyPlace()
    private var occurrences: [String: Int] = [:]
    private var faults = Faults()
    private var faultsVersion = 0

    init(_ number: Int, _ socket: Socket, _ core: ServerCore) {
        self.number = number
        self.core = core
        channel = Channel(socket, core)
        conversation = Conversation(number, core, isEncrypted: false)
    }

    func run() {
        takeFaults()
        if case .implicit = core.options.security { startTLS() }
        if mode == .serving {
            answer { conversation.greeting() }
            flush()
        }
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let got = channel.read(into: &buffer)
            if got <= 0 { break }
            takeFaults()
            if mode == .serving, !core.pause(faults.roundTripDelay) { break }
            input += buffer[..<got]
            serveInput()
            flush()
        }
        if !input.isEmpty { record(input, .missing) }
        conversation.leave()
    }

    private func takeFaults() {
        (faults, faultsVersion) = core.faults
        conversation.faults = faults
    }

    // MARK: Input

    /// Serves every whole line there is.
    private func serveInput() {
        var from = 0
        batch = 0
        while let end = input[from...].firstIndex(of: .lf) {
            let hasCR = end > from && input[end - 1] == .cr
            let line = Array(input[from..<(hasCR ? end - 1 : end)])
            from = end + 1
            batch += 1
            let wasEncrypted = channel.isEncrypted
            record(line, hasCR ? .crlf : .bareLF)
            if mode == .serving { serve(line) }
            // What came in the clear behind STLS must not be believed (RFC 3207 section 6 says why).
            if channel.isEncrypted != wasEncrypted {
                recordDiscarded(input[from...])
                from = input.count
            }
        }
        input.removeSubrange(..<from)
        if input.count > Connection.lineLimitOctets, mode == .serving {
            output += Reply.err("line too long").octets
            end()
        }
    }

    private func record(_ line: [UInt8], _ lineEnd: RecordedCommand.LineEnd, encrypted: Bool? = nil) {
        core.record(
            RecordedCommand(
                connection: number, line: line, lineEnd: lineEnd, isEncrypted: encrypted ?? channel.isEncrypted,
                verb: conversation.verb(of: line)), batch: batch)
    }

    private func recordDiscarded(_ octets: ArraySlice<UInt8>) {
        for line in octets.split(separator: .lf) {
            let hasCR = line.last == .cr
            record(Array(hasCR ? line.dropLast() : line), hasCR ? .crlf : .bareLF, encrypted: false)
        }
    }

    private func serve(_ line: [UInt8]) {
        let verb = conversation.verb(of: line)
        occurrences[verb, default: 0] += 1
        let argument = line.split(separator: .blank).dropFirst().first
        place = ReplyPlace(
            number: place.number + 1, verb: verb, occurrence: occurrences[verb, default: 1],
            message: argument.flatMap { Int(String(decoding: $0, as: UTF8.self)) })
        answer { conversation.reply(to: line) }
    }

    // MARK: Replies

    /// Puts one reply into the output, as the faults of this moment leave it.
    private func answer(_ carryOut: () -> Reply) {
        let actions = faults.list.enumerated().filter { index, fault in
            place.matches(fault.moment) && (!fault.once || core.spend(index, version: faultsVersion))
        }.map(\.element.action)
        var reply = actions.compactMap(\.refusal).first.map { refused($0) } ?? carryOut()
        if let octets = actions.compactMap(\.replacement).first { reply.octets = octets }
        for octets in actions.compactMap(\.addition) { reply.octets += octets }
        if faults.usesBareLineFeeds { reply.octets = reply.octets.withBareLineFeeds() }
        let delay = actions.compactMap(\.delay).reduce(faults.replyDelay, +)
        if delay > .zero {
            flush()
            if !core.pause(delay) { return end() }
        }
        if let cut = actions.first(where: { $0.cutOffset != nil }), let offset = cut.cutOffset {
            output += reply.octets.prefix(max(0, offset))
            return carryOutCut(cut)
        }
        output += reply.octets
        if output.count >= Connection.writeOctets || faults.replyDelay > .zero { flush() }
        switch reply.next {
        case .goOn: break
        case .close: end()
        case .startTLS: startTLS()
        }
    }

    /// A session is over behind the greeting or QUIT, whatever the reply to it.
    private func refused(_ text: String) -> Reply {
        if place.verb == "RESPONSE" { conversation.state = .authorization }
        return .err(text, place.number == 0 || place.verb == "QUIT" ? .close : .goOn)
    }

    private func carryOutCut(_ cut: Fault.Action) {
        switch cut {
        case .stall:
            flush()
            mode = .stalled
        case .reset:
            conversation.leave()
            flush()
            channel.socket.waitUntilSent(.seconds(2))
            channel.socket.resetOnClose()
            channel.socket.shutDownReading()
            mode = .ended
        case .truncateTLS: end(withTLS: false)
        default: end()
        }
    }

    private func flush() {
        if output.isEmpty || mode != .serving { return }
        if !channel.write(output, faults) { mode = .ended }
        output.removeAll(keepingCapacity: true)
    }

    // MARK: Turns

    /// Says goodbye in order: the rest, close_notify, FIN. What the client still sends is read and recorded, because
    /// closing on unread octets would send RST and could overtake the last reply.
    private func end(withTLS: Bool = true) {
        conversation.leave()
        flush()
        mode = .ended
        if withTLS { channel.closeTLS() }
        channel.socket.shutDownSending()
        channel.socket.limitReads(to: Connection.lingerLimit)
    }

    private func startTLS() {
        flush()
        if faults.breaksHandshake {
            output += Array("this is no TLS, sorry\r\n".utf8)
            return end()
        }
        guard let context = core.tls, channel.startTLS(context) else { return end() }
        conversation.isEncrypted = true
        conversation.user = nil
    }
}
