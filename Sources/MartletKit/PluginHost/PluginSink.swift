internal import CMartletPlugin
internal import POP3

/// Hands fetched octets across the border, hashing them on the way where asked: they are in the cache then.
final class PluginSink: MessageSink {
    private let sink: martlet_sink
    private let notice: StopNotice?
    private var number = 0
    @exclusivity(unchecked) private var received: Int64 = 0
    @exclusivity(unchecked) private var digest: Digest?
    @exclusivity(unchecked) private var header: HeaderDigest?

    init(_ raw: UnsafePointer<martlet_sink>, flags: UInt32, notice: StopNotice? = nil) throws(POP3Error) {
        self.notice = notice
        // A plugin built before `header` has a shorter struct.
        var sink = martlet_sink()
        withUnsafeMutableBytes(of: &sink) { own in
            own.copyMemory(
                from: UnsafeRawBufferPointer(start: raw, count: min(raw.pointee.size, MemoryLayout<martlet_sink>.size)))
        }
        self.sink = sink
        digest = flags & UInt32(MARTLET_FETCH_SHA256) != 0 ? try Digest() : nil
        header = flags & UInt32(MARTLET_FETCH_HEADER_SHA256) != 0 && sink.header != nil ? try HeaderDigest() : nil
    }

    func messageBegins(_ number: Int) -> Flow {
        digest?.begin()
        header?.begin()
        (self.number, received) = (number, 0)
        return Self.flow(sink.begin(sink.context, UInt32(number)))
    }

    func messageContinues(_ octets: RawSpan) -> Flow {
        digest?.add(octets)
        header?.add(octets)
        received += Int64(octets.byteCount)
        notice?.look(at: number, received: received)
        return octets.withUnsafeBytes { bytes in
            Self.flow(sink.body(sink.context, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
        }
    }

    func messageEnds(_ number: Int, _ failure: POP3Error?) -> Flow {
        if let failure {
            var why = failure.serverText.map { Escape.line($0) } ?? failure.detail ?? "the connection was lost"
            if why.isEmpty { why = "refused" }
            return why.withUTF8 { text in
                let raw = martlet_text(
                    at: UnsafeRawPointer(text.baseAddress!).assumingMemoryBound(to: CChar.self), len: text.count)
                return Self.flow(sink.end(sink.context, UInt32(number), raw, nil))
            }
        }
        header?.end { sum in
            sum.withUnsafeBytes { sink.header(sink.context, UInt32(number), $0.baseAddress!.assumingMemoryBound(to: UInt8.self)) }
        }
        guard digest != nil else { return Self.flow(sink.end(sink.context, UInt32(number), martlet_text(), nil)) }
        return digest!.end { sum in
            sum.withUnsafeBytes { bytes in
                Self.flow(
                    sink.end(sink.context, UInt32(number), martlet_text(), bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
                )
            }
        }
    }

    /// A header block, at once.
    func header(_ number: Int, _ answer: HeaderAnswer) -> Flow {
        switch answer {
        case .absent: return .go
        case .refused(let failure): return messageEnds(number, failure)
        case .block(let block):
            let begun = messageBegins(number)
            guard begun == .go else { return begun }
            let told = block.isEmpty ? .go : messageContinues(RawSpan(_unsafeBytes: block))
            return told == .go ? messageEnds(number, nil) : told
        }
    }

    private static func flow(_ answer: Int32) -> Flow {
        switch answer {
        case Int32(MARTLET_GO): .go
        case Int32(MARTLET_SKIP): .skip
        default: .stop
        }
    }
}
