import MartletDemo
@testable import MartletKit
import Testing

@Suite("the registry of commands") struct RegistryTests {
    /// A command that notes how it was run.
    private final class Probe: RegisteredCommand {
        let name: String
        let aliases: [String]
        let summary = "a probe"
        let plugin: String? = "probe"
        let optionNames: [String]
        var seen: (arguments: [String], format: Console.Format, quiet: Bool)?
        var fails = false

        init(_ name: String, aliases: [String] = [], optionNames: [String] = []) {
            self.name = name
            self.aliases = aliases
            self.optionNames = optionNames
        }

        func help(columns: Int) -> String { "help of \(name)" }

        func run(_ arguments: [String], in workspace: Workspace) throws(Failure) -> Int32 {
            seen = (arguments, workspace.console.format, workspace.console.isQuiet)
            if fails { throw Failure(.data, "probe", "it failed") }
            return 7
        }
    }

    private func bench(_ probe: Probe) throws -> Bench {
        let bench = try Bench(running().mailbox())
        #expect(bench.workspace.registry.add(probe))
        return bench
    }

    @Test(
        "an unknown command names the nearest one, its arguments kept",
        arguments: [
            ("lsit", "", "list"), ("retrr", "5", "retr 5"), ("stst", "", "stat"), ("quti", "", "quit"),
            ("zzzzzz", "", "help  (lists all commands)"),
            ("zz", "", "help  (lists all commands)"), ("z", "", "help  (lists all commands)"),
        ])
    func unknown(_ name: String, _ argument: String, _ hint: String) throws {
        let bench = try Bench(running().mailbox())
        let (code, out, error) = argument.isEmpty ? try bench.run(name) : try bench.run(name, argument)
        #expect(code == 64)
        #expect(out == "")
        #expect(error == "error: no command \"\(name)\"\n  try: \(hint)\n")
    }

    @Test func nothingIsNoCommandAndNoError() throws {
        let bench = try Bench(running().mailbox())
        #expect(bench.workspace.registry.run([], in: bench.workspace) == 0)
    }

    @Test("--json and -q are for one command alone, and are taken from its arguments") func restored() throws {
        let probe = Probe("probe")
        let bench = try bench(probe)
        #expect(try bench.run("probe", "a", "--json", "-q", "b").code == 7)
        #expect(probe.seen?.arguments == ["a", "b"])
        #expect(probe.seen?.format == .json && probe.seen?.quiet == true)
        #expect(try bench.run("probe").code == 7)
        #expect(probe.seen?.format == .tsv && probe.seen?.quiet == false)
    }

    @Test func theyAreRestoredAfterAFailureToo() throws {
        let probe = Probe("probe")
        probe.fails = true
        let bench = try bench(probe)
        #expect(try bench.run("probe", "--json").error == #"{"error":{"kind":"probe","message":"it failed","exit":65}}"# + "\n")
        #expect(try bench.run("probe").error == "error: it failed\n")
    }

    @Test("behind -- options are the command's own") func literal() throws {
        let probe = Probe("probe")
        let bench = try bench(probe)
        _ = try bench.run("probe", "--", "--json", "--help")
        #expect(probe.seen?.arguments == ["--", "--json", "--help"])
        #expect(probe.seen?.format == .tsv)
    }

    @Test("--help explains and does not run", arguments: ["--help", "-h"]) func help(_ option: String) throws {
        let probe = Probe("probe")
        let bench = try bench(probe)
        let (code, out, _) = try bench.run("probe", option)
        #expect(code == 0)
        #expect(out == "help of probe\n")
        #expect(probe.seen == nil)
    }

    @Test(
        "options that choose accounts have no place in a session, unless a command has them itself",
        arguments: ["--account", "-a", "--all-accounts", "--shard=0/2", "--jobs"])
    func accountOptions(_ option: String) throws {
        let bench = try bench(Probe("probe"))
        let (code, _, error) = try bench.run("probe", option, "x")
        #expect(code == 64)
        #expect(
            error
                == "error: \(option) chooses accounts on the command line of martlet, not in a session\n  try: connect NAME, then probe\n"
        )
        #expect(try bench.run("probe", "--", option).code == 7)
        let own = Probe("own", optionNames: ["--account", "--all-accounts", "--shard", "--jobs"])
        #expect(bench.workspace.registry.add(own))
        #expect(try bench.run("own", option).code == 7)
    }

    @Test("a name that is taken is refused, as name and as alias, and nothing of it stays") func taken() throws {
        let registry = Registry()
        #expect(registry.add(Probe("a", aliases: ["b"])))
        #expect(!registry.add(Probe("b")))
        #expect(!registry.add(Probe("c", aliases: ["a"])))
        #expect(registry.find("c") == nil)
        #expect(registry.names == ["a", "b"])
        #expect(registry.commands.count == 1)
    }

    @Test("every built-in command stands in the overview and explains itself") func builtIns() throws {
        let registry = Registry()
        registry.addBuiltIns()
        let overview = "\n" + registry.overview(columns: 80)
        #expect(registry.commands.count == 39)
        for command in registry.commands {
            #expect([" ", ","].contains { overview.contains("\n\(command.name)\($0)") }, "\(command.name)")
            #expect(command.help(columns: 80).contains("USAGE"), "\(command.name)")
            #expect(!command.summary.isEmpty && !command.summary.hasSuffix("."), "\(command.name)")
        }
    }

    @Test(
        "arguments that a command does not take are a usage error",
        arguments: [["retr"], ["retr", "x"], ["noop", "x"], ["dele"], ["list", "--nonsense"], ["top"]])
    func badArguments(_ words: [String]) throws {
        let server = try running()
        let bench = try Bench(server.mailbox())
        #expect(bench.workspace.registry.run(words, in: bench.workspace) == 64)
        #expect(server.lines().isEmpty)
    }
}
