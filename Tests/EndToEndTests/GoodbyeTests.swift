import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    /// What a server does at QUIT (FIELD: quirk 24), and what it is worth.
    @Suite("a QUIT that fails") struct Goodbye {
        private static let mail = (1...3).map {
            DemoMessage(uniqueID: "u\($0)", text: "From: a@b\r\nSubject: \($0)\r\n\r\n\($0)\r\n")
        }

        private static let ends: [Fault.Action] = [
            .close(after: 0), .reset(after: 0), .refuse("not today"), .replace(text: "what?\r\n"),
        ]

        @Test("does not fail a run that marked nothing, and is told", arguments: ends)
        func unmarked(_ action: Fault.Action) throws {
            let (scratch, site) = (try Scratch(), try Site(Self.mail))
            site.server.faults = Faults([Fault(action, at: .verb("QUIT"))])
            let ended = try scratch.martlet(scratch.options(site) + ["list"])
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.outText == "1\t28\n2\t28\n3\t28\n")
            #expect(ended.errorText.hasSuffix("; nothing was to be deleted\n"), "\(ended)")
            #expect(site.server.messages() == Self.mail)
        }

        @Test("does not fail one whose marks were taken back, either")
        func takenBack() throws {
            let (scratch, site) = (try Scratch(), try Site(Self.mail))
            site.server.faults = Faults([Fault(.close(after: 0), at: .verb("QUIT"))])
            let ended = try scratch.martlet(scratch.options(site) + ["-c", "dele 1; rset"])
            #expect(ended.code == 0, "\(ended)")
            #expect(site.server.messages() == Self.mail)
        }

        @Test("fails one that marked something: nobody knows what was deleted", arguments: ends)
        func marked(_ action: Fault.Action) throws {
            let (scratch, site) = (try Scratch(), try Site(Self.mail))
            site.server.faults = Faults([Fault(action, at: .verb("QUIT"))])
            let ended = try scratch.martlet(scratch.options(site) + ["dele", "1"])
            #expect([69, 75, 76].contains(ended.code), "\(ended)")
            #expect(ended.errorText.contains("error: "))
        }

        @Test("a time-out at QUIT does not fail a run that marked nothing")
        func silent() throws {
            let (scratch, site) = (try Scratch(), try Site(Self.mail))
            site.server.faults = Faults([Fault(.stall(after: 0), at: .verb("QUIT"))])
            let ended = try scratch.martlet(scratch.options(site) + ["--timeout", "1", "stat"])
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.errorText.contains("; nothing was to be deleted\n"), "\(ended)")
        }
    }

    /// Lines of LIST and UIDL that are no entry.
    @Suite("a listing that cannot be read whole") struct OddListing {
        private static let mail = (1...3).map {
            DemoMessage(uniqueID: "u\($0)", text: "From: a@b\r\nSubject: \($0)\r\n\r\n\($0)\r\n")
        }

        private func run(_ verb: String, _ reply: String, _ words: String...) throws -> Ended {
            let (scratch, site) = (try Scratch(), try Site(Self.mail))
            site.server.faults = Faults([Fault(.replace(text: reply), at: .verb(verb))])
            return try scratch.martlet(scratch.options(site) + words)
        }

        @Test("is read as far as it can be, and the rest is told", arguments: ["list", "headers"])
        func some(_ command: String) throws {
            let ended = try run("LIST", "+OK\r\nx\r\n2 28\r\n0 1\r\ny\r\n.\r\n", command)
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.errorText.contains("3 lines of LIST could not be read\n"), "\(ended)")
            #expect(ended.outText.hasPrefix("2\t"))
            let one = try run("LIST", "+OK\r\nx\r\n2 28\r\n.\r\n", command)
            #expect(one.errorText.contains("1 line of LIST could not be read\n"), "\(one)")
        }

        @Test("is none where no line can be read: not an empty mailbox", arguments: ["list", "headers", "uidl"])
        func none(_ command: String) throws {
            let ended = try run(command == "uidl" ? "UIDL" : "LIST", "+OK\r\nx\r\n.\r\n", command)
            #expect(ended.code == 76, "\(ended)")
            #expect(ended.outText == "")
        }

        @Test("messages without a readable unique-id are still there")
        func uniqueIDs() throws {
            let ended = try run("UIDL", "+OK\r\n1\r\n2 \r\n3\r\n.\r\n", "headers")
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.outText.split(separator: "\n").count == 3)
            #expect(ended.errorText.contains("3 lines of UIDL could not be read\n"), "\(ended)")
        }

        @Test("sizes whose sum no number holds are not less than nothing")
        func sizes() throws {
            let huge = (1...3).map { "\($0) 2305843009213693951\r\n" }.joined() + "4 2305843009213693951\r\n5 9\r\n"
            let ended = try run("LIST", "+OK\r\n\(huge).\r\n", "status")
            #expect(ended.code == 0, "\(ended)")
            #expect(!ended.outText.contains("new       5 messages, 0 B"), "\(ended)")
            #expect(!ended.outText.contains("-"), "\(ended)")
        }
    }
}
