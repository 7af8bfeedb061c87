import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("what an earlier run stored leaves the server only where it is there, whole and durable") struct Proof {
        static let mail = (1...3).map { number in
            DemoMessage(
                uniqueID: "m\(number)",
                text: "Subject: \(number)\r\n\r\n>From \(number)\r\n\(String(repeating: "x", count: 200))\r\n")
        }

        private func export(_ scratch: Scratch, _ site: Site, _ more: [String], _ environment: [String: String] = [:]) throws
            -> Ended
        {
            let ended = try scratch.martlet(
                scratch.options(site) + ["export", "all", scratch.at("mail")] + more, environment: environment)
            _ = site.server.waitUntilIdle()
            return ended
        }

        @Test("a file of the same size with something else in it is fetched again first", arguments: [[], ["--keep", "30d"]])
        func changed(_ first: [String]) throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try export(scratch, site, first).code == 0)
            let zeros = Data(count: Self.mail[1].wireOctets.count)
            try zeros.write(to: URL(fileURLWithPath: scratch.at("mail/m2.eml")))
            site.server.forgetRecord()
            let ended = try export(scratch, site, ["--delete"])
            #expect(ended.code == 0 && ended.errorText.contains("deleted 3; "), "\(ended)")
            #expect(site.fetched == ["2"] && site.server.messages() == [])
            #expect(Exported(scratch.at("mail")).octets("m2-2.eml") == Self.mail[1].wireOctets)
        }

        // A header alone says nothing of what follows it.
        @Test("a file whose body alone is another one is fetched again first")
        func changedBody() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try export(scratch, site, ["--keep", "30d"]).code == 0)
            var octets = Self.mail[0].wireOctets
            octets[octets.count - 3] ^= 1
            try Data(octets).write(to: URL(fileURLWithPath: scratch.at("mail/m1.eml")))
            site.server.forgetRecord()
            #expect(try export(scratch, site, ["--delete"]).code == 0)
            #expect(site.fetched == ["1"])
        }

        @Test("messages of an mbox are read back from where they stand; another mbox in its place holds none of them")
        func mbox() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try export(scratch, site, ["--format", "mbox", "--keep", "30d"]).code == 0)
            let other = "From a@b Thu Jan  1 00:00:00 2015\n" + String(repeating: "Subject: other\n", count: 100) + "\n\n"
            let own = try Data(contentsOf: URL(fileURLWithPath: scratch.at("mail")))
            try Data(other.utf8).write(to: URL(fileURLWithPath: scratch.at("mail")))
            site.server.forgetRecord()
            let ended = try export(scratch, site, ["--format", "mbox", "--delete"])
            #expect(ended.code == 0 && site.fetched == ["1", "2", "3"], "\(ended)")
            let behind = try Data(contentsOf: URL(fileURLWithPath: scratch.at("mail")))
            #expect(behind.starts(with: Data(other.utf8)) && behind.count > own.count)

            site.server.replaceMaildrop(Self.mail)
            site.server.forgetRecord()
            let again = try export(scratch, site, ["--format", "mbox", "--delete"])
            #expect(again.code == 0 && again.errorText.contains("deleted 3; "), "\(again)")
            #expect(site.fetched == [] && site.server.messages() == [])
        }

        @Test("what a command took is not handed to it again to be deleted, TOP or not", arguments: [false, true])
        func handedOn(_ hasTop: Bool) throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            if !hasTop { site.server.faults.unknownVerbs = ["TOP"] }
            let words = scratch.options(site) + ["export", "all", "-", "--pipe", "cat >>\(scratch.at("taken"))"]
            #expect(try scratch.martlet(words).code == 0)
            let ended = try scratch.martlet(words + ["--delete"])
            #expect(ended.code == 0, "\(ended)")
            #expect(site.server.waitUntilIdle() && site.server.messages() == [])
            #expect(Exported(scratch.path).octets("taken") == Self.mail.flatMap(\.wireOctets))
        }

        @Test("under --keep and without TOP it is fetched, found the same, and goes; so many a run as --limit says")
        func withoutTop() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            site.server.faults.unknownVerbs = ["TOP"]
            #expect(try export(scratch, site, []).code == 0)
            site.server.forgetRecord()
            sleep(2)
            let first = try export(scratch, site, ["--keep", "1s", "--limit", "1"])
            #expect(first.code == 0 && site.fetched == ["1"], "\(first)")
            #expect(site.server.messages() == Array(Self.mail[1...]))
            #expect(try export(scratch, site, ["--keep", "1s"]).code == 0)
            #expect(site.server.messages() == [])
            #expect(Exported(scratch.at("mail")).flawsOfWhole(expecting: Self.mail) == [])
        }

        @Test(
            "the disk is waited for first: where it fails nothing is deleted", .enabled(if: FaultShim.works, "needs LD_PRELOAD"))
        func durable() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try export(scratch, site, ["--no-sync"]).code == 0)
            var seen = 0
            for number in 1...60 {
                let report = scratch.at("count")
                try? FileManager.default.removeItem(atPath: report)
                site.server.replaceMaildrop(Self.mail)
                let shim = try FaultShim.environment(.eio, at: number, of: .first, report: report)
                let ended = try export(scratch, site, ["--delete"], shim)
                guard let hit = try FaultShim.hit(report) else { break }
                guard hit.call == "syncfs", hit.path.hasSuffix("/mail") else { continue }
                seen += 1
                #expect(ended.code != 0 && site.server.messages() == Self.mail, "\(ended)")
            }
            #expect(seen == 1)
        }

        @Test("a name that another message took since is not the message's any more: it is fetched again")
        func takenName() throws {
            let scratch = try Scratch()
            let alike = ["1", "2"].map { DemoMessage(uniqueID: "u\($0)", text: "Subject: same\r\n\r\nbody \($0)\r\n") }
            let site = try Site(alike)
            func export(_ selection: String) throws -> Ended {
                try scratch.martlet(
                    scratch.options(site) + ["export", selection, scratch.at("mail"), "--name", "{subject}"])
            }
            #expect(try export("1").code == 0)
            try FileManager.default.removeItem(atPath: scratch.at("mail/same.eml"))
            #expect(try export("2").code == 0)
            site.server.forgetRecord()
            let ended = try export("all")
            #expect(ended.code == 0 && site.fetched == ["1"], "\(ended)")
            let left = Exported(scratch.at("mail"))
            #expect(left.octets("same.eml") == alike[1].wireOctets && left.octets("same-2.eml") == alike[0].wireOctets)
        }

        @Test("a folder whose marker was left behind is known by its manifest")
        func withoutMarker() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try export(scratch, site, []).code == 0)
            try FileManager.default.removeItem(atPath: scratch.at("mail/.martlet-store"))
            site.server.forgetRecord()
            let ended = try export(scratch, site, [])
            #expect(ended.code == 0 && ended.errorText.contains("3 already there"), "\(ended)")
            #expect(site.fetched == [])
            #expect(Exported(scratch.at("mail")).flawsOfWhole(expecting: Self.mail) == [])
        }
    }

    @Suite("runs that go on where unique-ids do not tell") struct Unidentified {
        static let mail = (1...5).map { DemoMessage(uniqueID: "X", text: "Subject: \($0)\r\n\r\n") }

        @Test("--limit gets on although every unique-id is the same")
        func limit() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            for (fetched, left) in [(["1", "2"], 3), (["3", "4"], 1), (["5"], 0)] {
                site.server.forgetRecord()
                let ended = try scratch.martlet(
                    scratch.options(site) + ["export", "all", scratch.at("mail"), "--limit", "2"])
                #expect(ended.code == 0 && site.fetched == fetched, "\(ended)")
                #expect(ended.errorText.contains("\(left) left for the next run") == (left > 0), "\(ended)")
            }
        }

        @Test("without unique-ids --limit would never get on, so it is refused, before anything is fetched")
        func refused() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            site.server.faults.unknownVerbs = ["UIDL"]
            let words = scratch.options(site) + ["export", "all", scratch.at("mail"), "--limit"]
            let ended = try scratch.martlet(words + ["2"])
            #expect(ended.code == 64 && ended.errorText.contains("try: a selection: export 1-2 DIR, then 3-4"), "\(ended)")
            #expect(site.fetched == [])
            #expect(try scratch.martlet(words + ["5"]).code == 0)
        }

        @Test("a command gets each once: by its header it is known again")
        func handedOn() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            for _ in 1...2 {
                let ended = try scratch.martlet(
                    scratch.options(site) + ["export", "all", "-", "--pipe", "cat >>\(scratch.at("taken"))"])
                #expect(ended.code == 0, "\(ended)")
            }
            #expect(Exported(scratch.path).octets("taken") == Self.mail.flatMap(\.wireOctets))
        }

        @Test("an mbox gets each once, and the second run fetches none")
        func mbox() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            for count in [5, 0] {
                site.server.forgetRecord()
                let ended = try scratch.martlet(
                    scratch.options(site) + ["export", "all", scratch.at("box"), "--format", "mbox"])
                #expect(ended.code == 0 && site.fetched.count == count, "\(ended)")
            }
        }
    }
}
