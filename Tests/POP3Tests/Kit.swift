import Foundation
import MartletDemo
import POP3
import Synchronization
import Testing

/// The password of the demo account, for looking at what must not contain it.
let password = "open sesame"

/// Messages of a line each, `message N`, with unique-ids `uid-N`.
func plain(_ count: Int) -> [DemoMessage] {
    (0..<count).map { DemoMessage(uniqueID: "uid-\($0 + 1)", text: "Subject: \($0 + 1)\r\n\r\nmessage \($0 + 1)\r\n.dot\r\n") }
}

/// A running server. One account: `anna`, with ``password``.
func running(
    _ messages: [DemoMessage] = plain(3), token: String? = nil, _ list: [Fault] = [], faults: Faults = Faults(),
    _ change: (inout DemoOptions) -> Void = { _ in }
) throws -> DemoServer {
    var options = DemoOptions()
    change(&options)
    let account = DemoAccount(user: "anna", password: password, token: token, messages: messages)
    let server = try DemoServer(accounts: [account], options: options)
    var faults = faults
    faults.list += list
    server.faults = faults
    try server.start()
    servers.withLock { $0.append(server) }
    return server
}

/// Keeps each server until the tests are over: a session must not outlive the server it talks to.
private let servers = Mutex<[DemoServer]>([])

extension DemoServer {
    func endpoint(_ security: Endpoint.Security = .cleartext, host: String = "127.0.0.1") -> Endpoint {
        Endpoint(host: host, port: port, security: security)
    }

    /// A session in the authorization state.
    func connected(_ security: Endpoint.Security = .cleartext, _ change: (inout Session.Options) -> Void = { _ in }) throws
        -> Session
    {
        var options = Session.Options()
        options.deadlines = Deadlines(connect: .seconds(10), read: .seconds(10))
        change(&options)
        return try Session(to: endpoint(security), options: options)
    }

    /// A session in the transaction state, and nothing but that on the record.
    func signedIn(_ change: (inout Session.Options) -> Void = { _ in }) throws -> Session {
        let session = try connected(.cleartext, change)
        try session.signIn(user: "anna", password: Array(password.utf8))
        forgetRecord()
        return session
    }
}

/// What `body` throws; an issue where it throws nothing.
func failure<R>(sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> R) -> POP3Error? {
    do {
        let value = try body()
        Issue.record("nothing was thrown, but \(value) returned", sourceLocation: sourceLocation)
        return nil
    } catch {
        guard let error = error as? POP3Error else {
            Issue.record("\(error) is no POP3Error", sourceLocation: sourceLocation)
            return nil
        }
        return error
    }
}

/// The command is refused here, by us: the server sees nothing of it, and the next command works.
func expectRefusedUnsent(
    _ kind: POP3Error.Kind, verb: String, in state: Session.State, sourceLocation: SourceLocation = #_sourceLocation,
    _ call: (Session) throws -> Void
) throws {
    let server = try running()
    let session = state == .transaction ? try server.signedIn() : try server.connected()
    let error = failure(sourceLocation: sourceLocation) { try call(session) }
    #expect(error?.kind == kind, sourceLocation: sourceLocation)
    #expect(error?.verb == verb, sourceLocation: sourceLocation)
    // Whatever had been sent would stand before this on the record.
    if state == .transaction { try session.noop() } else { try session.capa() }
    #expect(server.lines() == [state == .transaction ? "NOOP" : "CAPA"], sourceLocation: sourceLocation)
}

/// A `-ERR` of the server reaches the caller with its code and words, and the next command works.
func expectRefusedByServer(
    verb: String, in state: Session.State = .transaction, sourceLocation: SourceLocation = #_sourceLocation,
    _ call: (Session) throws -> Void
) throws {
    let server = try running(plain(3), [Fault(.refuse("[SYS/TEMP] not today"), at: .verb(verb))])
    let session = state == .transaction ? try server.signedIn() : try server.connected()
    let error = failure(sourceLocation: sourceLocation) { try call(session) }
    #expect(error?.kind == .refused(.systemTemporary), sourceLocation: sourceLocation)
    #expect(error?.verb == verb, sourceLocation: sourceLocation)
    #expect(error?.serverText == "[SYS/TEMP] not today", sourceLocation: sourceLocation)
    #expect(session.state == state, sourceLocation: sourceLocation)
    server.faults = Faults()
    if state == .transaction { try session.noop() } else { _ = try session.lang() }
}

/// Everything a sink hears, in order.
final class Heard: MessageSink {
    enum Event: Equatable {
        case begins(Int)
        case ends(Int, POP3Error.Kind?)
    }

    private(set) var events: [Event] = []
    private(set) var octets: [Int: [UInt8]] = [:]
    private(set) var failures: [Int: POP3Error] = [:]
    private var current = 0
    private let atBegin: (Int) -> Flow
    private let atEnd: (Int) -> Flow

    init(atBegin: @escaping (Int) -> Flow = { _ in .go }, atEnd: @escaping (Int) -> Flow = { _ in .go }) {
        self.atBegin = atBegin
        self.atEnd = atEnd
    }

    var whole: [Int] { events.compactMap { if case .ends(let number, nil) = $0 { number } else { nil } } }

    func messageBegins(_ number: Int) -> Flow {
        current = number
        events.append(.begins(number))
        return atBegin(number)
    }

    func messageContinues(_ octets: RawSpan) -> Flow {
        octets.withUnsafeBytes { self.octets[current, default: []].append(contentsOf: $0) }
        return .go
    }

    func messageEnds(_ number: Int, _ failure: POP3Error?) -> Flow {
        events.append(.ends(number, failure?.kind))
        failures[number] = failure
        return atEnd(number)
    }
}

extension Session {
    /// One message by RETR.
    func message(_ number: Int) throws -> [UInt8] {
        var octets: [UInt8] = []
        try retr(number) { piece in piece.withUnsafeBytes { octets.append(contentsOf: $0) } }
        return octets
    }
}

/// A transcript kept in memory.
final class Tape: Sendable {
    private let kept = Mutex<[TranscriptEvent]>([])
    private let came = Mutex<[[UInt8]]>([])

    func transcript(fullBodies: Bool = false, withReceived: Bool = false) -> Transcript {
        var transcript = Transcript(fullBodies: fullBodies) { [self] event in kept.withLock { $0.append(event) } }
        if withReceived { transcript.received = { [self] octets in came.withLock { $0.append(octets) } } }
        return transcript
    }

    /// Octets as they came, piece by piece, and as one text.
    var pieces: [[UInt8]] { came.withLock { $0 } }
    var received: String { String(decoding: pieces.flatMap(\.self), as: UTF8.self) }

    var events: [TranscriptEvent] { kept.withLock { $0 } }

    /// Command lines as shown.
    var commands: [String] { events.compactMap { if case .command(let text) = $0.content { text } else { nil } } }

    /// Lines of the server.
    var lines: [String] {
        events.compactMap { if case .line(let octets) = $0.content { String(decoding: octets, as: UTF8.self) } else { nil } }
    }

    /// Everything that was told, as text.
    var all: String {
        events.map { event in
            switch event.content {
            case .command(let text), .note(let text): text
            case .line(let octets), .octets(let octets): String(decoding: octets, as: UTF8.self)
            case .body(let octets, let lines): "(\(octets) octets, \(lines) lines)"
            }
        }.joined(separator: "\n")
    }
}

/// A folder for certificates that is gone when its owner is.
final class ScratchFolder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-pop3-\(UUID())").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { print("left behind: \(path)") }
    }
}
