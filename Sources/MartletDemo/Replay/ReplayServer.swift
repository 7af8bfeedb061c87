/// Serves a recorded session on 127.0.0.1: to the same commands the same octets, cut as they came, and the same hanging up.
///
/// The first connection gets the first recorded one, and so on; after the last it begins anew. No encryption: what was recorded under TLS is
/// replayed in the clear. Any secret is right.
public final class ReplayServer: Sendable {
    /// A client that waits for an answer to what the recording had later gets it after this long: how far commands are sent ahead is
    /// chance.
    private static let patience = Duration.milliseconds(500)
    /// Octets of a command line.
    private static let lineMost = 64 << 10

    private let session: RecordedSession
    private let listener: Listener

    public var port: UInt16 { listener.port }

    /// - Parameter port: 0: any.
    public init(_ session: RecordedSession, port: UInt16 = 0) throws(DemoError) {
        self.session = session
        listener = try Listener(port: port)
    }

    deinit { listener.close() }

    /// Makes ``serve(_:)`` return when its connection is over.
    public func stop() { listener.wake() }

    /// Serves connections, one after the other, until ``stop()``.
    /// - Parameter said: told what did not go as it was recorded, in a line.
    public func serve(_ said: (String) -> Void) {
        var next = 0
        while let socket = listener.accept() {
            socket.sendAtOnce()
            socket.limitReads(to: Self.patience)
            serve(socket, session.connections[next % session.connections.count], said)
            socket.waitUntilSent(.seconds(2))
            socket.close()
            next += 1
        }
    }

    private func serve(_ socket: Socket, _ events: [RecordedSession.Event], _ said: (String) -> Void) {
        var events = events
        var input = Input(socket)
        while let event = events.first {
            events.removeFirst()
            switch event {
            case .closed: return
            case .server(let octets): guard socket.write(octets[...]) else { return }
            case .command(let recorded):
                var line = input.line()
                while case .waiting = line {
                    // What was recorded behind further commands may be what the client waits for.
                    if let index = events.firstIndex(where: { if case .server = $0 { true } else { false } }),
                        case .server(let octets) = events.remove(at: index)
                    {
                        guard socket.write(octets[...]) else { return }
                    }
                    line = input.line()
                }
                guard case .line(let typed) = line else { return }
                guard Self.isSame(typed, recorded) else {
                    said("the client says \"\(Self.shown(typed))\", the recording has \"\(Self.shown(recorded))\" here")
                    _ = socket.write(Array("-ERR the recording has another command here\r\n".utf8)[...])
                    return
                }
            }
        }
        // A recording that was stopped has no goodbye of its client, and whoever says it is not to take that for a failure.
        if case .line(let typed) = input.line(), typed.uppercased() == "QUIT" { _ = socket.write(Array("+OK\r\n".utf8)[...]) }
    }

    /// A command line for people. Whoever replays may sign in with a password of their own, and the answer to a challenge has no verb.
    private static func shown(_ line: String) -> String {
        let words = line.split(separator: " ")
        guard let verb = words.first?.uppercased(), Verb.all[verb] != nil else { return "****" }
        if ["USER", "PASS", "APOP", "AUTH"].contains(verb) { return words.count > 1 ? "\(verb) ****" : verb }
        return String(line.prefix(60))
    }

    /// Verbs must agree; what stands behind them, where no secret hides it.
    private static func isSame(_ typed: String, _ recorded: String) -> Bool {
        let (one, other) = (typed.split(separator: " "), recorded.split(separator: " "))
        if recorded.contains("****") { return other.first == "****" || one.first?.uppercased() == other.first?.uppercased() }
        return one.first?.uppercased() == other.first?.uppercased() && one.dropFirst().elementsEqual(other.dropFirst())
    }

    /// Command lines as they come.
    private struct Input {
        enum Line { case line(String), waiting, end }

        private let socket: Socket
        private var pending: [UInt8] = []
        private var buffer = [UInt8](repeating: 0, count: 4096)

        init(_ socket: Socket) { self.socket = socket }

        mutating func line() -> Line {
            while true {
                if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = pending[..<end].last == UInt8(ascii: "\r") ? pending[..<(end - 1)] : pending[..<end]
                    let text = String(decoding: line, as: UTF8.self)
                    pending.removeFirst(end + 1)
                    return .line(text)
                }
                guard pending.count <= ReplayServer.lineMost else { return .end }
                let count = socket.read(into: &buffer)
                if count == 0 { return .end }
                if count < 0 { return .waiting }
                pending += buffer[..<count]
            }
        }
    }
}
