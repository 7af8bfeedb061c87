import MartletDemo
@testable import MartletKit
import Testing

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

    @Test("ends where it is told to, though the session goes on")
    func stop() throws {
        let running = try running(plain(3))
        let bench = try Bench(try running.mailbox())
        let path = bench.folder.path + "/session.jsonl"
        #expect(try bench.run("session", "record", path).code == 0)
        #expect(try bench.run("retr", "1").code == 0)
        #expect(try bench.run("session", "stop").code == 0)
        let before = try content(of: path)
        #expect(before.contains("RETR 1"))
        for words in ["noop", "list", "uidl"] { #expect(try bench.run(words).code == 0) }
        #expect(try bench.run("retr", "2").code == 0)
        bench.workspace.mailbox.drop()
        #expect(try content(of: path) == before)
    }

    @Test("has neither the user's name nor a password among its commands", arguments: [true, false])
    func names(_ plain: Bool) throws {
        let running = try running { $0.unknownVerbs = plain ? [] : ["AUTH"] }
        let bench = try Bench(try running.mailbox())
        let path = bench.folder.path + "/session.jsonl"
        #expect(try bench.run("session", "record", path).code == 0)
        #expect(try bench.run("stat").code == 0)
        let text = try content(of: path)
        #expect(!text.contains("anna") && text.contains(plain ? "AUTH PLAIN ****" : "USER ****"), "\(text)")
    }

    @Test("is never written over another file")
    func exists() throws {
        let folder = try ScratchFolder()
        let path = try folder.file("there", "mine")
        #expect(failure { _ = try SessionRecording(path: path, server: "x", hidesBodies: true) }?.code == .cannotCreate)
        #expect(try content(of: path) == "mine")
    }
}
