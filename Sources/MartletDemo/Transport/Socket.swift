#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A connected TCP socket, or a pipe's end: blocking calls over a descriptor somebody else closes.
struct Socket: Sendable {
    let descriptor: Int32

    /// Octets read, 0 at the end, -1 on an error, a time-out among them.
    func read(into buffer: inout [UInt8]) -> Int {
        while true {
            let got = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            if got >= 0 || errno != EINTR { return got }
        }
    }

    /// False when the peer is gone.
    func write(_ octets: ArraySlice<UInt8>) -> Bool {
        unsafe octets.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let put = unsafe send(descriptor, bytes.baseAddress! + sent, bytes.count - sent, 0)
                if put < 0 && errno == EINTR { continue }
                if put <= 0 { return false }
                sent += put
            }
            return true
        }
    }

    func shutDownSending() { shutdown(descriptor, Int32(SHUT_WR)) }
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }
    func close() { closeDescriptor(descriptor) }

    func shutDownReading() { shutdown(descriptor, Int32(SHUT_RD)) }

    /// Waits until the peer's system has everything, so that a reset cannot overtake it.
    func waitUntilSent(_ limit: Duration) {
        let end = ContinuousClock.now + limit
        var queued: Int32 = 0
        while unsafe ioctl(descriptor, UInt(TIOCOUTQ), &queued) == 0, queued > 0, .now < end { usleep(200) }
    }

    /// Makes the next ``close()`` send RST.
    func resetOnClose() { set(SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0)) }

    /// A read that waits longer than this fails.
    func limitReads(to limit: Duration) {
        let (seconds, attoseconds) = limit.components
        var time = timeval()
        time.tv_sec = numericCast(seconds)
        time.tv_usec = numericCast(attoseconds / 1_000_000_000_000)
        set(SOL_SOCKET, SO_RCVTIMEO, time)
    }

    /// Each write becomes a segment at once; no SIGPIPE where the system has an option for that.
    func sendAtOnce() {
        set(Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
        #if canImport(Darwin)
        set(SOL_SOCKET, SO_NOSIGPIPE, Int32(1))
        #endif
    }

    func set<Value>(_ level: Int32, _ name: Int32, _ value: Value) {
        _ = unsafe withUnsafeBytes(of: value) {
            unsafe setsockopt(descriptor, level, name, $0.baseAddress, socklen_t($0.count))
        }
    }
}

private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
