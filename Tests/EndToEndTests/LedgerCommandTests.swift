import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("the ledger command, --verify and Maildir") struct LedgerCommands {
        private func fetchedBy(_ words: [String], _ scratch: Scratch, _ site: Site) throws -> [String] {
            site.server.forgetRecord()
            let ended = try scratch.martlet(scratch.options(site) + words)
            #expect(ended.code == 0, "\(ended)")
            _ = site.server.waitUntilIdle()
            return site.fetched
        }

        @Test(
            "a folder on a new machine: `ledger rebuild` or the export itself know it by its manifest", arguments: [true, false])
        func rebuild(_ byHand: Bool) throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            #expect(try fetchedBy(["export", "1-20", scratch.at("mail")], scratch, site).count == 20)
            try FileManager.default.moveItem(atPath: scratch.at("mail"), toPath: scratch.at("moved"))
            try FileManager.default.removeItem(atPath: scratch.at("state"))
            try FileManager.default.removeItem(atPath: scratch.at("moved") + "/" + SampleMail.all[4].fileName)
            if byHand {
                let ended = try scratch.martlet(
                    scratch.options(site) + ["--user", "demo", "ledger", "rebuild", scratch.at("moved")])
                #expect(ended.code == 0 && ended.errorText.contains("recorded 19 messages"), "\(ended)")
            }
            #expect(try fetchedBy(["export", "1-21", scratch.at("moved")], scratch, site) == ["5", "21"])
            #expect(Exported(scratch.at("moved")).flawsOfWhole(expecting: Array(SampleMail.all.prefix(21))) == [])
        }

        @Test("`ledger verify` says what is recorded and not there, or not listed")
        func verify() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let folder = scratch.at("mail")
            #expect(try fetchedBy(["export", "1-9", folder], scratch, site).count == 9)
            let words = scratch.options(site) + ["--user", "demo", "ledger", "verify", folder]
            let good = try scratch.martlet(words)
            #expect(good.code == 0 && good.outText == "", "\(good)")
            try Data().write(to: URL(fileURLWithPath: folder + "/" + SampleMail.all[2].fileName))
            let lines = try String(contentsOfFile: folder + "/manifest.jsonl", encoding: .utf8).split(separator: "\n")
            try scratch.write("mail/manifest.jsonl", lines.dropLast().joined(separator: "\n") + "\n")
            let bad = try scratch.martlet(words)
            #expect(bad.code == 65, "\(bad)")
            #expect(
                Set(bad.outText.split(separator: "\n")) == [
                    "\(SampleMail.all[2].fileName)\trecorded, but not there whole",
                    "\(SampleMail.all[8].fileName)\tnot in the manifest",
                ])
        }

        @Test("a Maildir whose mail was read is whole to `ledger verify`, and to `ledger rebuild` on a new machine")
        func maildirs() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let folder = scratch.at("mail")
            let export = ["export", "1-9", folder, "--format", "maildir"]
            #expect(try fetchedBy(export, scratch, site).count == 9)
            let names = Exported(folder + "/new").names
            for name in names.prefix(6) {
                try FileManager.default.moveItem(atPath: "\(folder)/new/\(name)", toPath: "\(folder)/cur/\(name):2,S")
            }
            let words = scratch.options(site) + ["--user", "demo", "ledger"]
            let good = try scratch.martlet(words + ["verify", folder])
            #expect(good.code == 0 && good.outText == "", "\(good)")
            try FileManager.default.removeItem(atPath: scratch.at("state"))
            let rebuilt = try scratch.martlet(words + ["rebuild", folder])
            #expect(rebuilt.code == 0 && rebuilt.errorText.hasPrefix("recorded 9 messages"), "\(rebuilt)")
            try FileManager.default.removeItem(atPath: "\(folder)/cur/\(names[0]):2,S")
            let bad = try scratch.martlet(words + ["verify", folder])
            #expect(bad.code == 65 && bad.outText == "new/\(names[0])\trecorded, but not there whole\n", "\(bad)")
            let line = "export all \(folder) --format maildir"
            #expect(bad.errorText.contains("  try: \(line)  ("), "\(bad)")
            #expect(try fetchedBy(line.split(separator: " ").map(String.init), scratch, site).count == SampleMail.all.count - 8)
            #expect(Exported(folder).messages == [], "no .eml in a Maildir")
        }

        @Test(
            "an mbox is no folder to compare: said, with what does it, and that does it",
            arguments: ["box", ".box.martlet"], [true, false])
        func mbox(_ name: String, _ rebuilds: Bool) throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let export = ["export", "all", scratch.at("box"), "--format", "mbox"]
            #expect(try fetchedBy(export, scratch, site).count == SampleMail.all.count)
            let before = try Data(contentsOf: URL(fileURLWithPath: scratch.at("box")))
            if rebuilds { try FileManager.default.removeItem(atPath: scratch.at("state")) }
            let verb = rebuilds ? "rebuild" : "verify"
            let ended = try scratch.martlet(scratch.options(site) + ["--user", "demo", "ledger", verb, scratch.at(name)])
            #expect(ended.code == 64 && ended.outText == "", "\(ended)")
            #expect(ended.errorText.hasPrefix("error: \(scratch.at("box")) is an mbox: "), "\(ended)")
            let line = "export all \(scratch.at("box")) --format mbox" + (rebuilds ? "" : " --dry-run")
            #expect(ended.errorText.contains("  try: \(line)  ("), "\(ended)")
            // As is said: what is in the mbox is found there, recorded, and not stored again.
            _ = try fetchedBy(line.split(separator: " ").map(String.init), scratch, site)
            #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.at("box"))) == before)
            #expect(try fetchedBy(export, scratch, site) == [])
        }

        @Test("--verify of an mbox says that it is none of its kind", arguments: ["box", ".box.martlet"])
        func verifyMbox(_ name: String) throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            #expect(try fetchedBy(["export", "1-3", scratch.at("box"), "--format", "mbox"], scratch, site).count == 3)
            let ended = try scratch.martlet(["export", "--verify", scratch.at(name)])
            #expect(ended.code == 64 && ended.errorText.hasPrefix("error: \(scratch.at("box")) is an mbox: "), "\(ended)")
        }

        @Test("`ledger verify` changes nothing, whatever a killed run left")
        func verifyOnlyLooks() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let folder = scratch.at("mail")
            #expect(try fetchedBy(["export", "1-9", folder], scratch, site).count == 9)
            try scratch.write("mail/.martlet-0123456789abcdef-1.part", "Subject: h")
            let manifest = try String(contentsOfFile: folder + "/manifest.jsonl", encoding: .utf8)
            try scratch.write("mail/manifest.jsonl", manifest + "{\"number\":1")
            let before = Tree(folder)
            let ended = try scratch.martlet(scratch.options(site) + ["--user", "demo", "ledger", "verify", folder])
            #expect(ended.code == 0 && Tree(folder) == before, "\(ended)")
        }

        @Test("what mpop fetched is not new, and neither is what is marked as seen")
        func seen() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let ids = SampleMail.all.prefix(3).map { String(decoding: $0.uniqueID, as: UTF8.self) }
            let state = try scratch.write("uidls", " 3 127.0.0.1 demo\n" + ids.joined(separator: "\n") + "\n")
            let imported = try scratch.martlet(scratch.options(site) + ["--user", "demo", "ledger", "import", "mpop", state])
            #expect(imported.code == 0 && imported.errorText.hasPrefix("3 messages of demo@127.0.0.1"), "\(imported)")
            #expect(try fetchedBy(["ledger", "mark-seen", "5-"], scratch, site) == [])
            #expect(try fetchedBy(["export", "new", scratch.at("mail")], scratch, site) == ["4"])
            // Seen elsewhere is not stored here.
            #expect(try fetchedBy(["export", "1-2", scratch.at("mail")], scratch, site) == ["1", "2"])
            let others = try scratch.write("others", " 1 elsewhere demo\nx\n")
            let wrong = try scratch.martlet(scratch.options(site) + ["--user", "demo", "ledger", "import", "mpop", others])
            #expect(wrong.code == 64, "\(wrong)")
        }

        @Test("--verify finds a changed, a short and a missing file, and changes nothing")
        func verifyFiles() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let folder = scratch.at("mail")
            #expect(try fetchedBy(["export", "all", folder], scratch, site).count == SampleMail.all.count)
            let good = try scratch.martlet(["export", "--verify", folder])
            #expect(good.code == 0 && good.errorText.contains(": 0 wrong"), "\(good)")
            let (changed, short, missing) = (SampleMail.all[1], SampleMail.all[2], SampleMail.all[3])
            var octets = changed.wireOctets
            octets[octets.count / 2] ^= 1
            try Data(octets).write(to: URL(fileURLWithPath: "\(folder)/\(changed.fileName)"))
            try Data(short.wireOctets.dropLast()).write(to: URL(fileURLWithPath: "\(folder)/\(short.fileName)"))
            try FileManager.default.removeItem(atPath: "\(folder)/\(missing.fileName)")
            let before = Exported(folder).names
            let bad = try scratch.martlet(["export", "--verify", folder])
            #expect(bad.code == 65, "\(bad)")
            #expect(
                Set(bad.outText.split(separator: "\n")) == [
                    "\(changed.fileName)\tanother SHA-256",
                    "\(short.fileName)\t\(short.wireOctets.count - 1) octets, not \(short.wireOctets.count)",
                    "\(missing.fileName)\tmissing or unreadable",
                ])
            #expect(Exported(folder).names == before)
        }

        @Test("a manifest that points out of its folder is not followed")
        func outside() throws {
            let scratch = try Scratch()
            try FileManager.default.createDirectory(atPath: scratch.at("mail"), withIntermediateDirectories: true)
            try scratch.write("secret", "s")
            try scratch.write(
                "mail/manifest.jsonl",
                ["../secret", "/etc/passwd", "new/../../secret", "."].map { #"{"uid":"a","octets":1,"file":"\#($0)"}"# + "\n" }
                    .joined())
            let ended = try scratch.martlet(["export", "--verify", scratch.at("mail")])
            #expect(ended.code == 65 && ended.outText.split(separator: "\n").count == 4, "\(ended)")
            #expect(ended.outText.split(separator: "\n").allSatisfy { $0.hasSuffix("\tmissing or unreadable") }, "\(ended)")
        }

        @Test("a Maildir holds every message once, also when its reader moved some")
        func maildir() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let folder = scratch.at("mail")
            #expect(try fetchedBy(["export", "1-30", folder, "--format", "maildir"], scratch, site).count == 30)
            let fresh = Exported(folder + "/new").names
            #expect(fresh.count == 30 && Exported(folder + "/tmp").names == [] && Exported(folder + "/cur").names == [])
            for name in fresh.prefix(5) {
                try FileManager.default.moveItem(atPath: "\(folder)/new/\(name)", toPath: "\(folder)/cur/\(name):2,S")
            }
            #expect(
                try fetchedBy(["export", "all", folder, "--format", "maildir"], scratch, site)
                    == (31...SampleMail.all.count).map(String.init))
            let contents = ["new", "cur"].flatMap { place in
                Exported("\(folder)/\(place)").names.map { Exported("\(folder)/\(place)").octets($0) }
            }
            #expect(Set(contents) == Set(SampleMail.all.map(\.wireOctets)) && contents.count == SampleMail.all.count)
            let verified = try scratch.martlet(["export", "--verify", folder])
            #expect(verified.code == 0, "\(verified)")
        }
    }
}
