import MartletDemo
@testable import MartletKit
import POP3
import Testing

@Suite("headers of a mailbox") struct MailHeadersTests {
    /// - Parameter cache: nil: of its own.
    private func bench(_ server: DemoServer, cache: ScratchFolder? = nil) throws -> Bench {
        let bench = try Bench(try server.mailbox())
        bench.workspace.cacheFolder = cache?.path ?? bench.folder.path
        return bench
    }

    private func tops(_ server: DemoServer) -> [String] {
        defer { server.forgetRecord() }
        return server.lines().filter { $0.hasPrefix("TOP ") || $0.hasPrefix("RETR ") }
    }

    /// What comes of asking for messages, as text: `1=Subject: 1`, `2!` refused, `3?` not at hand.
    private func read(_ bench: Bench, _ indices: [Int32], fetches: Bool = true) throws -> [String] {
        let found = Found()
        try MailHeaders(bench.workspace).headers(indices, fetches: fetches) { index, answer in
            switch answer {
            case .block(let block):
                found.all.append("\(index + 1)=" + String(decoding: block, as: UTF8.self).replacing("\r\n", with: ";"))
            case .refused: found.all.append("\(index + 1)!")
            case .absent: found.all.append("\(index + 1)?")
            }
            return .go
        }
        return found.all
    }

    private final class Found { var all: [String] = [] }

