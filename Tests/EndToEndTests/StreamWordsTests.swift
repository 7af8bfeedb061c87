import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("what is said when an export to stdout or to a command cannot go on") struct StreamWords {
        static let large = [
            DemoMessage(uniqueID: "large", text: "Subject: large\r\n\r\n" + String(repeating: "0123456789\r\n", count: 200_000))
        ]

        /// martlet's words with stdout given away.
        private func archive(_ words: [String], to place: String, _ scratch: Scratch) throws -> Ended {
            try scratch.run(
                "/bin/sh", ["-c", "place=$1; shift; exec \"$@\" > \"$place\"", "sh", place, try Martlet.path()] + words)
        }

        @Test(
            "a full disk behind stdout: the archive is not complete, and the same line writes it anew", arguments: ["tar", "zip"])
        func fullArchive(_ format: String) throws {
            let scratch = try Scratch()
            for mail in [Policies.mail, Self.large, []] {
                let site = try Site(mail)
                let ended = try archive(
                    scratch.options(site) + ["export", "all", "-", "--format", format], to: "/dev/full", scratch)
                #expect(ended.code == 74, "\(ended)")
                let text = ended.errorText
                #expect(
                    text.contains("error: no space left in stdout ") && text.contains("the archive is not complete"), "\(text)")
                #expect(text.contains("try: free space, run the same line again: it writes the archive anew"), "\(text)")
                #expect(!text.contains("resumes") && !text.contains("goes on from there") && !text.contains("folder"), "\(text)")
            }
        }

        @Test("a line that is lost, and a message that is refused: no word of going on, because an archive begins anew")
        func interruptedArchive() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            site.server.faults = Faults([Fault(.close(after: 100), at: .message(9, verb: "RETR"))])
            let lost = try archive(scratch.options(site) + ["export", "all", "-"], to: scratch.at("mail.tar"), scratch)
            #expect(lost.code == 75 && lost.errorText.contains("; the archive is not complete"), "\(lost)")
            #expect(!lost.errorText.contains("goes on from there"), "\(lost)")
            site.server.faults = Faults([Fault(.refuse("no such luck"), at: .message(9, verb: "RETR"))])
            let refused = try archive(scratch.options(site) + ["export", "all", "-"], to: scratch.at("mail.tar"), scratch)
            #expect(refused.code == 69 && refused.errorText.contains("kept: the others are in the archive"), "\(refused)")
            #expect(refused.errorText.contains("try: the same line again: it writes the archive anew"), "\(refused)")
        }

        @Test(
            "a full temporary folder is named, not the command and not stdout",
            .enabled(if: SmallDisk.works, "needs root and mount(8) for a small tmpfs"),
            arguments: [["--pipe", "cat > /dev/null"], ["--format", "tar"], ["--format", "zip"]])
        func fullTemporaryFolder(_ more: [String]) throws {
            let scratch = try Scratch()
            let disk = try SmallDisk(scratch, kilobytes: 64)
            let site = try Site(Self.large)
            let ended = try scratch.martlet(
                scratch.options(site) + ["export", "all", "-"] + more, environment: ["TMPDIR": disk.path])
            #expect(ended.code == 74, "\(ended.errorText)")
            #expect(
                ended.errorText.contains("error: no space left in the temporary folder \(disk.path) after 0 of 1 messages"),
                "\(ended.errorText)")
            #expect(
                ended.errorText.contains("  try: free space there or set TMPDIR, run the same line again: it "),
                "\(ended.errorText)")
        }

        @Test("a temporary folder that is not there is named as well")
        func noTemporaryFolder() throws {
            let scratch = try Scratch()
            let site = try Site(Self.large)
            let ended = try scratch.martlet(
                scratch.options(site) + ["export", "all", "-", "--pipe", "cat"], environment: ["TMPDIR": scratch.at("none")])
            #expect(
                ended.errorText.contains("error: cannot open a file in the temporary folder \(scratch.at("none")): No such file"),
                "\(ended.errorText)")
        }

        @Test("--index where somebody else's page stands: nothing is fetched, and the error says so", arguments: [false, true])
        func foreignIndex(_ isDry: Bool) throws {
            let scratch = try Scratch()
            let site = try Site(Policies.mail)
            let folder = scratch.at("mail")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try scratch.write("mail/index.html", "<p>mine</p>\n")
            let words = scratch.options(site) + ["export", "all", folder, "--index"]
            let ended = try scratch.martlet(words + (isDry ? ["--dry-run"] : []))
            #expect(ended.code == 73, "\(ended)")
            #expect(
                ended.errorText.hasPrefix(
                    "error: \(folder)/index.html exists and was not written by martlet; nothing was fetched\n  try: move it away"),
                "\(ended)")
            #expect(site.fetched == [] && Exported(folder).messages == [])
            try FileManager.default.removeItem(atPath: folder + "/index.html")
            #expect(try scratch.martlet(words).code == 0)
            #expect(try scratch.martlet(words).code == 0)  // a page of ours is replaced
        }
    }
}
