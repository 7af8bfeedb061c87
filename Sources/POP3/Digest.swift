internal import CPOP3

/// SHA-256 of a stream. One value serves any number of messages, one after the other, without an allocation each.
public struct Digest: ~Copyable {
    private let raw: OpaquePointer

    /// - Throws: ``POP3Error/Kind/resource`` when OpenSSL has no SHA-256.
    public init() throws(POP3Error) {
        guard let made = pop3_digest_create() else { throw POP3Error(.resource, detail: "no SHA-256") }
        raw = made
    }

    deinit { pop3_digest_destroy(raw) }

    public func begin() { pop3_digest_begin(raw) }

    public func add(_ octets: RawSpan) {
        octets.withUnsafeBytes { bytes in
            pop3_digest_add(raw, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
        }
    }

    /// - Parameter body: sees the 32 octets of the digest for the length of the call.
    public func end<R>(_ body: (RawSpan) -> R) -> R {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { room in
            pop3_digest_end(raw, room.baseAddress!)
            return body(RawSpan(_unsafeStart: room.baseAddress!, byteCount: 32))
        }
    }
}
