@testable import MartletDemo
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A name server on loopback, over UDP: SRV records of a few names, and "no such name" for all others (RFC 1035 section 4).
final class NameServer: Sendable {
    struct Record: Sendable {
        var priority: UInt16 = 0
        var weight: UInt16 = 0
        var port: UInt16
        /// As in a message: labels, or whatever harm there is to do.
        var target: [UInt8]

        init(_ priority: UInt16 = 0, _ weight: UInt16 = 0, port: UInt16, _ target: String) {
            (self.priority, self.weight, self.port) = (priority, weight, port)
            self.target = NameServer.name(target)
        }

        init(port: UInt16, raw target: [UInt8]) { (self.port, self.target) = (port, target) }
    }

    let port: UInt16
    private let descriptor: Int32
    private let records: [String: [Record]]
    private let forged: [Record]
    private let isOver = Atomic(false)

    /// - Parameter forged: sent before each answer, under another id: somebody guesses.
    init(_ records: [String: [Record]], forged: [Record] = []) throws {
        (self.records, self.forged) = (records, forged)
        #if canImport(Glibc)
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        #else
        descriptor = socket(AF_INET, SOCK_DGRAM, 0)
        #endif
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &place) { [descriptor] in
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        port = UInt16(bigEndian: place.sin_port)
        guard bound else { throw DemoError("no UDP socket on loopback") }
        // So that it sees that it is over.
        var limit = timeval(tv_sec: 0, tv_usec: 50_000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let thread = try Thread { [self] in
            while !isOver.load(ordering: .relaxed) { answer() }
            close(descriptor)
        }
        self.thread.withLock { $0 = thread }
    }

    private let thread = Mutex<MartletDemo.Thread?>(nil)

    func stop() {
        isOver.store(true, ordering: .relaxed)
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    private func answer() {
        var query = [UInt8](repeating: 0, count: 1024)
        var peer = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let got = withUnsafeMutablePointer(to: &peer) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { recvfrom(descriptor, &query, query.count, 0, $0, &size) }
        }
        guard got > 12, let (name, end) = Self.question(query[..<got]) else { return }
        let known = records[name.lowercased()]
        func send(_ id: [UInt8], _ records: [Record]) {
            var octets = id + [0x81, known == nil ? 0x83 : 0x80, 0, 1, 0, UInt8(records.count), 0, 0, 0, 0] + query[12..<end]
            for record in records {
                // The owner is the question's name.
                octets += [0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 60]
                for value in [UInt16(6 + record.target.count), record.priority, record.weight, record.port] {
                    octets += [UInt8(value >> 8), UInt8(value & 255)]
                }
                octets += record.target
            }
            _ = withUnsafeMutablePointer(to: &peer) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { sendto(descriptor, octets, octets.count, 0, $0, size) }
            }
        }
        if !forged.isEmpty { send([query[0], query[1] ^ 1], forged) }
        send(Array(query[..<2]), known ?? [])
    }

    /// The name that is asked for, and where the question ends.
    private static func question(_ query: ArraySlice<UInt8>) -> (String, Int)? {
        var labels: [String] = []
        var at = 12
        while at < query.count, query[at] > 0 {
            let end = at + 1 + Int(query[at])
            guard end < query.count else { return nil }
            labels.append(String(decoding: query[(at + 1)..<end], as: UTF8.self))
            at = end
        }
        return at + 5 <= query.count ? (labels.joined(separator: "."), at + 5) : nil
    }
}

/// A web server on loopback that has a few documents under TLS, by host and path.
final class WebServer: Sendable {
    private let listener: Listener
    private let context: TLSContext
    /// What comes back, status line and all, by `host/path`.
    private let replies: [String: [UInt8]]
    private let thread = Mutex<MartletDemo.Thread?>(nil)
    let asked = Mutex<[String]>([])

    var port: UInt16 { listener.port }

    init(_ certificate: DemoCertificate, _ replies: [String: [UInt8]]) throws {
        listener = try Listener(port: 0)
        context = try TLSContext(certificate, limit: .none)
        self.replies = replies
        let thread = try Thread { [self] in
            while let socket = listener.accept() {
                // One after the other; who says nothing holds nobody up for long.
                socket.limitReads(to: .seconds(2))
                serve(socket)
                socket.close()
            }
        }
        self.thread.withLock { $0 = thread }
    }

    func stop() {
        listener.wake()
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
        listener.close()
    }

    static func document(_ text: String) -> [UInt8] {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n"
        return Array((head + text).utf8)
    }

    private func serve(_ socket: Socket) {
        guard let stream = TLSStream(accepting: socket, context) else { return }
        var request: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            let got = stream.read(into: &piece)
            guard got > 0, request.count < 1 << 16 else { return }
            request += piece[..<got]
        }
        let lines = String(decoding: request, as: UTF8.self).split(separator: "\r\n")
        let path = lines[0].split(separator: " ").dropFirst().first ?? ""
        let host = lines.first { $0.lowercased().hasPrefix("host:") }?.dropFirst(5).drop { $0 == " " } ?? ""
        asked.withLock { $0.append("\(host)\(path)") }
        let missing = Array("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnone".utf8)
        _ = stream.write((replies["\(host)\(path)"] ?? missing)[...])
        stream.close()
    }
}
