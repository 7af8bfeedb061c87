internal import POP3

/// Shows the header of each fetched message to ``Senders`` on its way to whoever asked for it.
final class SenderTap: MessageSink {
    private let sink: any MessageSink
    private let see: (UnsafeRawBufferPointer) -> Void
    /// nil: the header is over, or too long to be looked at.
    @exclusivity(unchecked) private var block: [UInt8]?

    init(_ sink: any MessageSink, see: @escaping (UnsafeRawBufferPointer) -> Void) { (self.sink, self.see) = (sink, see) }

    func messageBegins(_ number: Int) -> Flow {
        block = []
        return sink.messageBegins(number)
    }

    func messageContinues(_ octets: RawSpan) -> Flow {
        if block != nil { gather(octets) }
        return sink.messageContinues(octets)
    }

    func messageEnds(_ number: Int, _ failure: POP3Error?) -> Flow {
        if failure == nil, let block { block.withUnsafeBytes { see($0) } }
        block = nil
        return sink.messageEnds(number, failure)
    }

    private func gather(_ octets: RawSpan) {
        guard var gathered = block else { return }
        block = nil
        // The blank line may be cut anywhere: look again from the last line start but one.
        let from = max(0, gathered.count - 2)
        octets.withUnsafeBytes {
            gathered.append(
                contentsOf: UnsafeRawBufferPointer(rebasing: $0.prefix(HeaderCache.blockLimitOctets - gathered.count)))
        }
        if let end = gathered.withUnsafeBytes({ HeaderSink.end(of: $0, from: from) }) {
            gathered.withUnsafeBytes { see(UnsafeRawBufferPointer(rebasing: $0[..<end])) }
        } else if gathered.count < HeaderCache.blockLimitOctets {
            block = gathered
        }
    }
}
