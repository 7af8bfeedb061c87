internal import CPOP3

/// Who takes the octets of fetched messages. Called on the session's thread, in the order of the numbers asked for.
public protocol MessageSink: AnyObject {
    /// The status line of a message was `+OK`; its octets follow.
    func messageBegins(_ number: Int) -> Flow
    /// - Parameter octets: the next octets as the sender wrote them, dots un-stuffed; never empty, valid for the call.
    func messageContinues(_ octets: RawSpan) -> Flow
    /// The message is over.
    /// - Parameter failure: nil when its terminator was seen, and only then is it whole. A `-ERR` concerns this message alone and
    ///   comes without a ``messageBegins(_:)``; with any other error the connection is lost.
    func messageEnds(_ number: Int, _ failure: POP3Error?) -> Flow
}

/// How much of each message is fetched.
public enum FetchExtent: Equatable, Sendable {
    /// RETR (RFC 1939 section 5).
    case whole
    /// TOP: the header, the blank line and this many lines of the body (RFC 1939 section 7).
    case top(lines: Int)
}

extension Session {
    /// Fetches many messages through the window: one round trip a window, not a message. Memory does not depend on their number or size.
    ///
    /// - Parameters:
    ///   - numbers: message numbers in the order wanted.
    ///   - octets: their sizes where known, one for each number: bounds what is under way.
    /// - Throws: an error that lost the connection, after the sink has heard it as the failure of the message it hit. A `-ERR` is not
    ///   thrown: the sink hears it and the rest goes on.
    public func fetch(
        _ numbers: [Int], _ extent: FetchExtent = .whole, octets: [Int64]? = nil, into sink: any MessageSink
    ) throws(POP3Error) {
        precondition(octets == nil || octets?.count == numbers.count, "one size for each number")
        let sizes = octets.map { octets in { (index: Int) in octets[index] } }
        try fetch(count: numbers.count, extent, number: { numbers[$0] }, octets: sizes, into: sink)
    }

    /// The same for numbers and sizes that are made as they are needed, so that a list of a million takes no memory.
    ///
    /// - Parameters:
    ///   - number: the message number of each of the `count` messages.
    ///   - octets: its size, 0 where it is not known.
    public func fetch(
        count: Int, _ extent: FetchExtent = .whole, number: @escaping (Int) -> Int, octets: ((Int) -> Int64)? = nil,
        into sink: any MessageSink
    ) throws(POP3Error) {
        var batch: Batch
        switch extent {
        case .whole:
            batch = Batch(verb: "RETR", count: count, number: number)
            batch.octets = octets
        case .top(let lines):
            batch = Batch(verb: "TOP", count: count, number: number)
            guard lines >= 0 else { throw POP3Error(.argument, verb: "TOP", detail: "a negative number of lines") }
            batch.suffix = " \(lines)"
        }
        batch.reply = POP3_REPLY_BODY
        try require(.transaction, batch.verb)
        let verb = batch.verb
        try run(batch) { (index) throws(POP3Error) -> Bool in
            try receiveMessage(number(index), verb: verb, into: sink)
        }
    }

    /// Reads one RETR or TOP reply into the sink. False: the sink wants no more.
    private func receiveMessage(_ number: Int, verb: String, into sink: any MessageSink) throws(POP3Error) -> Bool {
        do throws(POP3Error) {
            var event = try next(verb: verb)
            guard event.kind == POP3_OK_LINE else {
                let reply = reply(event.bytes)
                recorder?.status(event.kind, reply.text)
                return sink.messageEnds(number, refusal(reply, verb: verb, number: number)) != .stop
            }
            if let recorder { recorder.status(event.kind, reply(event.bytes).text) }
            var flow = sink.messageBegins(number)
            while flow != .stop {
                event = try next(verb: verb)
                if event.kind == POP3_END {
                    recorder?.bodyEnds()
                    return flow == .skip || sink.messageEnds(number, nil) != .stop
                }
                recorder?.body(event.bytes)
                if flow == .go {
                    flow = sink.messageContinues(RawSpan(_unsafeBytes: event.bytes))
                }
            }
            throw lose(POP3Error(.abandoned, number: number, detail: "stopped inside message \(number)"), verb: verb)
        } catch {
            if error.kind != .abandoned {
                var told = error
                told.number = number
                _ = sink.messageEnds(number, told)
                throw told
            }
            return false
        }
    }
}
