internal import POP3

/// A digest that a plugin holds by a pointer.
final class DigestBox {
    let digest: Digest

    init() throws(POP3Error) { digest = try Digest() }

    static func of(_ raw: OpaquePointer) -> DigestBox {
        Unmanaged<DigestBox>.fromOpaque(UnsafeRawPointer(raw)).takeUnretainedValue()
    }
}
