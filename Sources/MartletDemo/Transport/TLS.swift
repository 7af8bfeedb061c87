internal import CDemoTLS

/// The server's TLS identity, shared by its connections.
///
/// `@unchecked Sendable`: the pointer is set once, and OpenSSL counts references to an SSL_CTX under its own lock.
@safe final class TLSContext: @unchecked Sendable {
    fileprivate let raw: OpaquePointer

    init(_ certificate: DemoCertificate, limit: DemoOptions.TLSLimit) throws(DemoError) {
        var made: OpaquePointer?
        let why = unsafe Why.of { why, size in
            unsafe made = demo_tls_context_create(
                certificate.certificatePath, certificate.keyPath, limit.rawValue, why, size)
            return unsafe made != nil
        }
        guard let made = unsafe made else { throw DemoError(why ?? "no TLS") }
        unsafe raw = made
    }

    deinit { unsafe demo_tls_context_destroy(raw) }
}

/// TLS over one socket, which stays its owner's.
@safe final class TLSStream {
    private let raw: OpaquePointer

    /// The server's side of a handshake; nil when it failed.
    init?(accepting socket: Socket, _ context: TLSContext) {
        guard let made = unsafe demo_tls_accept(context.raw, socket.descriptor, nil, 0) else { return nil }
        unsafe raw = made
    }

    /// The client's side, for tests; nil when the handshake or the certificate failed.
    init?(connecting socket: Socket, trusting authorityPath: String, host: String) {
        guard let made = unsafe demo_tls_connect(authorityPath, host, socket.descriptor, nil, 0) else { return nil }
        unsafe raw = made
    }

    deinit { unsafe demo_tls_stream_destroy(raw) }

    /// Octets read, 0 at close_notify, -1 on an error, an end without close_notify among them.
    func read(into buffer: inout [UInt8]) -> Int {
        unsafe buffer.withUnsafeMutableBufferPointer { unsafe demo_tls_read(raw, $0.baseAddress, $0.count) }
    }

    /// False when the peer is gone.
    func write(_ octets: ArraySlice<UInt8>) -> Bool {
        unsafe octets.withUnsafeBufferPointer { unsafe demo_tls_write(raw, $0.baseAddress, $0.count) == 0 }
    }

    /// Says close_notify.
    func close() { unsafe demo_tls_close(raw) }
}
