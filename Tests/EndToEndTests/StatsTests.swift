import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("stats") struct Stats {
        static func letter(_ id: String, from: String, date: String = "", octets: Int) -> DemoMessage {
            let header =
                (from.isEmpty ? "" : "From: \(from)\r\n") + (date.isEmpty ? "" : "Date: \(date)\r\n") + "Subject: x\r\n\r\n"
            let filler = String(repeating: "x", count: max(0, octets - header.utf8.count - 2))
            return DemoMessage(uniqueID: id, text: header + filler + "\r\n")
        }

        static let mail = [
            letter("1", from: "Anna <Anna@Example.org>", date: "Tue, 24 Nov 2026 09:40:00 +0100", octets: 20_000),
            letter("2", from: "Anna Lindqvist <anna@example.org>", date: "Sun, 1 Nov 2026 00:30:00 +0100", octets: 4000),
            letter("3", from: "=?iso-2022-jp?B?GyRCRURDZhsoQiAbJEIyVjtSGyhC?= <hanako@example.jp>", octets: 13_000),
            letter(
                "4", from: "\"\u{202e}evil</text>\u{1b}[2J\" <mallory@example.org>", date: "1 Jan 2015 12:00 +0000", octets: 2000),
            letter("5", from: "", date: "yesterday", octets: 500),
        ]

        /// Runs a program on a terminal of so many columns, stderr thrown away, and prints what it showed there.
        static let terminal = """
            import fcntl, os, pty, struct, sys, termios
            pid, fd = pty.fork()
            if pid == 0:
                fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
                os.dup2(os.open("/dev/null", os.O_WRONLY), 2)
                os.execv(sys.argv[2], sys.argv[2:])
            out = b""
            while True:
                try: piece = os.read(fd, 65536)
                except OSError: break
                if not piece: break
                out += piece
            sys.stdout.buffer.write(out.replace(b"\\r\\n", b"\\n"))
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """

        private func show(_ scratch: Scratch, columns: Int, locale: String = "C.UTF-8", _ words: [String]) throws -> Ended {
            let script = try scratch.write("terminal.py", Self.terminal)
            return try scratch.run(
                "/usr/bin/env",
                ["LC_ALL=\(locale)", "TERM=xterm", "TZ=UTC", "python3", script, "\(columns)", try Martlet.path()] + words)
        }

        private func tops(_ site: Site) -> Int {
            defer { site.server.forgetRecord() }
            return site.server.lines().count { $0.hasPrefix("TOP ") }
        }

        @Test("each grouping, with full figures off a terminal; headers come once, and sizes need none")
        func groupings() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let options = scratch.options(site)
            let zone = ["TZ": "UTC"]
            let sizes = try scratch.martlet(options + ["stats", "--by", "size"])
            #expect(
                sizes.code == 0
                    && sizes.outText
                        == "<10 K\t3\t6500\n<100 K\t2\t33000\n<1 M\t0\t0\n<10 M\t0\t0\n<100 M\t0\t0\n>=100 M\t0\t0\n",
                "\(sizes)")
            #expect(tops(site) == 0)
            let senders = try scratch.martlet(options + ["stats"])
            #expect(
                senders.outText == """
                    anna@example.org\tAnna Lindqvist\t2\t24000
                    hanako@example.jp\t田中 花子\t1\t13000
                    mallory@example.org\t\\u{202E}evil</text>\\x1B[2J\t1\t2000
                    (unknown)\t\t1\t500

                    """, "\(senders)")
            #expect(tops(site) == 5)
            let domains = try scratch.martlet(options + ["stats", "--by", "domain", "--limit", "1"])
            #expect(domains.outText == "example.org\t3\t26000\n(others)\t2\t13500\n", "\(domains)")
            let months = try scratch.martlet(options + ["stats", "1-2,4-5", "--by", "month"], environment: zone)
            #expect(months.outText == "2015-01\t1\t2000\n2026-10\t1\t4000\n2026-11\t1\t20000\n(unknown)\t1\t500\n", "\(months)")
            let json = try scratch.martlet(options + ["--json", "stats", "1,2"])
            #expect(
                json.outText == #"{"sender":"anna@example.org","name":"Anna Lindqvist","messages":2,"octets":24000}"# + "\n",
                "\(json)")
            #expect(tops(site) == 0, "everything was in the cache")
            let none = try scratch.martlet(options + ["stats", "size>1G"])
            #expect(none.code == 0 && none.outText.isEmpty && none.errorText.hasPrefix("nothing matches"), "\(none)")
        }

        @Test("a refused header is a message that does not say, and a warning")
        func refused() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            site.server.faults = Faults([Fault(.refuse("no"), at: .message(1, verb: "TOP"))])
            let ended = try scratch.martlet(scratch.options(site) + ["stats", "--by", "domain"])
            #expect(ended.code == 0 && ended.outText.hasPrefix("(unknown)\t2\t20500\n"), "\(ended)")
            #expect(ended.errorText.contains("warning: the server refused 1 header\n"), "\(ended)")
        }

        @Test("what it does not know is refused before anything is fetched")
        func slips() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let options = scratch.options(site)
            let by = try scratch.martlet(options + ["stats", "--by", "colour"])
            #expect(by.code == 64 && by.errorText.contains("try: --by sender, domain, month or size"), "\(by)")
            for limit in ["0", "-1", "many", "99999999999999999999"] {
                let ended = try scratch.martlet(options + ["stats", "--limit=\(limit)"])
                #expect(ended.code == 64, "\(ended)")
            }
            #expect(tops(site) == 0)
        }

        @Test("bars take the width that is left", arguments: [60, 80, 120])
        func chart(_ columns: Int) throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let ended = try show(scratch, columns: columns, scratch.options(site) + ["stats"])
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.outText == Self.golden[columns], "\(ended.outText)")
        }

        static let golden: [Int: String] = [
            60: """
            SENDER                    MESSAGES    SIZE
            anna@example.org (Anna …         2    23 K  ████████████████
            hanako@example.jp (田中…         1    13 K  ████████▋
            mallory@example.org (\\u…         1   2.0 K  █▍
            (unknown)                        1     500  ▍

            """,
            80: """
            SENDER                            MESSAGES    SIZE
            anna@example.org (Anna Lindqvis…         2    23 K  ████████████████████████████
            hanako@example.jp (田中 花子)            1    13 K  ███████████████▏
            mallory@example.org (\\u{202E}ev…         1   2.0 K  ██▍
            (unknown)                                1     500  ▋

            """,
            120: """
            SENDER                                   MESSAGES    SIZE
            anna@example.org (Anna Lindqvist)               2    23 K  █████████████████████████████████████████████████████████████
            hanako@example.jp (田中 花子)                   1    13 K  █████████████████████████████████
            mallory@example.org (\\u{202E}evil</tex…         1   2.0 K  █████▏
            (unknown)                                       1     500  █▎

            """,
        ]

        @Test("where the locale has no blocks the bars are of signs; a narrow terminal has none; JSON is JSON")
        func plain() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let words = scratch.options(site) + ["stats", "1-2", "--by", "month"]
            let plain = try show(scratch, columns: 60, locale: "C", words)
            #expect(
                plain.outText == """
                    MONTH     MESSAGES    SIZE
                    2026-10          1   3.9 K  ######
                    2026-11          1    20 K  ################################

                    """, "\(plain.outText)")
            let narrow = try show(scratch, columns: 30, words)
            #expect(
                narrow.outText == "MONTH     MESSAGES    SIZE\n2026-10          1   3.9 K\n2026-11          1    20 K\n",
                "\(narrow)")
            let json = try show(scratch, columns: 80, ["--json"] + words)
            #expect(json.outText.hasPrefix(#"{"month":"2026-10","messages":1,"octets":4000}"#), "\(json)")
        }

        @Test("a picture is one of well-formed XML with the labels in it as text, and never written over a file")
        func picture() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let path = scratch.at("mail.svg")
            let words = scratch.options(site) + ["stats", "--svg", path]
            let drawn = try scratch.martlet(words)
            #expect(
                drawn.code == 0 && drawn.errorText.contains("wrote \(path)\n") && drawn.outText.hasPrefix("anna@"), "\(drawn)")
            let read = try scratch.run(
                "/usr/bin/env",
                [
                    "PYTHONIOENCODING=utf-8", "python3", "-c",
                    """
                    import sys, xml.etree.ElementTree as tree
                    root = tree.parse(sys.argv[1]).getroot()
                    tags = {}
                    for element in root.iter():
                        tags[element.tag.split("}")[1]] = tags.get(element.tag.split("}")[1], 0) + 1
                    print(sorted(tags.items()))
                    for text in root.iter("{http://www.w3.org/2000/svg}title"): print(text.text)
                    """, path,
                ])
            #expect(
                read.outText == """
                    [('g', 4), ('rect', 5), ('style', 1), ('svg', 1), ('text', 10), ('title', 5)]
                    Mail of demo@127.0.0.1:\(site.port) by sender
                    anna@example.org (Anna Lindqvist)
                    hanako@example.jp (田中 花子)
                    mallory@example.org (evil</text>[2J)
                    (unknown)

                    """, "\(read)")
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            site.server.forgetRecord()
            let again = try scratch.martlet(words)
            #expect(
                again.code == 73 && again.errorText.contains("is there already") && again.errorText.contains("try: "), "\(again)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before && again.outText.isEmpty)
            let nowhere = try scratch.martlet(scratch.options(site) + ["stats", "--svg", scratch.at("none/mail.svg")])
            #expect(
                nowhere.code == 73 && nowhere.errorText.contains("cannot open the folder \(scratch.at("none")): "), "\(nowhere)")
            let onStdout = try scratch.martlet(scratch.options(site) + ["stats", "--svg", "-"])
            #expect(onStdout.code == 0 && onStdout.out == before, "\(onStdout)")
            #expect(try scratch.martlet(scratch.options(site) + ["stats", "--svg", "-", "--json"]).code == 64)
            try FileManager.default.createSymbolicLink(
                atPath: scratch.at("link.svg"), withDestinationPath: scratch.at("elsewhere"))
            let link = try scratch.martlet(scratch.options(site) + ["stats", "--svg", scratch.at("link.svg")])
            #expect(link.code == 73 && !FileManager.default.fileExists(atPath: scratch.at("elsewhere")), "\(link)")
        }

        @Test("over many accounts each has its rows and its picture")
        func accounts() throws {
            let site = try AccountSite(["anna", "berta"])
            let ended = try site.scratch.martlet([
                "--all-accounts", "stats", "--by", "size", "--limit", "1", "--svg", site.scratch.at("{account}.svg"),
            ])
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.outText.split(separator: "\n").filter { $0.contains("\t<10 K\t3\t") }.count == 2, "\(ended)")
            for user in site.users { #expect(FileManager.default.fileExists(atPath: site.scratch.at("\(user).svg"))) }
        }
    }
}