    @Test("are fetched once, in the order asked for, and not again in the next run")
    func once() throws {
        let server = try running(plain(5))
        let cache = try ScratchFolder()
        var bench = try bench(server, cache: cache)
        #expect(try read(bench, [1, 3]) == ["2=Subject: 2;", "4=Subject: 4;"])
        #expect(tops(server) == ["TOP 2 0", "TOP 4 0"])
        #expect(try read(bench, [4, 3, 0, 1], fetches: false) == ["5?", "4=Subject: 4;", "1?", "2=Subject: 2;"])
        #expect(tops(server) == [])
        bench = try self.bench(server, cache: cache)
        #expect(
            try read(bench, [4, 3, 0, 1, 2]) == [
                "5=Subject: 5;", "4=Subject: 4;", "1=Subject: 1;", "2=Subject: 2;", "3=Subject: 3;",
            ])
        #expect(tops(server) == ["TOP 5 0", "TOP 1 0", "TOP 3 0"])
    }

    @Test("who sent what was read is remembered, from the cache too, where somebody wants to know") func senders() throws {
        let letters = (1...3).map { DemoMessage(uniqueID: "u\($0)", text: "From: s\($0)@example.org\r\n\r\nFrom: body\r\n") }
        let server = try running(letters)
        let cache = try ScratchFolder()
        var bench = try bench(server, cache: cache)
        _ = try read(bench, [0, 1, 2])
        #expect(bench.workspace.senders == nil)
        bench = try self.bench(server, cache: cache)
        bench.workspace.senders = Senders()
        server.forgetRecord()
        _ = try read(bench, [0, 2])
        #expect(tops(server) == [])
        #expect(bench.workspace.senders?.beginning(with: "") == ["s3@example.org", "s1@example.org"])
    }

    @Test("of a long walk only the end is looked at") func manySenders() throws {
        let server = try running(
            (1...1001).map { DemoMessage(uniqueID: "u\($0)", text: "From: \($0 == 1 ? "first" : "other")\r\n\r\n") })
        let bench = try bench(server)
        bench.workspace.senders = Senders()
        _ = try read(bench, (0..<1001).map { Int32($0) })
        #expect(bench.workspace.senders?.beginning(with: "") == ["other"])
        _ = try read(bench, [0])
        #expect(bench.workspace.senders?.beginning(with: "") == ["first", "other"])
    }

    @Test("a refused one concerns its message alone and is asked for again")
    func refused() throws {
        let server = try running(plain(3), [Fault(.refuse("no"), at: .message(2, verb: "TOP"), once: true)])
        let bench = try bench(server)
        #expect(try read(bench, [0, 1, 2]) == ["1=Subject: 1;", "2!", "3=Subject: 3;"])
        #expect(try read(bench, [0, 1, 2]) == ["1=Subject: 1;", "2=Subject: 2;", "3=Subject: 3;"])
    }

    @Test("repeated unique-ids and large blocks are not kept; nothing stands behind the blank line")
    func notKept() throws {
        let large = "Subject: " + String(repeating: "x ", count: 40_000)
        let server = try running(
            [DemoMessage(uniqueID: "a", text: large + "\r\n\r\nbody\r\n"), DemoMessage(uniqueID: "b", text: "\r\nbody\r\n")]
                + plain(2)
        ) { $0.listedUniqueIDs = [3: Array("x".utf8), 4: Array("x".utf8)] }
        let bench = try bench(server)
        let first = try read(bench, [0, 1, 2, 3])
        #expect(first == ["1=\(large);", "2=", "3=Subject: 1;", "4=Subject: 2;"])
        #expect(tops(server).count == 4)
        #expect(try read(bench, [0, 1, 2, 3]) == first)
        #expect(tops(server) == ["TOP 1 0", "TOP 3 0", "TOP 4 0"])
    }

    @Test("a server that forgets to announce TOP is tried; one that has none costs a whole message each, if the user says so")
    func withoutTop() throws {
        let shy = try running(plain(3)) { $0.unannounced = ["TOP"] }
        #expect(try read(try bench(shy), [0, 1]) == ["1=Subject: 1;", "2=Subject: 2;"])

        let server = try running(plain(3)) { $0.unknownVerbs = ["TOP"] }
        let bench = try bench(server)
        #expect(
            failure { try read(bench, [0, 1, 2]) }?.text == """
                error: the server cannot send headers alone; 3 messages (75 B) would be fetched
                  try: add --whole to go ahead
                """)
        #expect(failure { try read(bench, [0]) }?.code == .unavailable)
        bench.workspace.fetchesWhole = true
        #expect(try read(bench, [0, 1, 2]) == ["1=Subject: 1;", "2=Subject: 2;", "3=Subject: 3;"])
        #expect(tops(server).filter { $0.hasPrefix("RETR") } == ["RETR 1", "RETR 2", "RETR 3"])
        #expect(try read(bench, [0, 1, 2]).count == 3)
        #expect(tops(server) == [])
    }

    @Test("a connection lost in the middle fails, and what came whole is kept")
    func lost() throws {
        let server = try running(plain(3), [Fault(.close(after: 10), at: .message(3, verb: "TOP"), once: true)])
        let cache = try ScratchFolder()
        #expect(failure { try read(try bench(server, cache: cache), [0, 1, 2]) }?.code == .tryLater)
        server.forgetRecord()
        #expect(try read(try bench(server, cache: cache), [0, 1, 2]).count == 3)
        #expect(tops(server) == ["TOP 3 0"])
    }

    @Test("the blank line is found however the header is cut")
    func everySplit() {
        for (text, header) in [
            ("A: 1\r\nB: 2\r\n\r\nbody", "A: 1\r\nB: 2\r\n"), ("A: 1\nB: 2\n\nbody\r\n\r\n", "A: 1\nB: 2\n"), ("\r\nbody", ""),
            ("\nbody", ""),
            ("A: 1\r\n", "A: 1\r\n"), ("A: 1\r\n\r", "A: 1\r\n\r"), ("A: \r\r\n\r\nb", "A: \r\r\n"),
        ] {
            let octets = Array(text.utf8)
            for cut in 0...octets.count {
                let found = Found()
                let sink = HeaderSink { _, answer in
                    if case .block(let block) = answer { found.all.append(String(decoding: block, as: UTF8.self)) }
                    return .go
                }
                _ = sink.messageBegins(1)
                var flow = Flow.go
                for piece in [octets[..<cut], octets[cut...]] where !piece.isEmpty && flow == .go {
                    flow = Array(piece).withUnsafeBytes { sink.messageContinues(RawSpan(_unsafeBytes: $0)) }
                }
                if flow == .go { _ = sink.messageEnds(1, nil) }
                #expect(found.all == [header], "\(text.debugDescription) cut at \(cut)")
            }
        }
    }

    @Test("a selection by sender, in a session: a note says why nothing matches") func selecting() throws {
        let server = try running([
            DemoMessage(uniqueID: "1", text: "From: anna@example.org\r\nSubject: one\r\n\r\n"),
            DemoMessage(uniqueID: "2", text: "From: bert@example.org\r\nSubject: two\r\n\r\n"),
        ])
        let bench = try bench(server)
        #expect(try bench.workspace.select("from:anna or subject:two").indices == [0, 1])
        #expect(try bench.workspace.select("from:carla").indices == [])
        #expect(try bench.error() == "nothing matches \"from:carla\"\n")
        #expect(try bench.workspace.select("2 from:anna") { "headers " + $0 }.indices == [])
        #expect(
            try bench.error().hasSuffix("nothing matches \"2 from:anna\": 1 match without \"2\"\n  try: headers from:anna\n"))
        #expect(tops(server) == ["TOP 1 0", "TOP 2 0"])
    }
}
