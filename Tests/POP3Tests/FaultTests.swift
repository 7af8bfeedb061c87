import Foundation
@testable import POP3
import MartletDemo
import Testing

@Suite("servers that misbehave") struct FaultTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// All that a whole session brings.
    private struct Harvest: Equatable {
        var capabilities: Capabilities?
        var messages = 0
        var octets: Int64 = 0
        var uniqueIDs: [[UInt8]?] = []
        var events: [Heard.Event] = []
        var bodies: [Int: [UInt8]] = [:]
        var tops: [Int: [UInt8]] = [:]
    }

    private func wholeSession(_ faults: Faults, _ messages: [DemoMessage], tls: Bool = false) throws -> Harvest {
        var authority: String?
        let certificate = tls ? try DemoCertificate.make(in: folder.path) : nil
        let server = try running(messages, faults: faults) {
            if let certificate { $0.security = .implicit(certificate) }
            authority = certificate?.authorityPath
        }
        let session = try server.connected(tls ? .tls : .cleartext) { $0.trust = Trust(caFile: authority) }
        var harvest = Harvest()
        try session.signIn(user: "anna", password: Array(password.utf8))
        let maildrop = try session.maildrop()
        harvest.capabilities = session.capabilities
        (harvest.messages, harvest.octets) = try session.stat()
        harvest.uniqueIDs = (0..<maildrop.count).map { maildrop.uniqueID(at: $0).map(Array.init) }
        let bodies = Heard(), tops = Heard()
        try session.fetch(Array(1...maildrop.count), into: bodies)
        try session.fetch([1, maildrop.count + 1, 2], .top(lines: 1), into: tops)
        harvest.events = bodies.events + tops.events
        (harvest.bodies, harvest.tops) = (bodies.octets, tops.octets)
        try session.dele(1)
        try session.rset()
        try session.quit()
        return harvest
    }

    @Test("replies in any pieces give the same session", arguments: [1, 2, 3, 5, 7, 1000], [false, true])
    func pieces(_ octets: Int, _ tls: Bool) throws {
        let messages = plain(3) + SampleMail.all.filter { $0.wireOctets.count < 1500 }.prefix(4)
        let whole = try wholeSession(Faults(), messages, tls: tls)
        #expect(whole.bodies.count == messages.count)
        var faults = Faults()
        faults.pieces = .octets(octets)
        #expect(try wholeSession(faults, messages, tls: tls) == whole)
    }

    @Test("a server of bare line feeds is understood (FIELD: quirk 13)") func bareLineFeeds() throws {
        var faults = Faults()
        faults.usesBareLineFeeds = true
        let found = try wholeSession(faults, plain(3))
        #expect(found.messages == 3)
        #expect(found.uniqueIDs.count == 3)
        #expect(found.bodies[2] == Array("Subject: 2\n\nmessage 2\n.dot\n".utf8))
    }

    @Test("a server that forgets to stuff dots is read as it is (FIELD: quirk 14)") func noStuffing() throws {
        var faults = Faults()
        faults.forgetsDotStuffing = true
        let session = try running([DemoMessage(uniqueID: "u", text: "a: b\r\n\r\n.x\r\ny\r\n")], faults: faults).signedIn()
        let found = try session.message(1)
        #expect(found.suffix(3) == Array("y\r\n".utf8))
        try session.noop()
    }

    private static let endings: [(String, Fault.Action, [POP3Error.Kind])] = [
        ("close", .close(after: 40), [.closed]), ("truncation", .truncateTLS(after: 40), [.truncated]),
        ("reset", .reset(after: 40), [.io(errno: ECONNRESET), .closed]),
    ]

    @Test(
        "a connection that ends inside a message is an error, and so is every later call", arguments: [0, 1, 2], [false, true])
    func ended(_ which: Int, _ tls: Bool) throws {
        let (name, action, kinds) = Self.endings[which]
        let certificate = tls ? try DemoCertificate.make(in: folder.path) : nil
        let server = try running(plain(3), [Fault(action, at: .message(2, verb: "RETR"))]) {
            if let certificate { $0.security = .implicit(certificate) }
        }
        let session = try server.connected(tls ? .tls : .cleartext) { $0.trust = Trust(caFile: certificate?.authorityPath) }
        try session.signIn(user: "anna", password: Array(password.utf8))
        let sink = Heard()
        let error = failure { try session.fetch([1, 2, 3], into: sink) }
        // Without TLS a truncation is a close like any other; with TLS an alert may overtake a reset.
        let expected = name == "truncation" && !tls ? [POP3Error.Kind.closed] : name == "reset" && tls ? kinds + [.tls] : kinds
        #expect(error.map { expected.contains($0.kind) } == true, "\(name): \(String(describing: error))")
        #expect(error?.number == 2)
        #expect(sink.whole == [1])
        #expect(sink.events.last == error.map { .ends(2, $0.kind) })
        #expect(session.state == .ended)
        for later in [
            { _ = try session.noop() }, { _ = try session.message(1) }, { _ = try session.quit() }, { _ = try session.capa() },
        ] as [() throws -> Void] {
            #expect(failure { try later() }?.kind == error?.kind)
        }
        #expect(server.waitUntilIdle())
        #expect(server.lines().filter { !$0.hasPrefix("RETR") && $0 != "CAPA" && !$0.hasPrefix("AUTH") } == [])
    }

    @Test("EOF before the terminator is never a whole message, wherever it comes (FIELD: D1, D2)") func everyCut() throws {
        let message = DemoMessage(uniqueID: "u", text: "a: b\r\n\r\nx\r\n")
        let reply = "+OK 12 octets\r\n".utf8.count + message.wireOctets.count + ".\r\n".utf8.count
        for cut in 0..<reply {
            let session = try running([message], [Fault(.close(after: cut), at: .verb("RETR"))]).signedIn()
            let sink = Heard()
            #expect(failure { try session.fetch([1], into: sink) }?.kind == .closed, "after \(cut) octets")
            #expect(sink.whole == [], "after \(cut) octets")
        }
    }

    @Test("an EOF inside a listing is never a listing") func cutListing() throws {
        for cut in 0..<"+OK 2 messages (72 octets)\r\n1 36\r\n2 36\r\n.\r\n".utf8.count {
            let session = try running(plain(2), [Fault(.close(after: cut), at: .verb("LIST"))]).signedIn()
            #expect(failure { try session.list() }?.kind == .closed, "after \(cut) octets")
        }
    }

    @Test("silence is an error after the read deadline", arguments: [0, 3, 40]) func stall(_ after: Int) throws {
        let server = try running(plain(1), [Fault(.stall(after: after), at: .verb("RETR"))])
        let session = try server.signedIn { $0.deadlines.read = .milliseconds(150) }
        let start = ContinuousClock.now
        #expect(failure { try session.message(1) }?.kind == .timeout)
        #expect(ContinuousClock.now - start >= .milliseconds(150))
        #expect(failure { try session.noop() }?.kind == .timeout)
    }

    @Test("a server that trickles is stopped by the deadline of the whole command") func trickle() throws {
        var faults = Faults()
        (faults.pieces, faults.pieceDelay) = (.octets(1), .milliseconds(40))
        let server = try running(plain(1))
        let session = try server.signedIn {
            $0.deadlines.read = .seconds(5)
            $0.deadlines.command = .milliseconds(300)
        }
        server.faults = faults
        #expect(failure { try session.list() }?.kind == .timeout)
    }

    @Test("a silent greeting is an error after the read deadline") func silentGreeting() throws {
        let server = try running(plain(1), [Fault(.stall(after: 0), at: .greeting)])
        #expect(failure { try server.connected { $0.deadlines.read = .milliseconds(150) } }?.kind == .timeout)
    }

    @Test("a wait is cancelled from another thread") func cancelled() throws {
        let server = try running(plain(1), [Fault(.stall(after: 3), at: .verb("NOOP"))])
        let canceller = try Canceller()
        let session = try server.signedIn { $0.canceller = canceller }
        let thread = Thread {
            // The command is on the record before the client begins to wait in vain for the rest.
            while !server.lines().contains("NOOP") { Thread.sleep(forTimeInterval: 0.002) }
            canceller.cancel()
        }
        thread.start()
        #expect(failure { try session.noop() }?.kind == .cancelled)
        #expect(failure { try session.noop() }?.kind == .cancelled)
        // It stays cancelled for others until it is reset.
        #expect(failure { try server.connected { $0.canceller = canceller } }?.kind == .cancelled)
        canceller.reset()
        #expect(try server.connected { $0.canceller = canceller }.state == .authorization)
    }

    @Test func nobodyListens() throws {
        let server = try running()
        let port = server.port
        server.stop()
        #expect(
            failure { try Session(to: Endpoint(host: "127.0.0.1", port: port, security: .cleartext)) }?.kind == .connectionRefused
        )
    }

    @Test func noSuchHost() throws {
        let error = failure { try Session(to: Endpoint(host: "no-such-host.invalid", security: .cleartext)) }
        #expect(error?.kind == .unresolvable)
    }

    @Test("a status line that drips is not waited for without end", arguments: ["NOOP", "LIST", "RETR"])
    func drips(_ verb: String) throws {
        let server = try running(plain(1), [Fault(.replace(text: "+OK " + String(repeating: "x", count: 400)), at: .verb(verb))])
        let session = try server.signedIn { $0.deadlines = Deadlines(connect: .seconds(10), read: .seconds(1)) }
        var faults = server.faults
        (faults.pieces, faults.pieceDelay) = (.octets(1), .milliseconds(100))
        server.faults = faults
        let began = ContinuousClock.now
        let error = failure {
            switch verb {
            case "NOOP": try session.noop()
            case "LIST": _ = try session.list()
            default: _ = try session.message(1)
            }
        }
        #expect(error?.kind == .timeout && error?.waited == .seconds(3), "\(String(describing: error))")
        #expect((.milliseconds(2_900)..<(.seconds(30))).contains(ContinuousClock.now - began))
    }

    @Test("a status line that is none ends the session", arguments: ["hello", "OK", "+okay", "ERR", "", "+ challenge"])
    func noStatus(_ line: String) throws {
        let server = try running(plain(1), [Fault(.replace(text: "\(line)\r\n"), at: .verb("NOOP"))])
        let session = try server.signedIn()
        let error = failure { try session.noop() }
        #expect(error?.kind == .protocolViolation)
        #expect(error?.verb == "NOOP")
        #expect(session.state == .ended)
    }

    @Test("a line longer than 64 K ends the session with a bound on memory") func longLine() throws {
        let line = Array("+OK \(String(repeating: "x", count: 1 << 20))\r\n".utf8)
        let server = try running(plain(1), [Fault(.replace(line), at: .verb("NOOP"))])
        #expect(failure { try server.signedIn().noop() }?.kind == .limit)
    }

    @Test("lines of a mail have no limit") func longBodyLine() throws {
        let message = DemoMessage(uniqueID: [0x75], octets: [UInt8](repeating: 0x78, count: 3 << 20))
        #expect(try running([message]).signedIn().message(1) == message.wireOctets)
    }

    @Test("an answer nobody asked for does not pass for the next one's") func surplus() throws {
        let server = try running(plain(1), [Fault(.append(text: "-ERR surprise\r\n"), at: .verb("NOOP", occurrence: 1))])
        let session = try server.signedIn()
        try session.noop()
        // Nothing can tell it from a reply; but it is a refusal or a violation, never a wrong success.
        #expect(failure { try session.noop() } != nil)
    }
}
