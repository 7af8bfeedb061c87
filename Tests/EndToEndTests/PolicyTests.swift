import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("what is fetched, and what leaves the server") struct Policies {
        static let mail = (1...6).map { number in
            DemoMessage(
                uniqueID: "m\(number)", text: "Subject: \(number)\r\n\r\n" + String(repeating: "x", count: number * 100) + "\r\n")
        }

        private func export(_ scratch: Scratch, _ site: Site, _ more: [String]) throws -> Ended {
            let ended = try scratch.martlet(scratch.options(site) + ["export", "all", scratch.at("mail")] + more)
            _ = site.server.waitUntilIdle()
            return ended
        }

        @Test("--limit fetches so many, from the last with --newest-first, and the next run the others")
        func limit() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let first = try export(scratch, site, ["--limit", "2", "--newest-first"])
            #expect(first.code == 0 && first.errorText.contains("4 left for the next run"), "\(first)")
            #expect(site.fetched == ["6", "5"])
            site.server.forgetRecord()
            #expect(try export(scratch, site, []).code == 0)
            #expect(site.fetched == ["1", "2", "3", "4"])
            #expect(Exported(scratch.at("mail")).flawsOfWhole(expecting: Self.mail) == [])
        }

        @Test("--max-size leaves larger messages, and only --skip-larger makes that no failure", arguments: [false, true])
        func largest(_ skips: Bool) throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let ended = try export(scratch, site, ["--max-size", "450"] + (skips ? ["--skip-larger"] : []))
            #expect(ended.code == (skips ? 0 : 69), "\(ended)")
            #expect(ended.errorText.contains("error: 2 messages above 450 octets stayed on the server") == !skips)
            #expect(site.fetched == ["1", "2", "3", "4"])
        }

        @Test("a message that is larger than the server said is cut off at --max-size, and leaves nothing")
        func lies() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let list = "+OK\r\n" + Self.mail.indices.map { "\($0 + 1) 10\r\n" }.joined() + ".\r\n"
            site.server.faults = Faults([Fault(.replace(Array(list.utf8)), at: .verb("LIST"))])
            let ended = try export(scratch, site, ["--max-size", "450"])
            #expect(ended.code == 69, "\(ended)")
            #expect(Exported(scratch.at("mail")).messages == ["m1.eml", "m2.eml", "m3.eml", "m4.eml"])
        }

        @Test("--dry-run tells the plan and does nothing")
        func dryRun() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try export(scratch, site, ["--limit", "1"]).code == 0)
            site.server.forgetRecord()
            let before = Exported(scratch.at("mail")).names
            let ended = try export(scratch, site, ["--dry-run", "--delete", "--max-size", "550", "--limit", "3"])
            #expect(ended.code == 0, "\(ended)")
            let rows = ended.outText.split(separator: "\n").map {
                $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            }
            #expect(
                rows.map { "\($0[0]) \($0[1])" } == [
                    "6 skip", "5 skip", "2 fetch, delete", "3 fetch, delete", "4 fetch, delete", "1 delete",
                ])
            #expect(ended.errorText.contains("would fetch 3, skip 2, delete 4; 1 already there"), "\(ended)")
            #expect(site.fetched == [] && site.server.messages() == Self.mail)
            #expect(Exported(scratch.at("mail")).names == before)
        }

        @Test("--delete removes what is stored, this run's and an earlier one's, behind a look at its header")
        func deletes() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try export(scratch, site, ["--limit", "2"]).code == 0)
            site.server.forgetRecord()
            let ended = try export(scratch, site, ["--delete"])
            #expect(ended.code == 0 && ended.errorText.contains("deleted 6; "), "\(ended)")
            #expect(site.server.lines().filter { $0.hasPrefix("TOP ") } == ["TOP 1 0", "TOP 2 0"])
            #expect(site.fetched == ["3", "4", "5", "6"])
            #expect(site.server.messages() == [])
            #expect(Exported(scratch.at("mail")).flawsOfWhole(expecting: Self.mail) == [])
        }

        @Test("a stored file that was damaged since is fetched again before its message is deleted")
        func damaged() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try export(scratch, site, []).code == 0)
            try Data(Self.mail[2].wireOctets.dropLast(5)).write(to: URL(fileURLWithPath: scratch.at("mail/m3.eml")))
            site.server.forgetRecord()
            let ended = try export(scratch, site, ["--delete"])
            #expect(ended.code == 0, "\(ended)")
            #expect(site.fetched == ["3"] && site.server.messages() == [])
            #expect(Exported(scratch.at("mail")).octets("m3-2.eml") == Self.mail[2].wireOctets)
        }

        @Test("without TOP an earlier message is fetched once more before it is deleted")
        func withoutTop() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try export(scratch, site, []).code == 0)
            site.server.forgetRecord()
            site.server.faults.unknownVerbs = ["TOP"]
            let ended = try export(scratch, site, ["--delete"])
            #expect(ended.code == 0, "\(ended)")
            #expect(site.fetched.count == 6 && site.server.messages() == [])
            #expect(Exported(scratch.at("mail")).flawsOfWhole(expecting: Self.mail) == [])
        }

        @Test("--keep deletes what was stored long enough ago, and nothing else")
        func keep() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try export(scratch, site, ["--keep", "30d"]).code == 0)
            #expect(try export(scratch, site, ["--keep", "30d"]).code == 0)
            #expect(site.server.messages() == Self.mail)
            // Half of them a month and a day ago.
            let database = scratch.at("state/martlet/ledger.sqlite")
            let age = "UPDATE message SET stored = stored - 31 * 86400 WHERE uid IN (x'6d31', x'6d32', x'6d33')"
            let aged = try scratch.run(
                "/usr/bin/env",
                [
                    "python3", "-c", "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1])\nc.execute(sys.argv[2])\nc.commit()",
                    database, age,
                ])
            #expect(aged.code == 0, "\(aged)")
            let ended = try export(scratch, site, ["--keep", "30d"])
            #expect(ended.code == 0 && ended.errorText.contains("deleted 3; "), "\(ended)")
            #expect(site.server.messages() == Array(Self.mail.suffix(3)))
        }

        @Test("a server that takes DELE and forgets it: the next run deletes again, and believes it when the message is gone")
        func forgets() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            // QUIT is never answered: whether anything was deleted is unknown, and it was not.
            site.server.faults = Faults([Fault(.close(after: 0), at: .verb("QUIT"))])
            let ended = try export(scratch, site, ["--delete"])
            site.server.faults = Faults()
            site.server.replaceMaildrop(Self.mail)
            let again = try export(scratch, site, ["--delete"])
            #expect(again.code == 0 && again.errorText.contains("deleted 6; "), "\(ended)\n\(again)")
            #expect(site.server.messages() == [])
            // Only now their unique-ids may belong to other mail.
            let later = DemoMessage(uniqueID: "m1", text: "Subject: later\r\n\r\n" + String(repeating: "y", count: 96) + "\r\n")
            #expect(later.wireOctets.count == Self.mail[0].wireOctets.count)
            site.server.replaceMaildrop([later])
            let new = try export(scratch, site, ["--delete"])
            #expect(new.code == 0, "\(new)")
            #expect(Exported(scratch.at("mail")).octets("m1-2.eml") == later.wireOctets)
            #expect(Exported(scratch.at("mail")).octets("m1.eml") == Self.mail[0].wireOctets)
        }

        @Test("what fails elsewhere does not keep stored messages on the server, and what was not stored stays there")
        func refused() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            site.server.faults = Faults([Fault(.refuse("no such luck"), at: .message(3, verb: "RETR"))])
            let ended = try export(scratch, site, ["--delete"])
            #expect(ended.code == 69, "\(ended)")
            #expect(site.server.messages() == [Self.mail[2]])
        }

        @Test("--adopt stores no second copy after a migration that changed every unique-id")
        func adopts() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try export(scratch, site, []).code == 0)
            let names = Exported(scratch.at("mail")).names
            site.server.replaceMaildrop(Self.mail.map { $0.renamed("new-" + String(decoding: $0.uniqueID, as: UTF8.self)) })
            let ended = try export(scratch, site, ["--adopt"])
            #expect(ended.code == 0 && ended.errorText.contains("exported 0 messages (0 octets)"), "\(ended)")
            #expect(Exported(scratch.at("mail")).names == names)
            site.server.forgetRecord()
            #expect(try export(scratch, site, []).code == 0)
            #expect(site.fetched == [])
        }

        @Test(
            "options that do not go together are refused before anything is done",
            arguments: [
                ["--format", "tar"], ["--format", "xyz"], ["--skip-larger"], ["--adopt", "--no-hash"], ["--limit", "0"],
                ["--max-size", "big"], ["--keep", "soon"], ["--limit", "-1"],
                ["--no-sync", "--delete"], ["--no-sync", "--keep", "30d"],
            ])
        func wrong(_ options: [String]) throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let ended = try export(scratch, site, options)
            #expect(ended.code == 64 && ended.errorText.hasPrefix("error: ") && ended.errorText.contains("\n  try: "), "\(ended)")
            #expect(site.fetched == [] && Exported(scratch.at("mail")).names == [])
        }
    }
}
