import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("session record and replay") struct ReplayTests {
        private static let lines = "headers\nretr 2\nuidl\n"

        /// A replay that runs, and where.
        func replay(_ file: String, _ scratch: Scratch) throws -> (child: Child, place: String) {
            let child = try scratch.start(["replay", file])
            let end = ContinuousClock.now + .seconds(20)
            while .now < end {
                let said = child.outputSoFar
                if let line = said.split(separator: "\n").first, said.contains("\n") { return (child, String(line)) }
                usleep(10_000)
            }
            throw CancellationError()
        }

        @Test("what was recorded is served again, octet for octet")
        func roundTrip() throws {
            let scratch = try Scratch()
            let site = try Site([
                DemoMessage(uniqueID: "a", text: "From: anna@x\r\nSubject: one\r\n\r\nHello\r\n"),
                DemoMessage(uniqueID: "b", text: "From: bert@y\r\nSubject: two\r\n\r\n.dot\r\n"),
            ])
            let file = scratch.at("session.jsonl")
            let recorded = try scratch.martlet(
                scratch.options(site),
                input: try scratch.write("typed", "session record \(file) --full\n" + Self.lines + "exit\n"))
            #expect(recorded.code == 0, "\(recorded)")
            #expect(!(try String(contentsOfFile: file, encoding: .utf8)).contains("\"demo\""))

            let (child, place) = try replay(file, scratch)
            defer { child.kill() }
            let again = try Scratch(password: "any password at all")
            let replayed = try again.martlet(
                ["--server", place, "--insecure-cleartext", "--user", "demo", "--password-file", again.at("password")],
                input: try again.write("typed", Self.lines + "exit\n"))
            #expect(replayed.code == 0, "\(replayed)")
            #expect(replayed.outText == recorded.outText)
        }

        @Test("a port that another program has is said to be taken")
        func taken() throws {
            let scratch = try Scratch()
            let site = try Site([])
            let head = "{\"martlet\":\"session\",\"version\":1,\"server\":\"h:995\",\"bodies\":\"masked\"}\n"
            let file = try scratch.write("ok.jsonl", head + "{\"ms\":1,\"s\":\"+OK\\r\\n\"}\n")
            let ended = try scratch.martlet(["replay", "--port", "\(site.port)", file])
            #expect(
                ended.code == 74
                    && ended.errorText
                        == "error: another program has port \(site.port) on 127.0.0.1\n  try: martlet replay \(file)  (takes a free port)\n",
                "\(ended)")
        }

        @Test("a file that is none is refused in a line")
        func garbage() throws {
            let scratch = try Scratch()
            try scratch.write("x", "no recording\n")
            let ended = try scratch.martlet(["replay", scratch.at("x")])
            #expect(ended.code == 65 && ended.errorText.contains("line 1 is not the head of a recorded session"), "\(ended)")
            let missing = try scratch.martlet(["replay", scratch.at("none")])
            #expect(missing.code == 74, "\(missing)")
        }
    }
}
