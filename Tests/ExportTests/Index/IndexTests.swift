import CPluginSystem
import MIME
import PluginSystem
import Testing

@testable import ExportCore

@Suite("index.html") struct IndexTests {
    let scratch = Scratch()

    /// What a browser would make of the page: every element with its attributes, the text of each cell, and what the policy lets in.
    static let parser = """
        import base64, hashlib, html.parser, json, re
        class Page(html.parser.HTMLParser):
            def __init__(self):
                super().__init__()
                self.tags, self.rows, self.links, self.raw, self.policy, self.title, self.open = {}, [], [], {}, "", "", None
            def handle_starttag(self, tag, attributes):
                self.tags[tag] = self.tags.get(tag, 0) + 1
                self.open = tag
                found = dict(attributes)
                if tag == "tr": self.rows.append([])
                if tag in ("td", "th"): self.rows[-1].append("")
                if tag == "a": self.links.append(found["href"])
                if found.get("http-equiv"): self.policy = found["content"]
                bad = [name for name, _ in attributes if name.startswith("on") or name == "style"]
                assert not bad, bad
            def handle_endtag(self, tag): self.open = None
            def handle_data(self, text):
                if self.open in ("style", "script"): self.raw[self.open] = self.raw.get(self.open, "") + text
                elif self.open == "title": self.title += text
                elif self.rows and self.tags.get("footer") is None: self.rows[-1][-1:] = [self.rows[-1][-1] + text] if self.rows[-1] else []
        page = Page()
        page.feed(open("index.html", encoding="utf-8").read())
        page.close()
        page.rows = [[cell.rstrip() for cell in row] for row in page.rows]
        for kind in ("style", "script"):
            digest = "sha256-" + base64.b64encode(hashlib.sha256(page.raw[kind].encode()).digest()).decode()
            assert f"{kind}-src '{digest}'" in page.policy, (kind, digest)

        """

    func python(_ rest: String) -> String {
        let (code, said) = scratch.python(Self.parser + rest)
        #expect(code == 0, "\(said)")
        return said
    }

    func write(_ rows: [IndexRow], title: String = "Mail") throws {
        var rest = rows[...]
        let count = try IndexPage.write(in: scratch.open(), title: title) { () throws(SystemError) in rest.popFirst() }
        #expect(count == rows.count)
    }

    static func row(_ subject: String, from: String = "", file: String = "a.eml", octets: Int64 = 1) -> IndexRow {
        IndexRow(
            number: 1, date: nil, from: Header(Array("From: \(from)\r\n".utf8)).author, subject: subject, octets: octets,
            file: Array(file.utf8))
    }

    @Test("the policy lets in what is there, and nothing else")
    func policy() throws {
        try write([Self.row("x")])
        let said = python(#"print(page.policy); print(sorted(page.tags.items()))"#)
        #expect(said.hasPrefix("default-src 'none'; style-src 'sha256-"))
        #expect(
            !said.contains("unsafe") && !said.contains("img") && said.contains("('script', 1)") && said.contains("('style', 1)"))
        let page = String(decoding: scratch.octets("index.html"), as: UTF8.self)
        #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("//"), "nothing is loaded")
    }

