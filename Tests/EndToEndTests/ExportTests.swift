import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("export of the sample mail") struct Exports {
        @Test(
            "every file is the message, octet by octet, and the second run fetches nothing",
            arguments: [Site.Door.cleartext, .stls, .tls])
        func sample(_ door: Site.Door) throws {
            let scratch = try Scratch()
            let site = try Site(
                SampleMail.all, door, certificate: door == .cleartext ? nil : try DemoCertificate.make(in: scratch.path))
            let folder = scratch.at("mail")
            let first = try scratch.martlet(scratch.options(site) + ["export", "all", folder])
            let size = SampleMail.all.reduce(0) { $0 + $1.wireOctets.count }
            let shown = "\(size / 1000).\((size % 1000 + 50) / 100) kB"
            #expect(first.code == 0)
            #expect(first.outText == "")
            #expect(first.errorText == "exported \(SampleMail.all.count) messages (\(shown)) to \(folder); 0 already there\n")
            #expect(Exported(folder).flawsOfWhole(expecting: SampleMail.all) == [])
            #expect(site.fetched.count == SampleMail.all.count)

            site.server.forgetRecord()
            let second = try scratch.martlet(scratch.options(site) + ["export", "all", folder])
            #expect(second.code == 0)
            #expect(
                second.errorText
                    == "exported 0 messages (0 octets) to \(folder); \(SampleMail.all.count) already there\n")
            #expect(site.fetched == [])
            #expect(Exported(folder).flawsOfWhole(expecting: SampleMail.all) == [])
        }

        @Test("a file that was deleted is fetched again, alone, and listed once")
        func deleted() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let folder = scratch.at("mail")
            #expect(try scratch.martlet(scratch.options(site) + ["export", "all", folder]).code == 0)
            try FileManager.default.removeItem(atPath: folder + "/" + SampleMail.all[6].fileName)
            site.server.forgetRecord()
            let again = try scratch.martlet(scratch.options(site) + ["export", "all", folder])
            #expect(again.code == 0, "\(again)")
            #expect(site.fetched == ["7"])
            #expect(Exported(folder).flawsOfWhole(expecting: SampleMail.all) == [])
        }

        @Test("a lost ledger or a lost manifest costs no message and makes no double")
        func lost() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let folder = scratch.at("mail")
            let words = scratch.options(site) + ["export", "all", folder]
            #expect(try scratch.martlet(words).code == 0)
            try FileManager.default.removeItem(atPath: folder + "/manifest.jsonl")
            site.server.forgetRecord()
            #expect(try scratch.martlet(words).code == 0)
            #expect(site.fetched == [])
            #expect(Exported(folder).flawsOfWhole(expecting: SampleMail.all) == [], "without its manifest")
            try FileManager.default.removeItem(atPath: scratch.at("state"))
            let adopting = try scratch.martlet(words)
            #expect(adopting.code == 0, "\(adopting)")
            #expect(adopting.errorText.contains("exported 0 messages"), "\(adopting)")
            #expect(Exported(folder).flawsOfWhole(expecting: SampleMail.all) == [], "without the ledger")
        }

        @Test("half now, the rest and new mail later")
        func resume() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let folder = scratch.at("mail")
            let half = SampleMail.all.count / 2
            #expect(try scratch.martlet(scratch.options(site) + ["export", "1-\(half)", folder]).code == 0)
            #expect(Exported(folder).flawsOfWhole(expecting: Array(SampleMail.all.prefix(half))) == [])
            let late = DemoMessage(uniqueID: "late", text: "Subject: late\r\n\r\n")
            _ = site.server.waitUntilIdle()
            site.server.deliver(late)
            site.server.forgetRecord()
            #expect(try scratch.martlet(scratch.options(site) + ["export", "new", folder]).code == 0)
            #expect(site.fetched == (half + 1...SampleMail.all.count + 1).map(String.init))
            #expect(Exported(folder).flawsOfWhole(expecting: SampleMail.all + [late]) == [])
        }

        @Test("--json tells of every message when it is stored, and the result last")
        func json() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let folder = scratch.at("mail")
            for already in [0, SampleMail.all.count] {
                let ended = try scratch.martlet(scratch.options(site) + ["--json", "export", "all", folder])
                #expect(ended.code == 0)
                #expect(ended.errorText == "")
                let lines = try ended.out.split(separator: UInt8(ascii: "\n")).map {
                    try JSONSerialization.jsonObject(with: $0) as? [String: Any] ?? [:]
                }
                let stored = lines.dropLast()
                #expect(stored.count == SampleMail.all.count - already)
                for (line, message) in zip(stored, SampleMail.all) {
                    #expect(line["event"] as? String == "stored" && line["file"] as? String == message.fileName)
                    #expect(line["sha256"] as? String == sha256(message.wireOctets))
                    #expect(line["octets"] as? Int == message.wireOctets.count)
                }
                let result = lines.last ?? [:]
                #expect(result["event"] as? String == "summary")
                #expect(result["exported"] as? Int == SampleMail.all.count - already)
                #expect(result["already"] as? Int == already)
                #expect(result["failed"] as? Int == 0)
                #expect(result["folder"] as? String == folder)
            }
        }

        @Test("unique-ids that reach for other places stay in the folder")
        func hostileNames() throws {
            let scratch = try Scratch()
            let ids = ["../../escape", "/etc/x", "..", ".", "-rf", ".martlet-store", "manifest.jsonl", "a/b", "a%2Fb", "a%b"]
            let mail = ids.map { DemoMessage(uniqueID: $0, text: "Subject: \($0)\r\n\r\n") }
            let site = try Site(mail)
            let folder = scratch.at("in/mail")
            let ended = try scratch.martlet(scratch.options(site) + ["export", "all", folder])
            #expect(ended.code == 0, "\(ended)")
            let exported = Exported(folder)
            #expect(exported.messages.count == mail.count)
            #expect(exported.names.count == mail.count + 2)
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.at("in")) == ["mail"])
            let manifest = exported.manifest
            for message in mail {
                let uid = String(decoding: message.uniqueID, as: UTF8.self)
                let file = manifest.first { $0["uid"] as? String == uid }?["file"] as? String ?? "?"
                #expect(exported.octets(file) == message.wireOctets, "\(uid)")
            }
        }

        @Test("exit codes of a sign-in that fails and of a selection that is wrong")
        func codes() throws {
            let scratch = try Scratch(password: "wrong")
            let site = try Site(SampleMail.all)
            let refused = try scratch.martlet(scratch.options(site) + ["export", "all", scratch.at("mail")])
            #expect(refused.code == 77, "\(refused)")
            #expect(!Exported(scratch.at("mail")).names.contains { $0.hasSuffix(".eml") })

            let right = try Scratch()
            let range = try right.martlet(right.options(site) + ["export", "5000", right.at("mail")])
            #expect(range.code == 64)
            #expect(range.errorText.hasPrefix("error: no message 5000; the last is \(SampleMail.all.count)\n"), "\(range)")
            let word = try right.martlet(right.options(site) + ["export", "most", right.at("mail")])
            #expect(word.code == 64, "\(word)")
            #expect(try right.martlet(right.options(site) + ["export", "all"]).code == 64)
            site.server.stop()
            let gone = try right.martlet(right.options(site) + ["export", "all", right.at("mail")])
            #expect(gone.code == 75)
            #expect(gone.errorText.hasPrefix("error: nothing listens on 127.0.0.1:\(site.port)\n"), "\(gone)")
        }
    }
}
