// What the link's tests share: a link to hold, a peer on loopback, certificates, and threads to block in.

import CPOP3
import CTestPeer
import Foundation

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs `body` in a thread of its own: these tests block, and Swift's pool has as few threads as the machine has cores.
func onThread<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}

func milliseconds(of body: () -> Void) -> Double {
    let start = ContinuousClock.now
    body()
    return (ContinuousClock.now - start).milliseconds
}

extension Duration {
    var milliseconds: Double { Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15 }
}

func pause(milliseconds: UInt32) {
    usleep(milliseconds * 1000)
}

/// What a failed (or successful) call left behind.
struct Outcome: Sendable {
    var status: pop3_status
    var text = ""
    var error: CInt = 0
    var octets: [UInt8] = []
    var elapsed = 0.0
    var words: String { String(decoding: octets, as: UTF8.self) }
}

/// A canceller, closed at the end.
final class Canceller: @unchecked Sendable {
    let wait: CInt, wake: CInt
    private var fired = ContinuousClock.now
    init() {
        var wait: CInt = -1, wake: CInt = -1
        precondition(pop3_cancel_open(&wait, &wake) == 0)
        (self.wait, self.wake) = (wait, wake)
    }
    deinit { pop3_cancel_close(wait, wake) }
    func fire() {
        fired = .now
        pop3_cancel_wake(wake)
    }
    /// Milliseconds since the last fire(); for the one who was woken by it.
    var latency: Double { (ContinuousClock.now - fired).milliseconds }
    func fire(afterMilliseconds delay: UInt32) {
        Thread.detachNewThread { [self] in
            pause(milliseconds: delay)
            fire()
        }
    }
}

/// One link, used by one thread at a time.
final class Link: @unchecked Sendable {
    private(set) var raw: OpaquePointer!
    private let canceller: Canceller?

    init(connect: UInt32 = 10000, read: UInt32 = 10000, command: UInt32 = 0, canceller: Canceller? = nil) {
        self.canceller = canceller
        let limits = pop3_deadlines(connect_ms: connect, read_ms: read, command_ms: command)
        raw = pop3_link_create(limits, canceller?.wait ?? -1)!
    }
    deinit { close() }

    /// Ends the connection now, whoever still holds this.
    func close() {
        pop3_link_destroy(raw)
        raw = nil
    }

    var text: String { String(cString: pop3_link_text(raw)) }
    var counts: pop3_link_counts { pop3_link_counts_copy(raw) }
    var peer: pop3_peer {
        var peer = pop3_peer()
        pop3_link_peer_copy(raw, &peer)
        return peer
    }

    func outcome(_ act: () -> pop3_status) -> Outcome {
        var status = POP3_OK
        let elapsed = milliseconds { status = act() }
        return Outcome(status: status, text: text, error: pop3_link_errno(raw), octets: held, elapsed: elapsed)
    }

    func dial(_ port: UInt16, host: String = "127.0.0.1") -> pop3_status { pop3_link_dial(raw, host, port) }

    /// Dials and does nothing else; a test whose peer is not there fails at its own expectation.
    static func dialled(_ port: UInt16, _ link: Link = Link()) -> Link {
        _ = link.dial(port)
        return link
    }

    func startTLS(name: String? = "localhost", ca: String? = nil, pin: [UInt8]? = nil) -> pop3_status {
        func start(_ name: UnsafePointer<CChar>?, _ ca: UnsafePointer<CChar>?, _ pin: UnsafePointer<UInt8>?) -> pop3_status {
            var want = pop3_tls(name: name, ca_file: ca, pin: pin)
            return pop3_link_start_tls(raw, &want)
        }
        func withOptional<R>(_ s: String?, _ body: (UnsafePointer<CChar>?) -> R) -> R {
            s.map { $0.withCString { body($0) } } ?? body(nil)
        }
        return withOptional(name) { name in
            withOptional(ca) { ca in
                pin.map { $0.withUnsafeBufferPointer { start(name, ca, $0.baseAddress) } } ?? start(name, ca, nil)
            }
        }
    }

    func fill() -> pop3_status { pop3_link_fill(raw) }
    func push() -> pop3_status { pop3_link_push(raw) }

    func queue(_ text: String, secret: Bool = false) { queue(Array(text.utf8), secret: secret) }
    func queue(_ octets: [UInt8], secret: Bool = false) {
        octets.withUnsafeBufferPointer { pop3_link_queue(raw, $0.baseAddress!, $0.count, secret) }
    }

    /// The octets received and not consumed.
    var held: [UInt8] {
        var len = 0
        let at = pop3_link_borrow(raw, &len)
        return Array(UnsafeBufferPointer(start: at, count: len))
    }

    func consume(_ count: Int) { pop3_link_consume(raw, count) }

    /// Fills until `count` octets are held or something fails.
    func fill(toHold count: Int) -> pop3_status {
        var status = POP3_OK
        while status == POP3_OK, held.count < count { status = fill() }
        return status
    }

