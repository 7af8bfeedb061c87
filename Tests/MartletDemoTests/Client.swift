#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif
@testable import MartletDemo

/// A client that knows nothing: octets out, octets in, and how the connection ended.
final class Client {
    enum End: Equatable { case fin, error, silence }

    let socket: Socket
    private var tls: TLSStream?
    private var buffer: [UInt8] = []

    /// Reads wait so long before they give up.
    init(_ server: DemoServer, patience: Duration = .seconds(5)) {
        #if canImport(Glibc)
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let descriptor = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = (server.port ?? 0).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        precondition(connected == 0, "cannot connect")
        socket = Socket(descriptor: descriptor)
        socket.sendAtOnce()
        socket.limitReads(to: patience)
        signal(SIGPIPE, SIG_IGN)
    }

    deinit { socket.close() }

    func startTLS(_ certificate: DemoCertificate, host: String = "localhost") -> Bool {
        tls = TLSStream(connecting: socket, trusting: certificate.authorityPath ?? "", host: host)
        return tls != nil
    }

    func send(_ text: String) {
        let octets = Array(text.utf8)
        _ = tls?.write(octets[...]) ?? socket.write(octets[...])
    }

    /// Octets of the next read, or how it ended.
    func piece() -> Result<[UInt8], EndError> {
        var octets = [UInt8](repeating: 0, count: 65_536)
        let got = tls?.read(into: &octets) ?? socket.read(into: &octets)
        if got > 0 { return .success(Array(octets[..<got])) }
        if got == 0 { return .failure(EndError(end: .fin)) }
        return .failure(EndError(end: errno == EAGAIN ? .silence : .error))
    }

    struct EndError: Error { let end: End }

    /// Octets up to and with `mark`; what there is when the connection ends first.
    func read(to mark: String) -> [UInt8] {
        let mark = Array(mark.utf8)
        while true {
            if let at = buffer.firstRange(of: mark) {
                defer { buffer.removeSubrange(..<at) }
                return Array(buffer[..<at])
            }
            guard case .success(let piece) = piece() else {
                defer { buffer = [] }
                return buffer
            }
            buffer += piece
        }
    }

    /// Everything until the end, and which end.
    func rest() -> ([UInt8], End) {
        while true {
            switch piece() {
            case .success(let piece): buffer += piece
            case .failure(let error):
                defer { buffer = [] }
                return (buffer, error.end)
            }
        }
    }

    /// One line without CRLF.
    func line() -> String { String(decoding: read(to: "\r\n").dropLast(2), as: UTF8.self) }

    /// Sends a line and reads a line.
    @discardableResult func ask(_ command: String) -> String {
        send(command + "\r\n")
        return line()
    }

    /// Sends a line and reads a multi-line reply: its lines behind the status, or the octets of it all.
    func lines(_ command: String) -> [String] {
        send(command + "\r\n")
        let status = line()
        guard status.hasPrefix("+OK") else { return [status] }
        var lines: [String] = []
        while let next = Optional(line()), next != ".", !(next.isEmpty && buffer.isEmpty) { lines.append(next) }
        return lines
    }

    /// The message of RETR or TOP with dots unstuffed, nil for `-ERR`.
    func message(_ command: String) -> [UInt8]? {
        send(command + "\r\n")
        guard line().hasPrefix("+OK") else { return nil }
        var message: [UInt8] = []
        while true {
            let line = read(to: "\r\n")
            if line == [46, 13, 10] || line.isEmpty { return message }
            message += line.first == 46 ? line.dropFirst() : line[...]
        }
    }

    /// Greeting, USER, PASS.
    @discardableResult func signIn() -> String {
        _ = line()
        ask("USER demo")
        return ask("PASS demo")
    }
}

extension [UInt8] {
    /// Where `mark` ends first.
    fileprivate func firstRange(of mark: [UInt8]) -> Int? {
        guard count >= mark.count else { return nil }
        return (0...(count - mark.count)).first { self[$0..<($0 + mark.count)].elementsEqual(mark) }.map { $0 + mark.count }
    }
}

/// A running server with a few plain messages.
func runningServer(
    _ messages: [DemoMessage] = plain(3), _ faults: [Fault] = [], _ options: DemoOptions = DemoOptions()
) throws -> DemoServer {
    let server = try DemoServer(maildrop: messages, options: options)
    server.faults = Faults(faults)
    try server.start()
    return server
}

func plain(_ count: Int) -> [DemoMessage] {
    (0..<count).map { DemoMessage(uniqueID: "uid-\($0 + 1)", text: "Subject: \($0 + 1)\r\n\r\none\r\ntwo\r\nthree\r\n") }
}

func message(_ text: String) -> DemoMessage { DemoMessage(uniqueID: "u", text: text) }
