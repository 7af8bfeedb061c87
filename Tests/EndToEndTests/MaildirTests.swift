import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("export into a Maildir that is read meanwhile") struct Maildirs {
        @Test("a run killed before it recorded anything, and a reader quicker than the next run: every message once")
        func readBeforeRecorded() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let folder = scratch.at("mail")
            let words = scratch.options(site) + ["export", "all", folder, "--format", "maildir"]
            #expect(try scratch.martlet(words).code == 0)
            let stored = Exported(maildir: folder)
            #expect(stored.flawsOfWhole(expecting: SampleMail.all) == [])
            // As a kill leaves it between the names and the ledger.
            try FileManager.default.removeItem(atPath: scratch.at("state"))
            try FileManager.default.removeItem(atPath: folder + "/manifest.jsonl")
            for name in stored.messages {
                try FileManager.default.moveItem(
                    atPath: "\(folder)/\(name)", toPath: "\(folder)/\(name.replacing("new/", with: "cur/")):2,S")
            }
            let again = try scratch.martlet(words)
            #expect(again.code == 0, "\(again)")
            let now = Exported(maildir: folder)
            #expect(now.messages == [], "stored twice")
            #expect(now.names.filter { $0.hasPrefix("cur/") }.count == SampleMail.all.count)
            #expect(now.manifest.count == SampleMail.all.count)
            site.server.forgetRecord()
            #expect(try scratch.martlet(words).code == 0)
            #expect(site.fetched == [])
        }

        @Test("no .eml is put into a Maildir") func asFiles() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            for name in ["", "/tmp", "/new", "/cur"] {
                try FileManager.default.createDirectory(atPath: scratch.at("mail") + name, withIntermediateDirectories: false)
            }
            for more in [[], ["--dry-run"]] {
                let ended = try scratch.martlet(scratch.options(site) + ["export", "all", scratch.at("mail")] + more)
                #expect(ended.code == 64, "\(ended)")
                #expect(
                    ended.errorText == "error: \(scratch.at("mail")) is a Maildir\n  try: --format maildir, or another folder\n")
            }
            #expect(Exported(scratch.at("mail")).names == ["cur", "new", "tmp"])
        }
    }
}
