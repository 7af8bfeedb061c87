import MartletDemo
import Testing

extension EndToEnd {
    @Suite("a line that is lost in the middle of an export") struct LostLine {
        private static let messages = ["one", "two", "three"].map { DemoMessage(uniqueID: $0, text: "Subject: \($0)\r\n\r\n") }

        // To sign in again for the rows would put unique-ids of another listing to the messages of this one.
        @Test("what came whole is recorded as what it was listed as, without another sign-in")
        func recordsWithoutSigningIn() throws {
            let scratch = try Scratch()
            let site = try Site(Self.messages)
            site.server.faults = Faults([Fault(.reset(after: 20), at: .message(3, verb: "RETR"), once: true)])
            let broken = try scratch.martlet(scratch.options(site) + ["export", "all", scratch.at("out")])
            #expect(broken.code == 75, "\(broken)")
            #expect(broken.errorText.contains("stopped: 2 of 3 exported; the same line goes on from there\n"), "\(broken)")
            #expect(site.server.lines().count { $0.hasPrefix("AUTH") } == 1)

            let next = try scratch.martlet(scratch.options(site) + ["export", "all", scratch.at("out")])
            #expect(next.code == 0 && next.errorText.contains("exported 1 message (18 octets)"), "\(next)")
            #expect(site.server.lines().filter { $0.hasPrefix("RETR") } == ["RETR 1", "RETR 2", "RETR 3", "RETR 3"])
            #expect(Exported(scratch.at("out")).flawsOfWhole(expecting: Self.messages) == [])
        }
    }
}
