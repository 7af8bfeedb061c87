import MartletDemo
@testable import MartletKit
import Testing

@Suite("check and help") struct CheckTests {
    @Test("check answers 0 with new mail and 1 without") func check() throws {
        let bench = try Bench(running().mailbox())
        #expect(try bench.run("check") == (0, "", "3 new messages (75 B) of 3\n"))
        #expect(try bench.run("check", "-q") == (0, "", ""))
        let empty = try Bench(running([]).mailbox())
        #expect(try empty.run("check") == (1, "", "nothing new; 0 messages\n"))
        #expect(try empty.run("check", "--json") == (1, "{\"messages\":0,\"new\":0,\"new_octets\":0}\n", ""))
    }

    @Test("every topic fits 80 columns and ends in a line end", arguments: HelpTopic.allCases.map(\.rawValue)) func topics(
        _ name: String
    ) throws {
        let text = try Bench(running().mailbox()).run("help", name).out
        #expect(text.hasSuffix("\n") && text.count > 100)
        let wide = text.split(separator: "\n").filter { DisplayWidth.of(String($0)) > 80 }
        #expect(wide.isEmpty, "\(wide)")
    }
}