    static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onclick='alert(1)", "</a></td><script>",
        "&lt;script&gt;",
        "</title><script>alert(1)</script>", "<!--", "]]>", "javascript:alert(1)", "a\u{0}b\u{8}\u{1b}[2J\u{9b}",
        "\u{202e}evil\u{2028}",
        "\u{ff1c}script\u{ff1e}", "{{constructor}}", "%3Cscript%3E", "../../etc/passwd", "#", "?x", "//evil.example/x",
        "\\\\evil\\x",
        String(repeating: "<", count: 5000),
    ]

    @Test("no text of strangers is markup, wherever it stands")
    func injection() throws {
        let hostile = Self.hostile
        try write(hostile.map { Self.row($0, from: "\"\($0)\" <\($0)>", file: $0) }, title: hostile.joined())
        let said = python(
            """
            expected = dict(html=1, head=1, meta=6, title=1, style=1, body=1, header=1, h1=1, form=1, label=1, input=1, output=1, main=1,
                table=1, thead=1, tbody=1, th=5, footer=1, p=1, script=1, tr=\(hostile.count + 1), td=5*\(hostile.count), a=\(hostile.count))
            del page.tags["small"]
            assert page.tags == expected, page.tags
            for link in page.links: assert re.fullmatch(r"\\./[A-Za-z0-9._~%-]+", link), link
            print(len(page.rows))
            """)
        #expect(said == "\(hostile.count + 1)\n")
        let octets = scratch.octets("index.html")
        let text = String(decoding: octets, as: UTF8.self)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7f..<0xa0).contains($0.value) })
    }

    @Test("texts come back as they were, links lead to the files")
    func texts() throws {
        let text = "a & b < c > d \" ' é 你 \u{1f600} &amp; &#39;"
        let quoted = text.replacing("\"", with: "\\\"")
        try write([Self.row(text, from: "\"\(quoted)\" <a@x>", file: "ü %2F&.eml")], title: text)
        let said = python(
            "import urllib.parse; print(page.rows[1][3]); print(page.rows[1][2]); print(page.title); print(urllib.parse.unquote(page.links[0]))"
        )
        #expect(said == "\(text)\n\(text) a@x\n\(text)\n./ü %2F&.eml\n")
    }

    @Test("dates, sizes, and what is missing")
    func cells() throws {
        try write([
            IndexRow(
                number: nil, date: MailDate("1 Jan 2015 00:30 +0100"), from: nil, subject: " \u{200b}",
                octets: 4711, file: [0x61]),
            IndexRow(number: 4_294_967_295, date: nil, from: nil, subject: "s", octets: 999_950, file: [0xff]),
        ])
        let said = python("print(page.rows[1]); print(page.rows[2]); print(page.links)")
        #expect(
            said == """
                ['', '2014-12-31 23:30', '', '(no subject)', '4.7 kB']
                ['4294967295', '', '', 's', '1.0 MB']
                ['./a', './%FF']

                """)
    }

    @Test(
        "sizes",
        arguments: [
            (-1, "0 B"), (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1949, "1.9 kB"), (999_949, "999.9 kB"), (.max, "9.2 EB"),
        ] as [(Int64, String)])
    func sizes(_ octets: Int64, _ expected: String) {
        let out = OctetBuffer()
        HTMLText.append(size: octets, to: out)
        #expect(String(decoding: out.octets, as: UTF8.self) == expected)
    }

    @Test("a folder's page: manifest and headers, without what is gone, and again over the old one")
    func folder() throws {
        scratch.write("a.eml", "Subject: =?utf-8?q?gr=C3=BCn?=\r\nFrom: Anna <a@x>\r\nDate: 1 Jan 2015 00:00 +0000\r\n\r\nbody")
        scratch.write("b.eml", "X: \(String(repeating: "x", count: 20_000))\r\nSubject: behind a long line\r\n\r\n")
        scratch.write("outside", "Subject: secret\r\n\r\n")
        _ = scratch.shell("mkdir sub; mkfifo fifo.eml; ln -s outside link.eml")
        let names = ["a.eml", "gone.eml", "b.eml", "fifo.eml", "link.eml", "sub", "../outside", "sub/../outside", "/etc/passwd"]
        scratch.write(
            "manifest.jsonl",
            names.enumerated().map { "{\"number\":\($0),\"uid\":\"u\",\"octets\":\($0 * 1000),\"file\":\"\($1)\"}\n" }.joined()
                + "not JSON\n{}\n[1]\n")
        for _ in 0..<2 { #expect(try IndexPage.write(in: scratch.open(), title: "Mail of Anna") == 2) }
        #expect(
            python("print(page.rows[1:])")
                == "[['0', '2015-01-01 00:00', 'Anna a@x', 'grün', '0 B'], ['2', '', '', 'behind a long line', '2.0 kB']]\n")
        #expect(!scratch.names.contains { $0.hasSuffix(".part") })
    }

    @Test("subjects of every charset are read")
    func charsets() throws {
        scratch.write("a.eml", "Subject: =?koi8-r?B?8NLJ18XULCDNydI=?=\r\n\r\n")
        scratch.write("b.eml", "Subject: =?iso-2022-jp?B?GyRCRnxLXDhsJE43b0w+GyhC?=\r\n\r\n")
        scratch.write(
            "manifest.jsonl",
            ["a", "b"].map { "{\"number\":1,\"uid\":\"\($0)\",\"octets\":1,\"file\":\"\($0).eml\"}\n" }.joined())
        #expect(try IndexPage.write(in: scratch.open(), title: "Mail") == 2)
        #expect(python("print(page.rows[1][3]); print(page.rows[2][3])") == "Привет, мир\n日本語の件名\n")
    }

    @Test("somebody else's index.html stays", arguments: ["", "<h1>mine</h1>"])
    func others(_ page: String) throws {
        scratch.write("index.html", page)
        #expect(throws: StoreFailure.self) { try write([Self.row("x")]) }
        #expect(scratch.read("index.html") == page)
        _ = scratch.shell("rm index.html; ln -s outside index.html")
        #expect(throws: StoreFailure.self) { try write([Self.row("x")]) }
    }

    @Test("a page that fails half-way leaves the old one")
    func halfWay() throws {
        try write([Self.row("old")])
        let old = scratch.octets("index.html")
        var left = 3
        #expect(throws: StoreFailure.system(SystemError(5, "read"))) {
            try IndexPage.write(in: scratch.open(), title: "x") { () throws(SystemError) in
                left -= 1
                if left == 0 { throw SystemError(5, "read") }
                return Self.row("new")
            }
        }
        #expect(scratch.octets("index.html") == old && !scratch.names.contains { $0.hasSuffix(".part") })
    }

    @Test("another parser has nothing to complain about but what HTML 4 did not know")
    func xmllint() throws {
        guard scratch.shell("command -v xmllint").code == 0 else { return }
        try write(Self.hostile.filter { !$0.contains("\u{0}") }.map { Self.row($0, from: $0, file: $0) })
        let said = scratch.shell("xmllint --html --noout index.html").said.split(separator: "\n")
        let complaints = said.filter {
            $0.contains("error") && !$0.contains("Tag header") && !$0.contains("Tag main") && !$0.contains("Tag footer")
                && !$0.contains("Tag output")
        }
        #expect(complaints.isEmpty, "\(complaints)")
    }
}
