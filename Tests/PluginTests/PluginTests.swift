import Foundation
import Testing

/// Plugins written outside the tree, loaded into the program as it was built.
@Suite("A plugin from outside", .serialized)
struct PluginTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private static let source = """
        #include "martlet_plugin.h"
        static const martlet_host *host;
        static int32_t run(martlet_call *call, void *context) {
            (void)context;
            static const martlet_column columns[] = {{.size = sizeof columns[0], .name = MARTLET_TEXT("WORD")}};
            martlet_cell cell = {.text = host->argument(call, 0)};
            host->rows_begin(call, columns, 1);
            host->row(call, &cell, 1);
            return MARTLET_EXIT_OK;
        }
        int32_t martlet_plugin_init(const martlet_host *h) {
            if (h->abi != EXPECTED_ABI) return 1;
            host = h;
            static const martlet_command echo = {.size = sizeof echo, .name = MARTLET_TEXT("echo"),
                .arguments = MARTLET_TEXT("WORD"), .summary = MARTLET_TEXT("say a word"), .arguments_min = 1,
                .arguments_max = 1, .run = run};
            return host->register_command(host, &echo);
        }
        """

    private func tool(_ words: String, in folder: Folder) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "cd '\(folder.path)' && \(words) >tool.log 2>&1"]
        guard (try? process.run()) != nil else { return false }  // no shell: the expectation that follows says so
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    private func compile(_ name: String, abi: String, _ folder: Folder) {
        folder.write(Self.source, to: "\(name).c")
        let include = Self.root + "/CSources/CMartletPlugin/include"
        #expect(
            tool("cc -shared -fPIC -Wall -Werror -DEXPECTED_ABI=\(abi) -I '\(include)' -o \(name).so \(name).c", in: folder),
            "\(folder.read("tool.log"))")
    }

    @Test("in C loads and adds a command, one-shot and in the shell; bad ones are refused in a line each and the rest load")
    func plugins() {
        let folder = Folder()
        compile("echo", abi: "MARTLET_ABI", folder)
        compile("old", abi: "99", folder)
        folder.write("this is no shared object", to: "garbage.so")
        folder.write("int nothing;", to: "empty.c")
        #expect(tool("cc -shared -fPIC -o empty.so empty.c", in: folder))
        let martlet = Martlet()
        let options = ["old", "garbage", "empty", "echo"].flatMap { ["--plugin", "\(folder.path)/\($0).so"] }
        let result = martlet.run(options + ["echo", "hello"])
        #expect(result.code == 0)
        #expect(result.output == "hello\n")
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 3, "\(result.errors)")
        #expect(lines.allSatisfy { $0.hasPrefix("warning: plugin ") && $0.contains("was not loaded: ") })
        #expect(result.errors.contains("interface is 1"))
        #expect(result.errors.contains("no martlet_plugin_init"))
        let help = martlet.run(options + ["help"])
        #expect(help.output.contains("say a word  [echo]"))
        #expect(help.output.contains("store messages as .eml files  [export]"))
        let shell = martlet.run(options + ["demo"], input: "echo from-the-shell\n")
        #expect(shell.output.contains("from-the-shell\n"), "\(shell.errors)")
    }

    @Test("in Swift, built with swiftc against the SDK alone, loads and adds a command")
    func swiftPlugin() {
        let folder = Folder()
        folder.write(
            """
            import CMartletPlugin
            import MartletPlugin

            struct Hello: Command {
                static let declaration = CommandDeclaration("hello", summary: "say hello", needsMaildrop: false)

                func run(_ call: Call) throws(CommandExit) { call.note("hello from Swift") }
            }

            @c(martlet_plugin_init) public func start(_ host: UnsafePointer<martlet_host>?) -> Int32 {
                guard let host else { return 1 }
                return register(Hello(), on: host)
            }
            """, to: "hello.swift")
        let include = "-I '\(Self.root)/CSources/CMartletPlugin/include'"
        let sdk = "swiftc -parse-as-library -emit-library -static -emit-module -module-name MartletPlugin \(include) "
            + "-o libMartletPlugin.a '\(Self.root)'/Sources/MartletPlugin/*.swift"
        let plugin = "swiftc -parse-as-library -emit-library -module-name Hello \(include) -I . -L . -lMartletPlugin -o hello.so hello.swift"
        #expect(tool("\(sdk) && \(plugin)", in: folder), "\(folder.read("tool.log"))")
        let result = Martlet().run(["--plugin", folder.path + "/hello.so", "hello"])
        #expect(result.code == 0)
        #expect(result.errors == "hello from Swift\n")
    }
}
