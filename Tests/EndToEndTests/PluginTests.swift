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
                if (h->abi != WANTED_ABI) return 1;
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
            let plugin = try Self.compile(Self.cSource, "tally", wantedABI: "MARTLET_ABI", in: scratch)
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
            let plugin = try Self.compile(Self.cSource, "tally", wantedABI: "MARTLET_ABI", in: scratch)
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
            let good = try Self.compile(Self.cSource, "tally", wantedABI: "MARTLET_ABI", in: scratch)
            let old = try Self.compile(Self.cSource, "old", wantedABI: "99", in: scratch)
            let garbage = try scratch.write("garbage.so", "this is no shared object\n")
            let cut = scratch.at("cut.so")
            try Data(Data(contentsOf: URL(fileURLWithPath: good)).prefix(1000)).write(to: URL(fileURLWithPath: cut))
            let empty = try Self.compile("int martlet_nothing;", "empty", wantedABI: "0", in: scratch)
            let twin = try Self.compile(Self.cSource, "twin", wantedABI: "MARTLET_ABI", in: scratch)
            let open = try Self.compile(Self.cSource, "open", wantedABI: "MARTLET_ABI", in: scratch)
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
                (old, "its martlet_plugin_init answered 1; martlet's interface is 1"), (garbage, ""),
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

        /// Some ten seconds of swiftc.
        @Test(
            "one file of Swift, built with swiftc against the SDK alone, adds a command", .timeLimit(.minutes(1)),
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
            _ source: String, _ name: String, wantedABI: String = "MARTLET_ABI", in scratch: Scratch
        ) throws -> String {
            let file = try scratch.write("\(name).c", source)
            let made = try scratch.run(
                try #require(cCompiler, "no C compiler in PATH"),
                ["-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-DWANTED_ABI=\(wantedABI)", "-I", header, "-o"]
                    + [scratch.at("\(name).so"), file])
            try #require(made.code == 0, "\(made)")
            return scratch.at("\(name).so")
        }
    }
}
