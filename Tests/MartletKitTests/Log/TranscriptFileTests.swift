import MartletDemo
@testable import MartletKit
import POP3
import Testing

@Suite("the dialogue as a file") struct TranscriptFileTests {
    private let folder: ScratchFolder
    private var path: String { folder.path + "/log" }

    init() throws { folder = try ScratchFolder() }

    /// The lines without their times.
    private func lines() throws -> [String] { try content(of: path).split(separator: "\n").map { String($0.dropFirst(13)) } }

    @Test func aWholeSessionWithSecretsMaskedAndBodiesAsSizes() throws {
        let server = try running(plain(1))
        let mailbox = try server.mailbox()
        mailbox.log = try TranscriptFile(path: path)
        try mailbox.signedIn().retr(1) { _ in }
        _ = try mailbox.quit()
        let text = try content(of: path)
        #expect(!text.contains(password))
        #expect(!text.contains("message 1"))
        let lines = try lines()
        #expect(lines.filter { $0.hasPrefix("C  ") } == ["C  CAPA", "C  AUTH PLAIN ****", "C  CAPA", "C  RETR 1", "C  QUIT"])
        #expect(lines.contains("S  (25 octets, 3 lines)"))
        #expect(lines.first == "-  connected to 127.0.0.1:\(server.port ?? 0)")
    }

    @Test("only its owner may read it") func permissions() throws {
        _ = try TranscriptFile(path: path)
        #expect(mode(of: path) == 0o600)
    }

    @Test func whatWasThereStays() throws {
        let path = try folder.file("log", "before\n")
        do { try TranscriptFile(path: path).note("hello") }
        let text = try content(of: path)
        #expect(text.hasPrefix("before\n") && text.hasSuffix(" -  hello\n"))
    }

    @Test("a stranger's octets are escaped: one event, one line") func escaped() throws {
        let log = try TranscriptFile(path: path)
        log.add(TranscriptEvent(time: .zero, content: .line([0x61, 0x1B, 0x5B, 0x32, 0x4A, 10, 0xFF])))
        log.add(TranscriptEvent(time: .zero, content: .command("USER a\u{202E}b")))
        #expect(try lines() == ["S  a\\x1B[2J\\x0A\u{FFFD}", "C  USER a\\u{202E}b"])
    }

    @Test("each line has a time, and the first of a reply how long it took") func times() throws {
        let log = try TranscriptFile(path: path)
        log.add(TranscriptEvent(time: .zero, content: .line(Array("+OK".utf8)), duration: .milliseconds(38)))
        log.add(TranscriptEvent(time: .zero, content: .line(Array("+OK".utf8)), duration: .milliseconds(1999)))
        #expect(try lines() == ["S  +OK  38 ms", "S  +OK  1999 ms"])
        for line in try content(of: path).split(separator: "\n") {
            let shape = String(line.prefix(13).map { $0.isNumber ? "9" : $0 })
            #expect(shape == "99:99:99.999 ")
        }
    }

    @Test("each command is in the file before its answer is read: a log is for sessions that end badly") func written() throws {
        let log = try TranscriptFile(path: path)
        log.add(TranscriptEvent(time: .zero, content: .command("NOOP")))
        #expect(try lines() == ["C  NOOP"])
        withExtendedLifetime(log) {}
    }

    @Test func aPathThatCannotBeWrittenIsAFailure() throws {
        let error = failure { try TranscriptFile(path: folder.path + "/none/log") }
        #expect(error?.code == .cannotCreate)
        #expect(error?.message.hasSuffix("no such file or directory") == true)
    }
}
