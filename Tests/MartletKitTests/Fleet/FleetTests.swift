import MartletDemo
@testable import MartletKit
import POP3
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("one command over many accounts") struct FleetTests {
    /// A server with these users, all with ``password``, and accounts that lead there.
    private func site(_ users: [String], wrong: Set<String> = []) throws -> (DemoServer, [Account]) {
        let server = try DemoServer(
            accounts: users.map { DemoAccount(user: $0, password: password, messages: plain($0.utf8.count)) })
        let port = try server.start()
        let accounts = users.map { user in
            Account(
                name: user,
                settings: Settings(
                    endpoint: Endpoint(host: "127.0.0.1", port: port, security: .cleartext), user: user,
                    password: .given(Array((wrong.contains(user) ? "no" : password).utf8)), account: user))
        }
        return (server, accounts)
    }

    private func choice(_ words: String...) throws -> AccountChoice {
        var choice = AccountChoice()
        _ = try choice.take(from: words) { _ in false }
        return choice
    }

    private func run(
        _ accounts: [Account], _ words: [String], _ choice: AccountChoice = AccountChoice(), on bench: Bench, log: String? = nil,
        book: AccountBook = AccountBook(path: "/nowhere/config.toml")
    ) throws -> (code: Int32, out: [Substring], error: [Substring]) {
        let fleet = try Fleet(
            accounts, choice, book: book, words: words, registry: bench.workspace.registry, console: bench.workspace.console,
            log: log)
        let code = fleet.run()
        bench.workspace.console.flush()
        return (code, try bench.out().split(separator: "\n"), try bench.error().split(separator: "\n"))
    }

    private func bench() throws -> Bench { try Bench(running().mailbox()) }

    // MARK: output

    @Test("rows and errors name their account, the rest go on, and the exit code tells of the one that failed") func mixed()
        throws
    {
        let (server, accounts) = try site(["anna", "berta", "carl"], wrong: ["berta"])
        defer { server.stop() }
        let (code, out, error) = try run(accounts, ["stat"], on: bench())
        #expect(code == 77)
        #expect(out.sorted() == ["anna\t4\t100", "carl\t4\t100"])
        #expect(
            Array(error.prefix(3)) == [
                "berta: error: sign-in refused for berta", "berta:   server: [AUTH] wrong name or password",
                "berta:   try: account password berta  (many providers want an app password)",
            ])
        #expect(
            Array(error.dropFirst(3)) == [
                "ok   anna", "77   berta  sign-in refused for berta", "ok   carl", "error: 1 of 3 accounts failed",
                "  kept: the other 2 are done", "  try: account password berta  (many providers want an app password)",
            ])
    }

    @Test("in JSON every object begins with its account") func json() throws {
        let (server, accounts) = try site(["anna", "berta"], wrong: ["berta"])
        defer { server.stop() }
        let (code, out, error) = try run(accounts, ["top", "1", "--json"], on: bench())
        #expect(code == 77)
        #expect(out == [#"{"account":"anna","n":1,"octets":14,"base64":"U3ViamVjdDogMQ0KDQo="}"#])
        #expect(
            error == [
                #"{"account":"berta","error":{"kind":"sign-in-refused","message":"sign-in refused for berta","server":"[AUTH] wrong name or password","hint":"account password berta  (many providers want an app password)","exit":77}}"#,
                #"{"account":"anna","exit":0}"#, #"{"account":"berta","exit":77,"message":"sign-in refused for berta"}"#,
                #"{"error":{"kind":"accounts","message":"1 of 2 accounts failed","kept":"the other is done","hint":"account password berta  (many providers want an app password)","exit":77}}"#,
            ])
    }

    @Test("on a terminal one heading is for all, and lines of text stand under the account too") func table() throws {
        let (server, accounts) = try site(["anna", "b"])
        defer { server.stop() }
        let bench = try bench()
        bench.workspace.console.format = .table
        let (code, out, _) = try run(accounts, ["list", "1"], try choice("--jobs", "1"), on: bench)
        #expect(code == 0)
        #expect(
            out == [
                "ACCOUNT         #            OCTETS", "anna            1                25",
                "b               1                25",
            ])
        let status = try run(accounts, ["status"], try choice("--jobs", "1"), on: bench).out
        #expect(status.contains("anna     mailbox   4 messages, 100 B"))
        #expect(status.contains("b        mailbox   1 message, 25 B"))
    }

    @Test("under -q only what failed is told") func quiet() throws {
        let (server, accounts) = try site(["anna", "berta"])
        defer { server.stop() }
        #expect(try run(accounts, ["noop", "-q"], on: bench()).error == [])
        #expect(
            try run(accounts, ["noop"], on: bench()).error.sorted()
                == ["2 accounts: all ok", "anna: +OK still here", "berta: +OK still here", "ok   anna", "ok   berta"])
    }

    /// Says many rows and notes, and watches how many of its kind run at once.
    private final class Chatter: RegisteredCommand {
        struct Seen {
            var running: [String: Int] = [:]
            var most = 0
            var mostToOne = 0
        }

        let name = "chatter"
        let aliases: [String] = []
        let summary = ""
        let plugin: String? = nil
        let optionNames: [String] = []
        let seen = Mutex(Seen())

        func help(columns: Int) -> String { "" }

        func run(_ arguments: [String], in workspace: Workspace) throws(Failure) -> Int32 {
            let host = workspace.mailbox.settings.endpoint?.host ?? ""
            seen.withLock { seen in
                seen.running[host, default: 0] += 1
                seen.most = max(seen.most, seen.running.values.reduce(0, +))
                seen.mostToOne = max(seen.mostToOne, seen.running.values.max() ?? 0)
            }
            workspace.console.beginRows([.init("n", .integer), .init("text")])
            for index in 0..<200 {
                workspace.console.row([.integer(Int64(index)), .text(String(repeating: "x", count: index * 7 % 800))])
                if index % 20 == 0 { workspace.console.note("note \(index)") }
            }
            usleep(5000)
            seen.withLock { $0.running[host, default: 0] -= 1 }
            return 0
        }
    }

    private func hosts(_ hosts: [String]) -> [Account] {
        hosts.enumerated().map { index, host in
            Account(
                name: "a\(index)",
                settings: Settings(endpoint: Endpoint(host: host, security: .tls), password: .given([1]), account: "a\(index)"))
        }
    }

    @Test("lines of many threads stay whole, and none is lost") func lines() throws {
        let bench = try bench()
        let chatter = Chatter()
        #expect(bench.workspace.registry.add(chatter))
        let (code, out, error) = try run(
            hosts(Array(repeating: "h", count: 24)), ["chatter"], try choice("--jobs", "8", "--per-host", "8"), on: bench)
        #expect(code == 0)
        #expect(out.count == 24 * 200)
        var seen: Set<String> = []
        for line in out {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count == 3, let index = Int(cells[1]), cells[2].utf8.count == index * 7 % 800 else {
                Issue.record("a broken line: \(line)")
                break
            }
            seen.insert("\(cells[0])/\(index)")
        }
        #expect(seen.count == 24 * 200)
        #expect(error.count { $0.contains(": note ") } == 24 * 10)
        #expect(error.count == 24 * 10 + 24 + 1)
    }

    @Test("so many at once, and so many to one host") func limits() throws {
        let bench = try bench()
        let chatter = Chatter()
        #expect(bench.workspace.registry.add(chatter))
        let all = hosts((0..<30).map { "host-\($0 % 3)" })
        #expect(try run(all, ["chatter", "-q"], try choice("--jobs", "5", "--per-host", "2"), on: bench).code == 0)
        let seen = chatter.seen.withLock { $0 }
        #expect(seen.most <= 5 && seen.most > 1)
        #expect(seen.mostToOne <= 2)
    }

    // MARK: refused

    @Test(
        "what cannot run over several accounts is refused before anything is connected",
        arguments: [
            (["retr", "1"], "retr prints octets, and those of several accounts cannot be told apart", "--json, or export"),
            (["help"], "help does not run over several accounts", "help with one --account, or none"),
            (["pass"], "pass does not run over several accounts", "pass with one --account, or none"),
            (["sta"], "no command \"sta\"", "stat"), (["stat", "x"], "stat takes no argument", "help stat"),
            ([], "several accounts and no command", "martlet --all-accounts export new DIR"),
        ] as [([String], String, String)])
    func refused(_ words: [String], _ message: String, _ hint: String) throws {
        let (server, accounts) = try site(["anna", "berta"])
        defer { server.stop() }
        let error = failure { try run(accounts, words, on: bench()) }
        #expect(error?.message.hasPrefix(message.replacing("Error: ", with: "")) == true, "\(error?.message ?? "")")
        #expect(error?.hint == hint)
        #expect(error?.code == .usage)
        #expect(server.counts.connections == 0)
    }

    @Test("several accounts cannot be asked for passwords, and one alone can") func prompts() throws {
        var accounts = hosts(["h", "h", "h"])
        accounts[0].settings.password = .prompt
        accounts[2].settings.password = .descriptor(3)
        let error = failure { try run(accounts, ["stat"], on: bench()) }
        #expect(
            error?.text == """
                error: several accounts run at once, and these would ask for a password: a0, a2
                  try: password = { command = ["pass", "show", "mail/a0"] } in [account.a0]
                """)
        let console = try bench().workspace.console
        let registry = Registry()
        registry.addBuiltIns()
        _ = try Fleet(
            [accounts[0]], AccountChoice(), book: AccountBook(), words: ["stat"], registry: registry, console: console, log: nil)
    }

    @Test("a log for each") func log() throws {
        let (server, accounts) = try site(["anna", "berta"])
        defer { server.stop() }
        let bench = try bench()
        let error = failure { try run(accounts, ["noop"], on: bench, log: "x.log") }
        #expect(error?.text == "error: several accounts cannot share one log\n  try: --log 'x.log-{account}'")
        #expect(try run(accounts, ["noop"], on: bench, log: bench.folder.path + "/{account}.log").code == 0)
        #expect(try content(of: bench.folder.path + "/berta.log").contains(" C  NOOP"))
    }

    @Test func noAccountAtAllIsDone() throws {
        let (code, out, error) = try run([], ["stat"], on: bench())
        #expect(code == 0 && out == [] && error == ["no account falls into this shard"])
    }

    @Test(
        "how many fit the files that may be open",
        arguments: [(4, 1 << 20, 4), (64, 1 << 20, 64), (64, 1024, 4), (4, 4464, 4), (64, 8000, 7), (64, 200, 3), (8, 20, 1)])
    func descriptors(_ wanted: Int, _ limit: Int, _ jobs: Int) {
        #expect(DescriptorLimit.fitting(wanted, descriptors: limit) == jobs)
    }
}
