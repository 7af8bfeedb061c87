import CMartletPlugin

/// What a sink wants next.
public enum Flow: Int32, Sendable {
    case go = 0
    /// Not the rest of this message; its `end` is not called.
    case skip = 1
    /// No more messages.
    case stop = 2
}

/// Takes the octets of messages as they come from the server.
public protocol MessageSink: AnyObject {
    func begin(_ number: UInt32) -> Flow
    /// The next octets, dots un-stuffed, never none. They lie in the receive buffer: nothing was copied.
    func body(_ octets: borrowing RawSpan) -> Flow
    /// The message is over.
    /// - Parameters:
    ///   - failure: empty when the message is whole, and only then; else why not, for people.
    ///   - sha256: 32 octets when asked for and the message is whole; borrowed.
    func end(_ number: UInt32, failure: Octets, sha256: UnsafeRawPointer?) -> Flow
    /// Just before the end of a whole message, where it was asked for: the SHA-256 of its header block, 32 octets, borrowed.
    func header(_ number: UInt32, sha256: UnsafeRawPointer)
}

extension MessageSink {
    public func header(_ number: UInt32, sha256: UnsafeRawPointer) {}
}

/// What a fetch computes on the way.
public struct FetchHashes: OptionSet, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// SHA-256 of the message.
    public static let message = FetchHashes(rawValue: UInt32(MARTLET_FETCH_SHA256))
    /// SHA-256 of the header block.
    public static let header = FetchHashes(rawValue: UInt32(MARTLET_FETCH_HEADER_SHA256))
}

private final class SinkBox {
    let sink: any MessageSink
    init(_ sink: any MessageSink) { self.sink = sink }
}

extension Call {
    /// Fetches messages in the order given, pipelined where the server can.
    ///
    /// - Parameters:
    ///   - numbers: of this session.
    ///   - topLines: nil for whole messages, else the header and that many lines (TOP).
    ///   - hashes: what to compute on the way.
    /// - Returns: 0 when every reply was read or the sink stopped; else an exit code, and the host has said why.
    ///   A refused message is told to its `end` alone.
    /// - Cost: two allocations for the whole fetch.
    public func fetch(_ numbers: [UInt32], topLines: Int64? = nil, hashes: FetchHashes = [], into sink: any MessageSink) -> Int32
    {
        lend(sink) { record in
            numbers.withUnsafeBufferPointer {
                host.fetch(raw, $0.baseAddress, $0.count, topLines ?? -1, hashes.rawValue, record)
            }
        }
    }

    /// Reads the header block of each message, in the order given: from the host's cache where it is there, else by pipelined TOP.
    ///
    /// A block arrives in one `body` call, through the line end of its last field, without the blank line; none for a message that
    /// begins with the blank line. Of a header above 1 MiB that much arrives.
    /// - Returns: as ``fetch(_:topLines:hashes:into:)`` does.
    public func headers(_ numbers: [UInt32], withHash: Bool = false, into sink: any MessageSink) -> Int32 {
        lend(sink) { record in
            numbers.withUnsafeBufferPointer {
                host.headers(raw, $0.baseAddress, $0.count, withHash ? FetchHashes.header.rawValue : 0, record)
            }
        }
    }

    /// Lends a sink to the host for the length of `body`.
    private func lend(_ sink: any MessageSink, _ body: (UnsafePointer<martlet_sink>) -> Int32) -> Int32 {
        let box = SinkBox(sink)
        var record = martlet_sink()
        record.size = MemoryLayout<martlet_sink>.size
        record.context = Unmanaged.passUnretained(box).toOpaque()
        record.begin = { context, number in
            Unmanaged<SinkBox>.fromOpaque(context!)._withUnsafeGuaranteedRef { $0.sink.begin(number).rawValue }
        }
        record.body = { context, at, count in
            let octets = RawSpan(_unsafeStart: UnsafeRawPointer(at!), byteCount: count)
            return Unmanaged<SinkBox>.fromOpaque(context!)._withUnsafeGuaranteedRef { $0.sink.body(octets).rawValue }
        }
        record.end = { context, number, failure, sha256 in
            Unmanaged<SinkBox>.fromOpaque(context!)._withUnsafeGuaranteedRef {
                $0.sink.end(number, failure: Octets(failure), sha256: UnsafeRawPointer(sha256)).rawValue
            }
        }
        record.header = { context, number, sha256 in
            Unmanaged<SinkBox>.fromOpaque(context!)._withUnsafeGuaranteedRef {
                $0.sink.header(number, sha256: UnsafeRawPointer(sha256!))
            }
        }
        return withExtendedLifetime(box) { body(&record) }
    }
}
