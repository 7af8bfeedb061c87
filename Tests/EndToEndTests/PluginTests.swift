import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("plugins written outside the tree") struct Plugins {
        static let cSource = """
            #include "martlet_plugin.h"
            static const martlet_host *host;
            static int32_t run(martlet_call *call, void *context) {
                (void)context;
                static const martlet_text all = MARTLET_TEXT("all");
                static const martlet_column columns[] = {
                    {.size = sizeof columns[0], .name = MARTLET_TEXT("WORD")},
                    {.size = sizeof columns[0], .name = MARTLET_TEXT("MESSAGES"), .kind = MARTLET_CELL_INTEGER}};
                const martlet_selection *chosen = host->select(call, all);
                if (chosen == NULL) return host->fail_code(call);
                martlet_cell cells[2] = {{.text = host->argument(call, 0)},
                                         {.integer = (int64_t)host->selection_count(chosen)}};
                host->rows_begin(call, columns, 2);
                host->row(call, cells, 2);
                return MARTLET_EXIT_OK;
            }
            int32_t martlet_plugin_init(const martlet_host *h) {
                if (h->abi != MARTLET_ABI) return MARTLET_BUILT_FOR_ABI;
                host = h;
                static const martlet_command tally = {.size = sizeof tally, .name = MARTLET_TEXT("tally"),
                    .arguments = MARTLET_TEXT("WORD"), .summary = MARTLET_TEXT("count with a word"), .arguments_min = 1,
                    .arguments_max = 1, .needs_maildrop = true, .run = run};
                return host->register_command(host, &tally);
            }
            """

        /// That of the README.
        static let swiftSource = """
            import MartletPlugin

            struct Hello: Command {
                static let declaration = CommandDeclaration("hello", summary: "say hello", needsMaildrop: false)

                func run(_ call: Call) throws(CommandExit) { call.note("hello") }
            }

            @c(martlet_plugin_init) public func start(_ host: MartletHost) -> Int32 { register(Hello(), on: host) }
            """

        static let mail = [DemoMessage(uniqueID: "one", text: "\r\n"), DemoMessage(uniqueID: "two", text: "\r\n")]
        static let header = Martlet.sources + "/CSources/CMartletPlugin/include"

        @Test("one file of C adds a command, one-shot and in the shell")
        func c() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let plugin = try Self.compile(Self.cSource, "tally", in: scratch)
            let options = scratch.options(site) + ["--plugin", plugin]

            let once = try scratch.martlet(options + ["tally", "once"])
            #expect(once.code == 0, "\(once)")
            #expect(once.outText == "once\t2\n")
            #expect(once.errorText == "")
            let machine = try scratch.martlet(options + ["tally", "once", "--json"])
            #expect(machine.outText == "{\"word\":\"once\",\"messages\":2}\n")
            let wrong = try scratch.martlet(options + ["tally"])
            #expect(wrong.code == 64, "\(wrong)")
            let help = try scratch.martlet(options + ["help", "tally"])
            #expect(help.outText.contains("count with a word"), "\(help)")

            let typed = try scratch.write("typed", "tally here\nstat\ntally again\nquit\n")
            let shell = try scratch.martlet(options, input: typed)
            #expect(shell.code == 0, "\(shell)")
            #expect(shell.outText.contains("here\t2\n") && shell.outText.contains("again\t2\n"), "\(shell)")
        }

        @Test("a folder of plugins is found by MARTLET_PLUGIN_PATH and by XDG_DATA_HOME, never in the current folder")
        func folders() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let folder = scratch.at("data/martlet/plugins")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let plugin = try Self.compile(Self.cSource, "tally", in: scratch)
            let words = scratch.options(site) + ["tally", "word"]
            #expect(try scratch.martlet(words, environment: ["PWD": scratch.path]).code == 64, "nobody named it")
            let named = try scratch.martlet(words, environment: ["MARTLET_PLUGIN_PATH": scratch.path])
            #expect(named.outText == "word\t2\n", "\(named)")
            try FileManager.default.moveItem(atPath: plugin, toPath: folder + "/tally.so")
            #expect(try scratch.martlet(words).outText == "word\t2\n")
        }

        @Test("a wrong interface, garbage, no entry, a taken name, a file others may write: a line each, and the rest load")
        func refused() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let good = try Self.compile(Self.cSource, "tally", in: scratch)
            let old = try Self.compile(Self.cSource, "old", builtFor: 99, in: scratch)
            let garbage = try scratch.write("garbage.so", "this is no shared object\n")
            let cut = scratch.at("cut.so")
            try Data(Data(contentsOf: URL(fileURLWithPath: good)).prefix(1000)).write(to: URL(fileURLWithPath: cut))
            let empty = try Self.compile("int martlet_nothing;", "empty", in: scratch)
            let twin = try Self.compile(Self.cSource, "twin", in: scratch)
            let open = try Self.compile(Self.cSource, "open", in: scratch)
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: open)
            let absent = scratch.at("absent.so")
            let order = [old, garbage, cut, empty, good, twin, open, absent]

            let ended = try scratch.martlet(
                scratch.options(site) + order.flatMap { ["--plugin", $0] } + ["tally", "word"])
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.outText == "word\t2\n")
            let lines = ended.errorText.split(separator: "\n").map(String.init)
            #expect(lines.count == 7, "\(ended.errorText)")
            let reasons = [
                (old, "it was built for interface 99, this is 1"), (garbage, ""),
                (cut, "it is cut off: a part of the file is missing"),
                (empty, "it has no martlet_plugin_init, so it is no martlet plugin"),
                (twin, "a command \"tally\" exists already"), (open, "others may write it (chmod go-w)"),
                (absent, "o such file or directory"),
            ]
            for (line, reason) in zip(lines, reasons) {
                #expect(line.hasPrefix("warning: plugin \(reason.0) was not loaded: "))
                #expect(line.hasSuffix(reason.1))  // of garbage the loader says what it likes
            }
            let list = try scratch.martlet(order.flatMap { ["--plugin", $0] } + ["plugin", "list"])
            #expect(list.outText.contains("tally\ttally\t") && list.outText.contains("export\texport\t"), "\(list)")
        }

        @Test("what a refused plugin would have brought says so, with exit code 70; the rest of martlet works")
        func ofARefusedOne() throws {
            let scratch = try Scratch()
            let folder = scratch.at("data/martlet/plugins")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let plugin = try Self.compile(Self.cSource, "tally", builtFor: 2, in: scratch)
            try FileManager.default.moveItem(atPath: plugin, toPath: folder + "/libTallyPlugin.so")
            let text = """
                warning: plugin \(folder)/libTallyPlugin.so was not loaded: it was built for interface 2, this is 1
                error: plugin "tally" was built for interface 2, this is 1
                  try: rebuild it, or plugin unload tally

                """
            for words in [["tally", "word"], ["help", "tally"]] {
                let ended = try scratch.martlet(words)
                #expect(ended.code == 70)
                #expect(ended.errorText == text)
            }
            #expect(try scratch.martlet(["tolly"]).code == 64)
            #expect(try scratch.martlet(["help", "exit-codes"]).code == 0)
            // A file of a name of ours, in front of ours: what it would bring is known.
            let mime = try Self.compile(Self.cSource, "mime", builtFor: 3, in: scratch)
            let shadowed = try scratch.martlet(["--plugin", mime, "parts", "--help"])
            #expect(shadowed.code == 0, "\(shadowed)")
        }

        @Test("load and unload in a session: commands come, go and come again; the file that changed is for the next start")
        func loadAndUnload() throws {
            let scratch = try Scratch()
            let site = try Site(Self.mail)
            let plugin = try Self.compile(Self.cSource, "tally", in: scratch)
            let old = try Self.compile(Self.cSource, "old", builtFor: 2, in: scratch)
            let absent = scratch.at("absent.so")
            let script = try scratch.write(
                "script",
                """
                plugin load \(plugin)
                tally once
                -plugin load \(plugin)
                plugin unload tally
                -tally twice
                -plugin unload tally
                plugin load \(plugin)
                tally again
                -plugin load \(old)
                -old
                plugin unload old
                -old
                -plugin load \(absent)
                -plugin unlaod tally
                plugin unload tally
                !touch -d 2001-01-01 \(plugin)
                -plugin load \(plugin)

                """)
            let ended = try scratch.martlet(scratch.options(site) + ["-f", script])
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.outText == "once\t2\nagain\t2\n")
            #expect(
                ended.errorText.replacing("\(scratch.path)/", with: "") == """
                    loaded plugin "tally": tally
                    error: plugin "tally" is loaded already
                      try: plugin list
                    unloaded plugin "tally": tally; for good, take tally.so away
                    error: no command "tally"
                      try: help  (lists all commands)
                    error: no plugin "tally" is loaded, and none was refused
                      try: plugin list
                    loaded plugin "tally": tally
                    error: plugin "old" was built for interface 2, this is 1
                      try: rebuild it, or plugin unload old
                    error: plugin "old" was built for interface 2, this is 1
                      try: rebuild it, or plugin unload old
                    unloaded plugin "old"; for good, take old.so away
                    error: no command "old"
                      try: help  (lists all commands)
                    error: there is no file absent.so
                      try: plugin load FILE
                    error: plugin knows no "unlaod"
                      try: plugin unload tally
                    unloaded plugin "tally": tally; for good, take tally.so away
                    error: plugin "tally" was not loaded: it was opened before it changed, and stays in memory as it was; \
                    start martlet anew
                      try: mend it, or plugin unload tally

                    """)
        }

        @Test("a plugin that refuses after it registered leaves no command behind") func halfWay() throws {
            let scratch = try Scratch()
            let source = Self.cSource.replacing(
                "return host->register_command(host, &tally);", with: "host->register_command(host, &tally); return 7;")
            let plugin = try Self.compile(source, "half", in: scratch)
            let ended = try scratch.martlet(["--plugin", plugin, "tally", "word"])
            #expect(ended.code == 64, "\(ended)")
            #expect(ended.errorText.contains("its martlet_plugin_init answered 7; martlet's interface is 1"), "\(ended)")
        }

        /// Some ten seconds of swiftc.
        @Test(
            "one file of Swift, built with swiftc against the SDK alone, adds a command", .timeLimit(.minutes(5)),
            .enabled(if: swiftCompiler != nil, "no swiftc in PATH"))
        func swift() throws {
            let scratch = try Scratch()
            let swiftc = try #require(Self.swiftCompiler)
            let sdk = Martlet.sources + "/Sources/MartletPlugin"
            let files = try FileManager.default.contentsOfDirectory(atPath: sdk).filter { $0.hasSuffix(".swift") }.map {
                "\(sdk)/\($0)"
            }
            let common = ["-parse-as-library", "-I", Self.header, "-module-cache-path", scratch.at("modules")]
            let library = try scratch.run(
                swiftc,
                common + ["-emit-library", "-static", "-emit-module", "-module-name", "MartletPlugin"]
                    + ["-emit-module-path", scratch.at("MartletPlugin.swiftmodule"), "-o", scratch.at("libMartletPlugin.a")]
                    + files)
            #expect(library.code == 0, "\(library)")
            let source = try scratch.write("hello.swift", Self.swiftSource)
            let plugin = scratch.at("hello.so")
            let made = try scratch.run(
                swiftc,
                common + ["-emit-library", "-module-name", "HelloPlugin", "-I", scratch.path, "-L", scratch.path]
                    + ["-lMartletPlugin", "-o", plugin, source])
            #expect(made.code == 0, "\(made)")

            let once = try scratch.martlet(["--plugin", plugin, "hello"])
            #expect(once.code == 0, "\(once)")
            #expect(once.errorText == "hello\n")
            let site = try Site(Self.mail)
            let typed = try scratch.write("typed", "hello\nquit\n")
            let shell = try scratch.martlet(scratch.options(site) + ["--plugin", plugin], input: typed)
            #expect(shell.code == 0 && shell.errorText.contains("hello\n"), "\(shell)")
        }

        static let swiftCompiler: String? = program("swiftc")
        static let cCompiler: String? = program("cc") ?? program("gcc")

        private static func program(_ name: String) -> String? {
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
                .first { FileManager.default.isExecutableFile(atPath: $0) }
        }

        /// Makes NAME.so of a file of C.
        static func compile(
            _ source: String, _ name: String, builtFor interface: Int = 1, in scratch: Scratch
        ) throws -> String {
            let file = try scratch.write("\(name).c", source)
            var header = header
            if interface != 1 {
                // The header of another martlet.
                header = scratch.at("interface-\(interface)")
                try FileManager.default.createDirectory(atPath: header, withIntermediateDirectories: true)
                let text = try String(contentsOfFile: Self.header + "/martlet_plugin.h", encoding: .utf8)
                    .replacing("#define MARTLET_ABI 1u", with: "#define MARTLET_ABI \(interface)u")
                try scratch.write("interface-\(interface)/martlet_plugin.h", text)
            }
            let made = try scratch.run(
                try #require(cCompiler, "no C compiler in PATH"),
                ["-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-I", header, "-o"]
                    + [scratch.at("\(name).so"), file])
            try #require(made.code == 0, "\(made)")
            return scratch.at("\(name).so")
        }
    }
}
