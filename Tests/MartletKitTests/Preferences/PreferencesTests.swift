import MartletDemo
@testable import MartletKit
import POP3
import Testing

@Suite("settings and aliases") final class PreferencesTests {
    private var folders: [ScratchFolder] = []

    private func shell(_ config: String? = nil) throws -> Bench {
        guard let config else { return try Bench(running().mailbox()) }
        let folder = try ScratchFolder()
        folders.append(folder)
        return try Bench(running().mailbox(), accounts: AccountBook(path: folder.file("config.toml", config)))
    }

    @Test(
        "a span is seconds, minutes or hours",
        arguments: [("90", 90), ("90s", 90), ("5m", 300), ("2h", 7200)] as [(String, Int)])
    func spans(_ text: String, _ seconds: Int) { #expect(Preference.seconds(text, 1...86_400) == seconds) }

    @Test(
        "what is no span, or none allowed, is refused",
        arguments: ["", "s", "-5", "1.5m", "0", "25h", "99999999999999999999", "5d"])
    func noSpans(_ text: String) { #expect(Preference.seconds(text, 1...86_400) == nil) }

    @Test("every setting has a standard value that it understands itself") func standards() {
        for preference in Preference.all where preference.name != "pager" { #expect(preference.read(preference.standard) != nil) }
    }

    @Test("set lists every setting with value and origin, and changes one") func list() throws {
        let bench = try shell("[set]\nidle = \"10m\"\n")
        #expect(try bench.run("set", "confirm", "never").code == 0)
        let rows = try bench.run("set").out
        #expect(rows.hasPrefix("confirm\tnever\tset\t"))
        #expect(rows.contains("\nidle\t600s\t"))
        #expect(
            rows.contains("\(folders[0].path)/config.toml:2\t") && rows.contains("\ntimeout\t10s\tdefault\t")
                && rows.contains("\ntiming\toff\tdefault\t"))
    }

    @Test("an unknown setting or value says what there is") func wrong() throws {
        let bench = try shell()
        #expect(try bench.run("set", "confrm", "never").error == "error: no setting \"confrm\"\n  try: set confirm\n")
        #expect(
            try bench.run("set", "confirm", "maybe").error
                == "error: confirm wants always, never, not \"maybe\"\n  try: set confirm always\n")
    }

    @Test("timeout is the connection's, from the next one on") func timeout() throws {
        let bench = try shell()
        _ = try bench.run("set", "timeout", "90s")
        #expect(bench.workspace.mailbox.settings.deadlines.read == .seconds(90))
        #expect(try bench.run("set", "timeout").out.hasPrefix("timeout\t90s\tset\t"))
    }

    @Test("with confirm never, quit asks nobody") func never() throws {
        let bench = try shell()
        _ = try bench.run("set", "confirm", "never")
        _ = try bench.run("delete", "1")
        #expect(try bench.run("quit").error.hasSuffix("deleted 1; 2 left\n"))
    }

    @Test("timing tells round trips, octets and time") func timing() throws {
        let bench = try shell()
        _ = try bench.run("stat")
        #expect(try bench.run("timing", "on").code == 0)
        #expect(try bench.run("noop").error.contains("timing: 1 round trip, 6 octets out, "))
        #expect(try bench.run("timing", "off").error.isEmpty)
        #expect(try !bench.run("noop").error.contains("timing"))
    }

    @Test("an alias stands for the beginning of a line") func alias() throws {
        let bench = try shell("[alias]\nfirst = \"list 1\"\n")
        #expect(try bench.run("alias", "l", "=", "list", "2").code == 0)
        #expect(try bench.run("l", "3").out == "2\t25\n3\t25\n")
        #expect(try bench.run("first").out == "1\t25\n")
        #expect(try bench.run("alias").out.contains("\nl\tset\tlist 2\n"))
        #expect(try bench.run("unalias", "l").code == 0)
        #expect(try bench.run("l").code == 64)
    }

    @Test(
        "an alias that would hide a command, or names none, is refused",
        arguments: [["quit", "=", "noop"], ["x", "=", "noop"], ["n", "=", "nop"], ["n"], ["n", "="], ["N", "=", "noop"]])
    func noAlias(_ words: [String]) throws {
        let bench = try shell()
        #expect(bench.workspace.registry.run(["alias"] + words, in: bench.workspace) == 64)
    }

    @Test(
        "a slip in the file is refused with its line",
        arguments: [
            ("[set]\nconfrm = \"never\"\n", "config.toml:2: unknown key \"confrm\""),
            ("[set]\n\nconfirm = \"maybe\"\n", "config.toml:3: \"confirm\" wants always, never"),
            ("[set]\ntimeout = 5\n", "config.toml:2: unknown key \"timeout\""),
            ("[alias]\nA = \"noop\"\n", "config.toml:2: \"A\" is no name for an alias"),
            ("[alias]\na = \"list 'x\"\n", "config.toml:2: a ' is never closed"),
            ("[alias]\na = \"list; stat\"\n", "config.toml:2: \"a\" is 2 commands, and an alias stands for one"),
            ("[alias]\na = 5\n", "config.toml:2: \"a\" wants a string, not a whole number"),
        ] as [(String, String)])
    func slips(_ text: String, _ message: String) {
        #expect(failure { try ConfigFile(Array(text.utf8), name: "config.toml", folder: "/") }?.message == message)
    }

    @Test("an alias of the file that has a command's name is told of, once, and is not listed") func hidden() throws {
        let bench = try shell("[alias]\nlist = \"stat\"\nfirst = \"list 1;\"\n")
        let (code, out, error) = try bench.run("alias")
        #expect(code == 0 && !out.contains("\nlist\t") && out.contains("first\t"))
        #expect(error.contains("config.toml:2: list is a command, so the alias is not used; my-list would be"), "\(error)")
        #expect(try bench.run("first").out == "1\t25\n")
        #expect(try bench.run("alias").error.isEmpty)
    }

    @Test("the short names of plugins' commands stand for them, and for nothing without them") func shortNames() {
        let registry = Registry()
        registry.addBuiltIns()
        #expect(registry.find("h") == nil && registry.find("d")?.name == "delete" && registry.find("u")?.name == "undelete")
        #expect(registry.overview(columns: 80).contains("delete, d "))
    }
}
