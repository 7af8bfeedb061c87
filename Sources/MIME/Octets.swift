internal import CMIME

/// Octets of a mail that stay where they are as long as anybody points into them.
final class Octets: @unchecked Sendable {
    // Sendable: written once, in init, and freed in deinit.
    let bytes: UnsafeRawBufferPointer
    private let release: (() -> Void)?

    init(_ octets: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: octets.count, alignment: 16)
        copy.copyBytes(from: octets)
        bytes = UnsafeRawBufferPointer(copy)
        release = { copy.deallocate() }
    }

    /// - Parameter release: called once, when nobody points into the octets any more.
    init(_ bytes: UnsafeRawBufferPointer, release: (() -> Void)?) {
        self.bytes = bytes
        self.release = release
    }

    deinit { release?() }

    var span: mime_span { mime_span(bytes) }
}

extension mime_span {
    init(_ bytes: UnsafeRawBufferPointer) {
        self.init(at: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), len: bytes.count)
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: at, count: len) }

    /// Lossy: for what is ASCII by its grammar.
    var lowercased: String { String(decoding: bytes, as: UTF8.self).lowercased() }
}
