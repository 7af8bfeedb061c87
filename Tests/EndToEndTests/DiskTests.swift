import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("export when the disk does not help") struct Disks {
        @Test("a folder that cannot be made: 73, and nothing is fetched", arguments: ["file/mail", "file"])
        func cannotCreate(_ name: String) throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            try scratch.write("file", "in the way\n")
            let folder = scratch.at(name)
            let ended = try scratch.martlet(scratch.options(site) + ["export", "all", folder])
            #expect(ended.code == 73)
            #expect(ended.errorText.hasPrefix("error: cannot create the folder in \(folder): Not a directory\n"), "\(ended)")
            #expect(site.fetched == [])
        }

        @Test("a file that is not ours in the place of a message: 73, it stays, the others come, --rename helps")
        func differs() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let folder = scratch.at("mail")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let taken = SampleMail.all[3].fileName
            try scratch.write("mail/\(taken)", "mine\n")
            let ended = try scratch.martlet(scratch.options(site) + ["export", "all", folder])
            #expect(ended.code == 73)
            #expect(ended.errorText.contains("error: \(folder)/\(taken) exists and differs\n"), "\(ended)")
            #expect(Exported(folder).octets(taken) == Array("mine\n".utf8))
            #expect(Exported(folder).messages.count == SampleMail.all.count)
            #expect(Exported(folder).manifest.count == SampleMail.all.count - 1)
            site.server.forgetRecord()
            let renamed = try scratch.martlet(scratch.options(site) + ["export", "all", folder, "--rename"])
            #expect(renamed.code == 0, "\(renamed)")
            #expect(site.fetched == ["4"])
            #expect(Exported(folder).octets(taken.replacing(".eml", with: "-2.eml")) == SampleMail.all[3].wireOctets)
        }

        @Test(
            "a full disk: 74, everything complete stays, and the same line goes on when there is space",
            .enabled(if: SmallDisk.works, "needs root and mount(8) for a small tmpfs"))
        func full() throws {
            let scratch = try Scratch()
            let disk = try SmallDisk(scratch, kilobytes: 700)
            let text = String(repeating: "a line of sixty-four octets, its end among them, all the same\r\n", count: 60)
            let mail = (1...200).map { DemoMessage(uniqueID: "disk-\($0)", text: "Subject: \($0)\r\n\r\n" + text) }
            let site = try Site(mail)
            let folder = disk.path + "/mail"
            let ballast = disk.path + "/ballast"
            try Data(count: 300_000).write(to: URL(fileURLWithPath: ballast))

            let words = scratch.options(site) + ["export", "all", folder]
            let refused = try scratch.martlet(words)
            #expect(refused.code == 74 && refused.errorText.contains("error: no space for 759.1 kB in \(folder): "), "\(refused)")
            #expect(site.fetched == [], "what cannot fit is not begun")

            // A server whose sizes are far too small: the disk fills up in the middle.
            let list = "+OK\r\n" + mail.indices.map { "\($0 + 1) 10\r\n" }.joined() + ".\r\n"
            site.server.faults = Faults([Fault(.replace(Array(list.utf8)), at: .verb("LIST"))])
            let broken = try scratch.martlet(words)
            let kept = Exported(folder)
            #expect(broken.code == 74, "\(broken)")
            #expect(
                broken.errorText.contains(
                    "error: no space left in \(folder) after \(kept.messages.count) of 200 messages; all \(kept.messages.count) are complete\n"
                ), "\(broken)")
            #expect(kept.messages.count > 0, "\(broken)")
            #expect(kept.flaws(expecting: mail) == [])
            #expect(!kept.names.contains { $0.hasSuffix(".part") })

            try FileManager.default.removeItem(atPath: ballast)
            site.server.forgetRecord()
            let more = try scratch.martlet(words)
            #expect(more.code == 74, "the disk is still too small: \(more)")
            let later = Exported(folder)
            #expect(later.messages.count > kept.messages.count)
            #expect(later.flaws(expecting: mail) == [])
            print("end to end: a full disk kept \(kept.messages.count), then \(later.messages.count) of \(mail.count) messages")

            try disk.grow(kilobytes: 8000)
            site.server.forgetRecord()
            let last = try scratch.martlet(words)
            #expect(last.code == 0, "\(last)")
            #expect(site.fetched.count == mail.count - later.messages.count)
            #expect(Exported(folder).flawsOfWhole(expecting: mail) == [])
        }
    }
}
