import CMartletPlugin

/// SHA-256, computed by the host. One value serves any number of messages, one after the other.
public struct Digest {
    private let raw: OpaquePointer

    init(_ raw: OpaquePointer) { self.raw = raw }

    public func begin() { host.digest_begin(raw) }

    public func add(_ octets: UnsafeRawBufferPointer) {
        guard let base = octets.baseAddress, octets.count > 0 else { return }
        host.digest_add(raw, base.assumingMemoryBound(to: UInt8.self), octets.count)
    }

    /// The 32 octets of the sum.
    public func end() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { out, count in
            host.digest_end(raw, out.baseAddress!)
            count = 32
        }
    }
}
