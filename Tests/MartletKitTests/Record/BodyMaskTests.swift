@testable import MartletKit
import Testing

@Suite("what a recording hides") struct BodyMaskTests {
    private let commands = ["RETR 1", "LIST", "TOP 2 0", "RETR 3", "UIDL 1", "QUIT"]
    private let said =
        "+OK ready\r\n+OK 12 octets\r\nSubject: Ab1\r\n\r\n..dot\r\n.\r\n+OK\r\n1 12\r\n.\r\n+OK\r\nFrom: b\r\n\r\n.\r\n-ERR [SYS/TEMP] no\r\n+OK 1 uid\r\n+OK bye\r\n"
    private let hidden =
        "+OK ready\r\n+OK 12 octets\r\nxxxxxxx: Xx0\r\n\r\n..xxx\r\n.\r\n+OK\r\n1 12\r\n.\r\n+OK\r\nxxxx: x\r\n\r\n.\r\n-ERR [SYS/TEMP] no\r\n+OK 1 uid\r\n+OK bye\r\n"
        .replacing("Xx0", with: "xx0")

    private func masked(_ pieces: [[UInt8]]) -> String {
        var mask = BodyMask()
        for command in commands { mask.sent(command) }
        var out: [UInt8] = []
        for var piece in pieces {
            mask.mask(&piece)
            out += piece
        }
        return String(decoding: out, as: UTF8.self)
    }

    @Test("is what mails say, not how they are framed, however the octets are cut")
    func everyCut() {
        let octets = Array(said.utf8)
        #expect(masked([octets]) == hidden)
        #expect(masked(octets.map { [$0] }) == hidden)
        for cut in 0...octets.count { #expect(masked([Array(octets[..<cut]), Array(octets[cut...])]) == hidden) }
    }

    @Test("is everything once the server says what nobody asked for")
    func lost() {
        var mask = BodyMask()
        var octets = Array("+OK ready\r\nwhat is this\r\nSecret 42\r\n".utf8)
        mask.mask(&octets)
        #expect(String(decoding: octets, as: UTF8.self).hasSuffix("xxxxxx 00\r\n"))
    }

    @Test("a challenge is no reply yet")
    func challenge() {
        var mask = BodyMask()
        mask.sent("AUTH PLAIN")
        mask.sent("RETR 1")
        var octets = Array("+OK\r\n+ \r\n+OK in\r\n+OK\r\nabc\r\n.\r\n".utf8)
        mask.mask(&octets)
        #expect(String(decoding: octets, as: UTF8.self) == "+OK\r\n+ \r\n+OK in\r\n+OK\r\nxxx\r\n.\r\n")
    }
}

@Suite("a recorded session") struct SessionRecordingTests {
    private func record(_ server: String = "pop.example.net:995", hides: Bool, _ body: (Bench) throws -> Void) throws -> String {
        let running = try running(plain(3))
        let bench = try Bench(try running.mailbox())
        let path = bench.folder.path + "/session.jsonl"
        bench.workspace.mailbox.recording = try SessionRecording(path: path, server: server, hidesBodies: hides)
        try body(bench)
        #expect(mode(of: path) == 0o600)
        return try content(of: path)
    }

    @Test("has every octet of the server and every command, no secret")
    func everything() throws {
        let text = try record(hides: false) { bench in
            let code = try bench.run("retr", "1").code
            #expect(code == 0)
        }
        let lines = text.split(separator: "\n")
        #expect(lines.first == "{\"martlet\":\"session\",\"version\":1,\"server\":\"pop.example.net:995\",\"bodies\":\"full\"}")
        #expect(lines.contains { $0.contains("\"c\":\"RETR 1\"") })
        #expect(lines.contains { $0.contains("Subject: 1\\r\\n") })
        #expect(!text.contains(password))
    }

    @Test("hides what mails say unless it is asked for")
    func hidden() throws {
        let text = try record(hides: true) { bench in _ = try bench.run("retr", "1") }
        #expect(text.contains("xxxxxxx: 0\\r\\n") && !text.contains("Subject"))
    }

    @Test("is never written over another file")
    func exists() throws {
        let folder = try ScratchFolder()
        let path = try folder.file("there", "mine")
        #expect(failure { _ = try SessionRecording(path: path, server: "x", hidesBodies: true) }?.code == .cannotCreate)
        #expect(try content(of: path) == "mine")
    }
}
