import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("the other ways to export") struct Formats {
        private func read(_ script: String, _ arguments: [String], _ scratch: Scratch) throws -> Ended {
            try scratch.run("/usr/bin/env", ["python3", "-c", script] + arguments)
        }

        @Test("an archive on stdout holds every message under its name, octet for octet", arguments: ["tar", "zip"])
        func archive(_ format: String) throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let ended = try scratch.martlet(scratch.options(site) + ["-q", "export", "all", "-", "--format", format])
            #expect(ended.code == 0, "\(ended)")
            try ended.out.write(to: URL(fileURLWithPath: scratch.at("archive")))
            let script = """
                import hashlib, sys, tarfile, zipfile
                if sys.argv[2] == "tar":
                    with tarfile.open(sys.argv[1]) as t: found = [(m.name, t.extractfile(m).read()) for m in t]
                else:
                    with zipfile.ZipFile(sys.argv[1]) as z: found = [(n, z.read(n)) for n in z.namelist()]
                for name, octets in found: print(hashlib.sha256(octets).hexdigest(), name)
                """
            let listed = try read(script, [scratch.at("archive"), format], scratch)
            #expect(
                Set(listed.outText.split(separator: "\n").map(String.init))
                    == Set(SampleMail.all.map { "\(sha256($0.wireOctets)) \($0.fileName)" }), "\(listed)")
        }

        @Test("an archive cut off by the server is no success")
        func brokenArchive() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            site.server.faults = Faults([Fault(.close(after: 100), at: .message(9, verb: "RETR"))])
            let ended = try scratch.martlet(scratch.options(site) + ["export", "all", "-"])
            #expect(ended.code == 75, "\(ended.errorText)")
        }

        @Test("an mbox takes every message once, run by run, and what others wrote stays")
        func mbox() throws {
            let scratch = try Scratch()
            let site = try Site(SampleMail.all)
            let theirs = "From somebody Thu Jan  1 00:00:00 1970\nSubject: theirs\n\nhello\n\n"
            try scratch.write("box", theirs)
            let words = scratch.options(site) + ["export"]
            #expect(try scratch.martlet(words + ["1-30", scratch.at("box"), "--format", "mbox"]).code == 0)
            site.server.forgetRecord()
            #expect(try scratch.martlet(words + ["all", scratch.at("box"), "--format", "mbox"]).code == 0)
            #expect(site.fetched == (31...SampleMail.all.count).map(String.init))
            let count = try read("import mailbox, sys; print(len(mailbox.mbox(sys.argv[1])))", [scratch.at("box")], scratch)
            #expect(count.outText == "\(SampleMail.all.count + 1)\n", "\(count)")
            #expect(
                try String(
                    decoding: Data(contentsOf: URL(fileURLWithPath: scratch.at("box"))).prefix(theirs.utf8.count), as: UTF8.self)
                    == theirs)
        }

        @Test("a command gets each message once; what it refuses comes again, and --delete leaves that on the server")
        func pipe() throws {
            let scratch = try Scratch()
            let mail = Array(SampleMail.all.prefix(6))
            let site = try Site(mail)
            let script = "cat > \(scratch.at("got"))-$MARTLET_UID && test -e \(scratch.at("ready")) -o $MARTLET_NUMBER -ne 4"
            let words = scratch.options(site) + ["export", "all", "-", "--pipe", script]
            let first = try scratch.martlet(words + ["--delete"])
            #expect(first.code == 74 && first.errorText.contains("did not take 1 message (message 4: "), "\(first)")
            _ = site.server.waitUntilIdle()
            #expect(site.server.messages() == [mail[3]])
            for message in mail {
                let name = "got-" + String(decoding: message.uniqueID, as: UTF8.self)
                #expect(try Array(Data(contentsOf: URL(fileURLWithPath: scratch.at(name)))) == message.wireOctets)
            }
            try scratch.write("ready", "")
            site.server.forgetRecord()
            #expect(try scratch.martlet(words).code == 0)
            #expect(site.fetched == ["1"])
        }

        @Test("a name template names files, twice the same name steps aside, and the index lists them all")
        func names() throws {
            let scratch = try Scratch()
            let mail = (1...3).map {
                DemoMessage(
                    uniqueID: "u\($0)",
                    text: "Date: Mon, 2 Nov 2026 10:00:00 +0100\r\nFrom: A <a@b.c>\r\nSubject: <s>/x\r\n\r\n\($0)\r\n")
            }
            let site = try Site(mail)
            let words =
                scratch.options(site) + ["export", "all", scratch.at("mail"), "--name", "{date} {from} {subject}", "--index"]
            #expect(try scratch.martlet(words).code == 0)
            let names = ["2026-11-02 a@b.c _s__x-2.eml", "2026-11-02 a@b.c _s__x-3.eml", "2026-11-02 a@b.c _s__x.eml"]
            #expect(Exported(scratch.at("mail")).messages == names)
            let page = try String(contentsOfFile: scratch.at("mail/index.html"), encoding: .utf8)
            #expect(page.components(separatedBy: "&lt;s&gt;/x").count == 4 && !page.contains("<s>"))
            site.server.forgetRecord()
            #expect(try scratch.martlet(words).code == 0)
            #expect(site.fetched == [] && Exported(scratch.at("mail")).messages == names)
        }
    }
}
