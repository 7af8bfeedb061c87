import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("selections and headers") struct Selections {
        /// `peek SELECTION`: number, mark and octets of each header, which come in one piece.
        static let source = """
            #include "martlet_plugin.h"
            #include <string.h>
            static const martlet_host *host;
            typedef struct { martlet_call *call; const martlet_selection *chosen; size_t at; size_t octets; int pieces; } peek;
            static int32_t begin(void *context, uint32_t number) {
                peek *p = context;
                (void)number;
                p->octets = 0;
                p->pieces = 0;
                return MARTLET_GO;
            }
            static int32_t body(void *context, const uint8_t *at, size_t len) {
                peek *p = context;
                p->pieces++;
                p->octets = len;
                return at[len - 1] == 10 ? MARTLET_GO : MARTLET_STOP;
            }
            static void header(void *context, uint32_t number, const uint8_t *sha256) {
                (void)number;
                if (sha256 == NULL) ((peek *)context)->pieces = 99;
            }
            static int32_t end(void *context, uint32_t number, martlet_text failure, const uint8_t *sha256) {
                peek *p = context;
                martlet_message message = {.size = sizeof message};
                if (sha256 != NULL || host->selection_message(p->chosen, p->at++, &message) != 0) return MARTLET_STOP;
                martlet_cell cells[4] = {{.integer = number}, {.integer = message.is_marked},
                    {.integer = failure.len > 0 ? -1 : (int64_t)p->octets}, {.integer = p->pieces}};
                host->row(p->call, cells, 4);
                return MARTLET_GO;
            }
            static int32_t run(martlet_call *call, void *context) {
                (void)context;
                static const martlet_column columns[] = {
                    {.size = sizeof columns[0], .name = MARTLET_TEXT("N"), .kind = MARTLET_CELL_INTEGER},
                    {.size = sizeof columns[0], .name = MARTLET_TEXT("MARKED"), .kind = MARTLET_CELL_INTEGER},
                    {.size = sizeof columns[0], .name = MARTLET_TEXT("OCTETS"), .kind = MARTLET_CELL_INTEGER},
                    {.size = sizeof columns[0], .name = MARTLET_TEXT("PIECES"), .kind = MARTLET_CELL_INTEGER}};
                const martlet_selection *chosen = host->select(call, host->argument(call, 0));
                if (chosen == NULL) return host->fail_code(call);
                uint32_t numbers[64];
                size_t count = host->selection_count(chosen);
                for (size_t index = 0; index < count && index < 64; index++) {
                    martlet_message message = {.size = sizeof message};
                    if (host->selection_message(chosen, index, &message) != 0) return MARTLET_EXIT_SOFTWARE;
                    numbers[index] = message.number;
                }
                peek p = {.call = call, .chosen = chosen};
                martlet_sink sink = {.size = sizeof sink, .begin = begin, .body = body, .end = end, .context = &p, .header = header};
                host->rows_begin(call, columns, 4);
                int32_t code = host->headers(call, numbers, count, MARTLET_FETCH_HEADER_SHA256, &sink);
                if (count > 0) host->show(call, numbers[0]);
                host->listed(call, chosen);
                return code;
            }
            int32_t martlet_plugin_init(const martlet_host *h) {
                if (h->abi != MARTLET_ABI || !MARTLET_HOST_HAS(h, listed)) return 1;
                host = h;
                static const martlet_command peek = {.size = sizeof peek, .name = MARTLET_TEXT("peek"),
                    .arguments = MARTLET_TEXT("SELECTION"), .summary = MARTLET_TEXT("look at headers"), .arguments_min = 1,
                    .arguments_max = 1, .needs_maildrop = true, .run = run};
                return host->register_command(host, &peek);
            }
            """

        static let mail = [
            DemoMessage(uniqueID: "one", text: "From: Anna Lindqvist <anna@example.org>\r\nSubject: M\u{F8}de\r\n\r\none\r\n"),
            DemoMessage(uniqueID: "two", text: "From: bert@example.org\r\nSubject: two words\r\n\r\ntwo\r\n"),
            DemoMessage(uniqueID: "three", text: "\r\nno header\r\n"),
        ]

        private func tops(_ site: Site) -> [String] {
            defer { site.server.forgetRecord() }
            return site.server.lines().filter { $0.hasPrefix("TOP ") }
        }

        @Test("a plugin gets header blocks whole, from the server once, and says what . and ^ are")
        func plugin() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let options = scratch.options(site) + ["--plugin", try Plugins.compile(Self.source, "peek", in: scratch)]
            let first = try scratch.martlet(options + ["peek", "all"])
            #expect(first.code == 0, "\(first)")
            #expect(first.outText == "1\t0\t57\t1\n2\t0\t44\t1\n3\t0\t0\t0\n", "\(first)")
            #expect(tops(site) == ["TOP 1 0", "TOP 2 0", "TOP 3 0"])

            let typed = try scratch.write(
                "typed", "peek 2-3\npeek .\npeek ^\ndele 1\npeek marked\npeek 'from:bert subject:\"two words\"'\nexit\n")
            let shell = try scratch.martlet(options, input: typed)
            #expect(shell.code == 0, "\(shell)")
            let rows = shell.outText.split(separator: "\n").filter { $0.contains("\t") }
            #expect(
                rows == ["2\t0\t44\t1", "3\t0\t0\t0", "2\t0\t44\t1", "2\t0\t44\t1", "1\t1\t57\t1", "2\t0\t44\t1"], "\(shell)")
            #expect(tops(site) == [], "everything was in the cache")
            let cache = scratch.at("cache/martlet/headers.sqlite")
            let attributes = try FileManager.default.attributesOfItem(atPath: cache)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }

        @Test("headers takes the language from a shell and from our own, and says what is wrong or empty")
        func front() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let options = scratch.options(site)
            let quoted = try scratch.martlet(options + ["headers", "from:anna lindqvist"])
            #expect(quoted.code == 0 && quoted.outText.hasPrefix("1\t"), "\(quoted)")
            #expect(tops(site) == ["TOP 1 0", "TOP 2 0", "TOP 3 0"])
            let narrowed = try scratch.martlet(options + ["headers", "subject:mode or subject:two", "size<1K"])
            #expect(narrowed.outText.split(separator: "\n").count == 2, "\(narrowed)")
            let slip = try scratch.martlet(options + ["headers", "from:anna", "sise>1M"])
            #expect(slip.code == 64)
            #expect(
                slip.errorText == """
                    error: no selection key "sise"
                      from:anna sise>1M
                                ^
                      try: size>1M

                    """)
            let empty = try scratch.martlet(options + ["headers", "from:anna size>1M"])
            #expect(empty.code == 0 && empty.outText == "")
            #expect(
                empty.errorText
                    == "nothing matches \"from:anna size>1M\": 1 match without \"size>1M\"\n  try: headers from:anna\n")
            let quiet = try scratch.martlet(options + ["-q", "headers", "from:anna size>1M"])
            #expect(quiet.code == 0 && quiet.errorText == "")
            let export = try scratch.martlet(options + ["export", "1-2", "marked", scratch.at("out")])
            #expect(
                export.errorText.hasPrefix(
                    "nothing matches \"1-2 marked\": 1-2 are not marked\n  try: export 1-2,marked \(scratch.at("out"))     (comma adds, space narrows)\n"
                ), "\(export)")
            #expect(tops(site) == [])
        }

        @Test("a broken cache costs the headers once more and nothing else")
        func broken() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let options = scratch.options(site)
            try FileManager.default.createDirectory(atPath: scratch.at("cache/martlet"), withIntermediateDirectories: true)
            try scratch.write("cache/martlet/headers.sqlite", "no database at all, but long enough to be taken for one")
            for _ in 0..<2 {
                let ended = try scratch.martlet(options + ["headers", "from:anna"])
                #expect(ended.code == 0 && ended.errorText == "", "\(ended)")
            }
            #expect(tops(site) == ["TOP 1 0", "TOP 2 0", "TOP 3 0"])
        }

        @Test("accounts side by side share the cache, each with its own messages") func fleet() throws {
            let users = ["anna", "berta", "carl", "dora"]
            let site = try AccountSite(users)
            let words = ["headers", "subject:\"2 of\"", "--all-accounts", "--per-host", "4"]
            for round in 0..<2 {
                let ended = try site.scratch.martlet(words)
                #expect(ended.code == 0, "\(ended)")
                let rows = ended.outText.split(separator: "\n").map(String.init).sorted()
                #expect(rows.count == 4 && zip(rows, users).allSatisfy { $0.hasPrefix("\($1)\t2\t") }, "\(ended)")
                #expect(site.server.lines().count { $0.hasPrefix("TOP ") } == (round == 0 ? 12 : 0))
                site.server.forgetRecord()
            }
        }

        @Test("a command that needs no header makes no cache") func untouched() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            #expect(try scratch.martlet(scratch.options(site) + ["export", "1-2 size<1M", scratch.at("out")]).code == 0)
            #expect(!FileManager.default.fileExists(atPath: scratch.at("cache")))
        }
    }
}
