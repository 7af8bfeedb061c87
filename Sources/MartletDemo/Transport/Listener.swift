#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Listens on 127.0.0.1; ``accept()`` can be woken.
struct Listener: Sendable {
    let port: UInt16
    private let socket: Socket
    private let wakeReader: Int32
    private let wakeWriter: Int32

    init(port wanted: UInt16) throws(DemoError) {
        #if canImport(Glibc)
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let descriptor = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw DemoError("cannot open a socket: \(Listener.reason())") }
        let listening = Socket(descriptor: descriptor)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        listening.set(SOL_SOCKET, SO_REUSEADDR, Int32(1))
        var ends: [Int32] = [-1, -1]
        guard let bound = Listener.bind(descriptor, wanted), listen(descriptor, 1024) == 0, unsafe pipe(&ends) == 0 else {
            let (why, isTaken) = (Listener.reason(), errno == EADDRINUSE)
            listening.close()
            throw DemoError("cannot listen on 127.0.0.1:\(wanted): \(why)", isPortTaken: isTaken)
        }
        (socket, port, wakeReader, wakeWriter) = (listening, bound, ends[0], ends[1])
    }

    /// The next connection; nil once woken.
    func accept() -> Socket? {
        while true {
            var waiting = [
                pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0),
            ]
            guard unsafe poll(&waiting, 2, -1) > 0 else {
                if errno == EINTR { continue }
                return nil
            }
            if waiting[1].revents != 0 { return nil }
            let accepted = acceptNext()
            if accepted >= 0 { return Socket(descriptor: accepted) }
            // Out of descriptors: give the others a moment. Anything else concerns only the peer that left again.
            if errno == EMFILE || errno == ENFILE { usleep(10_000) }
        }
    }

    func wake() {
        var octet: UInt8 = 1
        _ = unsafe write(wakeWriter, &octet, 1)
    }

    /// Only when no thread is in ``accept()`` any more.
    func close() {
        for end in [wakeReader, wakeWriter] { Socket(descriptor: end).close() }
        socket.close()
    }

    private func acceptNext() -> Int32 {
        #if canImport(Glibc)
        let accepted = Glibc.accept(socket.descriptor, nil, nil)
        #else
        let accepted = Darwin.accept(socket.descriptor, nil, nil)
        #endif
        if accepted >= 0 { _ = fcntl(accepted, F_SETFD, FD_CLOEXEC) }
        return accepted
    }

    /// The port it got.
    private static func bind(_ descriptor: Int32, _ port: UInt16) -> UInt16? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { at -> UInt16? in
                #if canImport(Glibc)
                guard unsafe Glibc.bind(descriptor, at, size) == 0 else { return nil }
                #else
                guard unsafe Darwin.bind(descriptor, at, size) == 0 else { return nil }
                #endif
                guard unsafe getsockname(descriptor, at, &size) == 0 else { return nil }
                return unsafe UnsafeRawPointer(at).load(as: sockaddr_in.self).sin_port.bigEndian
            }
        }
    }

    private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}
