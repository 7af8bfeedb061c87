@testable import MartletKit
import Testing

@Suite("log") struct LogCommandTests {
    private func logged(_ how: [String], _ lines: [[String]]) throws -> String {
        let bench = try Bench(try running(plain(2)).mailbox())
        let path = bench.folder.path + "/log"
        #expect(bench.workspace.registry.run(["stat"], in: bench.workspace) == 0)
        for line in [["log", "to", path] + how] + lines { _ = bench.workspace.registry.run(line, in: bench.workspace) }
        return try content(of: path)
    }

    @Test("begins and ends in the middle of a session")
    func middle() throws {
        let text = try logged([], [["noop"], ["log", "off"], ["rset"]])
        #expect(text.contains(" C  NOOP\n"))
        #expect(!text.contains("STAT") && !text.contains("RSET"))
    }

    @Test("has mail as its size, or as it is where that is asked for")
    func bodies() throws {
        #expect(try logged([], [["retr", "1"], ["noop"]]).contains("octets, "))
        let full = try logged(["full"], [["retr", "1"], ["noop"]])
        #expect(full.contains("Subject: 1\n"))
    }

    @Test(
        "what it does not know is refused with a next step",
        arguments: [["log"], ["log", "to"], ["log", "maybe"], ["log", "on", "x"]])
    func wrong(_ words: [String]) throws {
        let bench = try Bench(try running(plain(1)).mailbox())
        #expect(bench.workspace.registry.run(words, in: bench.workspace) == 64)
    }
}
