extension Session {
    /// Fetches one whole message (RFC 1939 section 5). Round trips: 1. Many at once: ``fetch(_:_:octets:into:)``.
    /// - Throws: ``POP3Error/Kind/refused(_:)`` when there is no such message.
    public func retr(_ number: Int, _ body: (RawSpan) -> Void) throws(POP3Error) {
        try fetchOne(number, .whole, body)
    }

    /// Fetches one message and throws its failure.
    func fetchOne(_ number: Int, _ extent: FetchExtent, _ body: (RawSpan) -> Void) throws(POP3Error) {
        // The sink does not outlive this call, so neither does the closure.
        let failure = try withoutActuallyEscaping(body) { (body) throws(POP3Error) -> POP3Error? in
            let sink = OneMessage(body)
            try fetch([number], extent, into: sink)
            return sink.failure
        }
        if let failure { throw failure }
    }
}

/// Hands the octets of a single message to a closure.
private final class OneMessage: MessageSink {
    private let body: (RawSpan) -> Void
    private(set) var failure: POP3Error?

    init(_ body: @escaping (RawSpan) -> Void) { self.body = body }

    func messageBegins(_ number: Int) -> Flow { .go }

    func messageContinues(_ octets: RawSpan) -> Flow {
        body(octets)
        return .go
    }

    func messageEnds(_ number: Int, _ failure: POP3Error?) -> Flow {
        self.failure = failure
        return .go
    }
}