    /// Fills until something fails, and says what.
    func fillToTheEnd() -> pop3_status {
        var status = POP3_OK
        while status == POP3_OK { status = fill() }
        return status
    }
}

/// A socket that listens on loopback and serves one connection in a thread.
final class Peer: @unchecked Sendable {
    let port: UInt16
    private let listener: CInt
    private let done = DispatchSemaphore(value: 0)

    init(_ serve: @escaping @Sendable (CInt) -> Void) {
        (listener, port) = listeningSocket(backlog: 8)
        let (listener, done) = (listener, done)
        Thread.detachNewThread {
            blockSIGPIPE()  // the link's mistakes shall raise it, not the peer's
            let fd = accept(listener, nil, nil)
            if fd >= 0 {
                serve(fd)
                close(fd)
            }
            close(listener)
            done.signal()
        }
    }

    func join() { done.wait() }
}

func blockSIGPIPE() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &set, nil)
}

func loopback(_ port: UInt16 = 0) -> sockaddr_in {
    var at = sockaddr_in()
    at.sin_family = sa_family_t(AF_INET)
    at.sin_port = port.bigEndian
    at.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return at
}

func streamSocket() -> CInt {
    #if canImport(Glibc)
    socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    #else
    socket(AF_INET, SOCK_STREAM, 0)
    #endif
}

func connectSocket(_ fd: CInt, to port: UInt16) -> CInt {
    var at = loopback(port)
    return withUnsafePointer(to: &at) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
}

/// A socket bound to a free port; without `listen`, whoever dials it is refused, and nobody else gets the port.
func boundSocket() -> (CInt, UInt16) {
    let fd = streamSocket()
    var at = loopback()
    var len = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &at) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            precondition(bind(fd, $0, len) == 0)
            precondition(getsockname(fd, $0, &len) == 0)
        }
    }
    return (fd, UInt16(bigEndian: at.sin_port))
}

func listeningSocket(backlog: CInt) -> (CInt, UInt16) {
    let (fd, port) = boundSocket()
    precondition(listen(fd, backlog) == 0)
    return (fd, port)
}

/// A port that is refused as long as this lives.
final class RefusedPort: Sendable {
    private let fd: CInt
    let port: UInt16
    init() { (fd, port) = boundSocket() }
    deinit { close(fd) }
}

/// A port that answers nothing at all: its queue of connections is full and nobody accepts.
final class SilentPort: @unchecked Sendable {
    private var sockets: [CInt]
    let port: UInt16
    init() {
        let (listener, port) = listeningSocket(backlog: 0)
        self.port = port
        sockets = [listener]
        for _ in 0..<4 {
            let fd = streamSocket()
            _ = fcntl(fd, F_SETFL, O_NONBLOCK)
            _ = connectSocket(fd, to: port)
            sockets.append(fd)
        }
        pause(milliseconds: 50)
    }
    deinit { sockets.forEach { close($0) } }
}

/// False when the other side is gone.
@discardableResult
func sendAll(_ fd: CInt, _ octets: [UInt8]) -> Bool {
    octets.withUnsafeBytes { bytes in
        var at = 0
        while at < bytes.count {
            let n = write(fd, bytes.baseAddress! + at, bytes.count - at)
            if n <= 0 { return false }
            at += n
        }
        return true
    }
}

func sendAll(_ fd: CInt, _ text: String) { sendAll(fd, Array(text.utf8)) }

/// Everything up to the end of the stream.
func receiveAll(_ fd: CInt) -> [UInt8] {
    var all: [UInt8] = [], chunk = [UInt8](repeating: 0, count: 65536)
    while true {
        let n = read(fd, &chunk, chunk.count)
        if n <= 0 { return all }
        all += chunk[..<n]
    }
}

/// Waits until the link's side is gone.
func waitForEnd(_ fd: CInt) { _ = receiveAll(fd) }

func resetAtClose(_ fd: CInt) {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
}

/// An octet sequence whose period is long and no multiple of any buffer, so that a lost or doubled piece shows.
func pattern(_ count: Int, seed: UInt32 = 1) -> [UInt8] {
    let period = 65521
    var state = seed
    let block = (0..<min(count, period)).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(truncatingIfNeeded: state >> 24)
    }
    var all: [UInt8] = []
    all.reserveCapacity(count + period)
    while all.count < count { all += block }
    all.removeLast(all.count - count)
    return all
}

/// Equality at memcmp's speed also in a debug build.
func same(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
    a.withUnsafeBytes { a in
        b.withUnsafeBytes { b in a.count == b.count && (a.isEmpty || memcmp(a.baseAddress!, b.baseAddress!, a.count) == 0) }
    }
}

/// The text of one of C's fixed arrays.
func string<T>(_ array: T) -> String {
    withUnsafeBytes(of: array) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

func octets<T>(_ array: T) -> [UInt8] { withUnsafeBytes(of: array) { Array($0) } }
