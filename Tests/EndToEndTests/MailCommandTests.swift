import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("read, parts, extract, raw") struct MailCommands {
        private static let pdf = Array("%PDF-1.4 \u{1}\u{2}".utf8)

        private static let mail = """
            From: =?utf-8?q?S=C3=B8ren?= Madsen <soren@example.dk>
            To: anna@example.org
            Date: Tue, 24 Nov 2026 09:12:00 +0100
            Subject: =?koi8-r?b?8NLJ18XU?= \u{1B}[31m
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=koi8-r
            Content-Transfer-Encoding: base64

            8NLJ18XULCDNydIhChtbMko=
            --b
            Content-Type: application/octet-stream; name="../../../tmp/report.pdf"
            Content-Transfer-Encoding: base64

            JVBERi0xLjQgAQI=
            --b
            Content-Type: image/png
            Content-Disposition: attachment; filename=".png"

            one
            --b--

            """

        private static let plain = "From: b@c\nSubject: two\n\nJust words.\n"

        private let site: Site

        init() throws {
            site = try Site(
                [Self.mail, Self.plain].enumerated().map { index, text in
                    DemoMessage(uniqueID: "uid-\(index)", text: text.replacing("\n", with: "\r\n"))
                })
        }

        @Test("read shows the text, decoded and escaped, below who, when, about what and the parts")
        func read() throws {
            let scratch = try Scratch()
            let ended = try scratch.martlet(scratch.options(site) + ["read", "1-2"])
            #expect(
                ended.outText == """
                    From     Søren Madsen <soren@example.dk>
                    To       anna@example.org
                    Date     Tue, 24 Nov 2026 09:12:00 +0100
                    Subject  Привет \\x1B[31m
                    Parts    1 text/plain 17
                             2 application/octet-stream ../../../tmp/report.pdf 11
                             3 image/png .png 3

                    Привет, мир!
                    \\x1B[2J

                    From     b@c
                    Subject  two

                    Just words.

                    """, "\(ended)")
            #expect(ended.code == 0)
        }

        @Test("read as JSON has the same, field by field")
        func readJSON() throws {
            let scratch = try Scratch()
            let ended = try scratch.martlet(scratch.options(site) + ["read", "1", "--json"])
            let object = try #require(try JSONSerialization.jsonObject(with: Data(ended.outText.utf8)) as? [String: Any])
            #expect(object["n"] as? Int == 1)
            #expect(object["from"] as? String == "Søren Madsen <soren@example.dk>")
            #expect(object["date"] as? String == "2026-11-24T08:12:00Z")
            #expect((object["parts"] as? [String])?.count == 3)
            #expect((object["text"] as? String)?.hasPrefix("Привет, мир!") == true)
        }

        @Test("parts lists what there is, with decoded sizes")
        func parts() throws {
            let scratch = try Scratch()
            let ended = try scratch.martlet(scratch.options(site) + ["parts", "all"])
            #expect(
                ended.outText
                    == "1\t1\ttext/plain\t17\t\n1\t2\tapplication/octet-stream\t11\t../../../tmp/report.pdf\n"
                    + "1\t3\timage/png\t3\t.png\n2\t1\ttext/plain\t13\t\n", "\(ended)")
        }

        @Test("extract saves attachments under safe names, decoded, and never over a file")
        func extract() throws {
            let scratch = try Scratch()
            let options = scratch.options(site)
            let folder = scratch.at("out/deep")
            let first = try scratch.martlet(options + ["extract", "all", folder])
            #expect(first.code == 0 && first.errorText.contains("extracted 2 files to "), "\(first)")
            #expect(try Self.files(folder) == ["_png", "report.pdf"])
            #expect(try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/report.pdf"))) == Self.pdf)
            let again = try scratch.martlet(options + ["extract", "all", folder])
            #expect(
                again.code == 0 && again.errorText.contains("extracted 0 files") && again.errorText.contains("2 already there"))
            try scratch.write("out/deep/report.pdf", "mine")
            let third = try scratch.martlet(options + ["extract", "all", "type:pdf", folder, "--json"])
            #expect(third.outText.contains("\"file\":\"report (2).pdf\",\"written\":true"), "\(third)")
            #expect(try String(contentsOfFile: folder + "/report.pdf", encoding: .utf8) == "mine")
            #expect(!FileManager.default.fileExists(atPath: "/tmp/report.pdf"))
        }

        @Test("extract takes a part by its place, to a pipe too")
        func extractOne() throws {
            let scratch = try Scratch()
            let options = scratch.options(site)
            let piped = try scratch.martlet(options + ["extract", "1", "2", "-"])
            #expect(piped.code == 0 && Array(piped.out) == Self.pdf, "\(piped)")
            let none = try scratch.martlet(options + ["extract", "2", scratch.at("out")])
            #expect(none.code == 0 && none.errorText.contains("no such part in it"), "\(none)")
        }

        @Test("extract into a folder that cannot be is refused with exit code 73")
        func extractNowhere() throws {
            let scratch = try Scratch()
            try scratch.write("file", "x")
            let ended = try scratch.martlet(scratch.options(site) + ["extract", "1", scratch.at("file/out")])
            #expect(ended.code == 73 && ended.errorText.contains("try: "), "\(ended)")
        }

        @Test("raw is the message octet for octet")
        func raw() throws {
            let scratch = try Scratch()
            let ended = try scratch.martlet(scratch.options(site) + ["raw", "2"])
            #expect(ended.outText == Self.plain.replacing("\n", with: "\r\n"), "\(ended)")
        }

        @Test("a message that the server does not send is told, and the others are shown")
        func refused() throws {
            let scratch = try Scratch()
            let ended = try scratch.martlet(scratch.options(site) + ["read", "3"])
            #expect(ended.code == 64, "\(ended)")
        }

        @Test("headers has decoded names and subjects, for people and for programs")
        func headers() throws {
            let scratch = try Scratch()
            let options = scratch.options(site)
            let tsv = try scratch.martlet(options + ["headers"])
            #expect(
                tsv.outText
                    == "1\tN+\t2026-11-24T08:12:00Z\tSøren Madsen\t\(Self.mail.utf8.count + Self.mail.count { $0 == "\n" })\tПривет \\x1B[31m\n"
                    + "2\tN\t\tb@c\t\(Self.plain.utf8.count + 4)\ttwo\n", "\(tsv)")
            let json = try scratch.martlet(options + ["headers", "1", "--json"])
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.outText.utf8)) as? [String: Any])
            #expect(object["subject"] as? String == "Привет \u{1B}[31m")
            #expect((object["from"] as? [[String: String]])?.first == ["name": "Søren Madsen", "address": "soren@example.dk"])
            #expect(object["new"] as? Bool == true && object["parts"] as? Bool == true && object["marked"] as? Bool == false)
        }

        #if os(Linux)
        @Test("a charset whose converter the system lacks is said in the text")
        func noConverter() throws {
            let scratch = try Scratch()
            let source =
                "#include <errno.h>\nvoid *iconv_open(const char *to, const char *from) "
                + "{ (void)to; (void)from; errno = EINVAL; return (void *)-1; }\n"
            let shim = try Plugins.compile(source, "noiconv", in: scratch)
            let big5 = try Site([
                DemoMessage(
                    uniqueID: Array("a".utf8),
                    octets: Array("Subject: x\r\nContent-Type: text/plain; charset=big5\r\n\r\n".utf8) + [0xa4, 0xa4, 0x0d, 0x0a])
            ])
            let with = try scratch.martlet(scratch.options(big5) + ["read", "1"])
            #expect(with.outText.contains("\u{4E2D}") && !with.outText.contains("cannot read"), "\(with)")
            let without = try scratch.martlet(scratch.options(big5) + ["read", "1"], environment: ["LD_PRELOAD": shim])
            #expect(without.code == 0 && without.outText.contains("[This system cannot read the charset big5.]"), "\(without)")
        }
        #endif

        @Test("progress is told as JSON Lines where that is asked for, terminal or not")
        func progress() throws {
            let scratch = try Scratch()
            site.server.faults.replyDelay = .milliseconds(300)
            let ended = try scratch.martlet(scratch.options(site) + ["read", "1-2", "--progress=json"])
            #expect(ended.code == 0, "\(ended)")
            let first = try #require(ended.errorText.split(separator: "\n").first { $0.hasPrefix("{") }, "\(ended)")
            let object = try #require(try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: [String: Any]])
            #expect(object["progress"]?["verb"] as? String == "read" && object["progress"]?["total"] as? Int == 2)
        }

        @Test("without TOP headers are refused with what they would cost, and fetched with --whole")
        func withoutTop() throws {
            let scratch = try Scratch()
            let options = scratch.options(site)
            site.server.faults.unknownVerbs = ["TOP"]
            let refused = try scratch.martlet(options + ["headers"])
            #expect(refused.code == 69 && refused.errorText.contains("try: add --whole to go ahead"), "\(refused)")
            let whole = try scratch.martlet(options + ["headers", "--whole"])
            #expect(whole.code == 0 && whole.outText.split(separator: "\n").count == 2, "\(whole)")
        }

        private static func files(_ folder: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        }
    }
}
