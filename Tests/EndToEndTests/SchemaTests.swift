import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    /// Runs every command with --json and compares what comes with what `martlet schema` says: neither may have a key, a type or a
    /// command that the other has not. MARTLET_RECORD=1 writes the table of shapes anew; read the difference before it is committed.
    @Suite("schema: what --json looks like") struct Schema {
        @Test("every command prints what the schema says, and the schema says nothing else") func kept() throws {
            let scratch = try Scratch()
            var seen: [String: JSONShape] = [:]
            var silent: Set<String> = []
            for run in try Self.runs(scratch) {
                let ended = try scratch.martlet(run.words, input: run.input)
                #expect(run.mayFail || ended.code == 0, "\(run.command): \(ended)")
                // Before the line with --json a session prints columns, and none of those begins with a brace.
                let lines = ended.outText.split(separator: "\n").filter { run.input == nil || $0.hasPrefix("{") }
                if lines.isEmpty { silent.insert(run.command) }
                for line in lines {
                    let shape: JSONShape
                    do { shape = try JSONShape(line: line) } catch {
                        Issue.record("\(run.command): no JSON: \(line.prefix(200))")
                        break
                    }
                    seen[run.command] = seen[run.command]?.merged(shape) ?? shape
                }
            }
            var shapes = seen.mapValues(\.text)
            for command in silent where shapes[command] == nil { shapes[command] = "\"none\"" }
            if ProcessInfo.processInfo.environment["MARTLET_RECORD"] == "1" { return try Self.record(shapes) }
            let said = try Self.said(scratch)
            for (command, shape) in said.sorted(by: { $0.key < $1.key }) where shape != "\"text\"" && shape != "\"octets\"" {
                #expect(shapes[command] == shape, "\(command)")
            }
            #expect(Set(shapes.keys).isSubset(of: said.keys), "\(Set(shapes.keys).subtracting(said.keys))")
        }

        @Test("one command's schema, and that of none") func one() throws {
            let scratch = try Scratch()
            let one = try scratch.martlet(["schema", "stat"])
            #expect(one.outText == "{\"version\":1,\"commands\":{\"stat\":{\"messages\":\"integer\",\"octets\":\"integer\"}}}\n")
            #expect(try scratch.martlet(["schema", "stst"]).code == 64)
        }

        // MARK: running

        private struct Run {
            let command: String
            var words: [String] = []
            var input: String?
            var mayFail = false
        }

        /// Command lines that show every key and every type of each command.
        private static func runs(_ scratch: Scratch) throws -> [Run] {
            let certificate = try DemoCertificate.make(in: scratch.path)
            let site = try Site(SampleMail.all)
            let secure = try Site(SampleMail.all, .stls, certificate: certificate)
            let bare = try Site(SampleMail.all)
            bare.server.faults = Faults([Fault(.refuse("no"), at: .verb("UIDL"))])
            sites = [site, secure, bare]
            try FileManager.default.createDirectory(atPath: scratch.at("config/martlet"), withIntermediateDirectories: true)
            try scratch.write(
                "config/martlet/config.toml",
                "[account.a]\nserver = \"pop://127.0.0.1:\(site.port)\"\ninsecure-cleartext = true\nuser = \"demo\"\n"
                    + "password = { command = [\"echo\", \"demo\"] }\n[account.b]\nserver = \"pop://127.0.0.1:\(site.port)\"\n"
                    + "insecure-cleartext = true\nuser = \"demo\"\npassword = { command = \"echo no\" }\n", mode: 0o600)
            let folder = scratch.at("out")
            let mails = try (0..<3).map { try scratch.write("mail-\($0)", "Subject: \($0)\r\n\r\nbody\r\n") }
            var runs: [Run] = []
            func one(_ words: String..., on place: Site? = nil, mayFail: Bool = false) {
                runs.append(Run(command: words[0], words: scratch.options(place ?? site) + words + ["--json"], mayFail: mayFail))
            }
            func local(_ words: String..., mayFail: Bool = false) {
                runs.append(Run(command: words[0], words: words + ["--json"], mayFail: mayFail))
            }
            func session(_ lines: String..., on place: Site? = nil, signsIn: Bool = false) throws {
                let name = lines.last?.split(separator: " ").first.map(String.init) ?? ""
                let text = lines.joined(separator: "\n") + " --json\n"
                let input = try scratch.write("lines-\(runs.count)", text)
                let place = place ?? site
                let options = signsIn ? scratch.options(place) : place.options + ["--password-file", scratch.at("password")]
                runs.append(Run(command: name, words: options, input: input))
            }
            one("stat"); one("list"); one("list", "1"); one("uidl"); one("uidl", "1"); one("capa"); one("noop"); one("rset")
            one("lang"); one("lang", "en"); one("retr", "1"); one("top", "1", "0"); one("utf8", mayFail: true); one("status");
            one("connect");
            one("exit")
            one("quit"); one("dele", "1")
            local("status"); local("plugin", "list"); local("log", "off")
            try session("user demo"); try session("user demo", "pass"); try session("apop demo"); try session("auth PLAIN demo")
            let stls = try scratch.write(
                "lines-stls", "connect pop://localhost:\(secure.port) --insecure-cleartext\nstls --json\n")
            runs.append(Run(command: "stls", words: site.options + ["--ca-file", certificate.authorityPath ?? ""], input: stls))
            try session("stat", "dele 1", signsIn: true)
            try session("delete 1", "quit --yes", signsIn: true)
            one("delete", "2", "--yes")
            one("check"); one("delete", "1", "-n"); one("undelete", "1"); one("doctor", mayFail: true)
            for line in ["delete 1-2", "undelete all", "reconnect"] { try session("stat", line, signsIn: true) }
            local("set"); local("set", "timing", "on"); local("timing", "on"); local("alias");
            local("alias", "hh", "=", "headers")
            try session("alias hh = headers", "unalias hh")
            try session("session stop")
            try session("session record \(scratch.at("session.jsonl"))")
            local("account", "list"); local("account", "check", mayFail: true); local("account", "check", "a")
            local(
                "account", "add", "x@b.example", "--server", "pop://127.0.0.1:\(site.port)", "--insecure-cleartext", "--user",
                "demo",
                "--password-file", scratch.at("password"))
            local("account", "remove", "b", "--yes")
            local("account", "password", "a")
            let plugin = try Plugins.compile(Plugins.cSource, "tally", in: scratch)
            local("plugin", "load", plugin)
            runs.append(Run(command: "plugin", words: ["--plugin", plugin, "plugin", "unload", "tally", "--json"]))
            let pinned = "pop://localhost:\(secure.port)"
            let shown = try scratch.martlet(["trust", "pin", pinned, String(repeating: "5a", count: 32), "--yes"]).errorText
            let fingerprint = shown.firstMatch(of: #/\(SHA-256 ([0-9A-F:]+)\)/#).map { String($0.1) } ?? ""
            local("trust", "pin", pinned, fingerprint, "--yes")
            for place in [site, bare] {
                one("headers", on: place); one("parts", "all", on: place); one("read", "all", on: place, mayFail: true)
                one("stats", on: place); one("extract", "all", scratch.at("parts-\(runs.count)"), on: place)
                one("export", "all", folder + String(runs.count), on: place)
            }
            for by in ["sender", "domain", "month", "size"] { one("stats", "--by", by, "--limit", "2") }
            one("stats", "--svg", scratch.at("a.svg"))
            one("export", "1-5", folder, "--dry-run"); one("export", "1-5", folder); one("export", "1-6", folder)
            one("export", "7", folder, "--no-hash"); one("export", "all", folder, "--max-size", "1K", mayFail: true)
            one("export", "all", "-", "--pipe", "cat >/dev/null"); one("export", "1-3", folder, "--delete", "--dry-run")
            runs.append(Run(command: "export", words: ["export", "--verify", folder, "--json"]))
            one("ledger", "verify", folder); one("ledger", "rebuild", folder); one("ledger", "mark-seen", "9")
            try scratch.write("mpop", "one\ntwo\n")
            one("ledger", "import", "mpop", scratch.at("mpop"), mayFail: true)
            runs.append(Run(command: "inspect", words: ["inspect"] + mails + [folder, "--json"]))
            return runs
        }

        /// Servers that have to live as long as the runs.
        nonisolated(unsafe) private static var sites: [Site] = []

        private static func said(_ scratch: Scratch) throws -> [String: String] {
            let text = try scratch.martlet(["schema"]).outText
            let all = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            let commands = try #require(all?["commands"] as? [String: Any])
            // As it was written: a parser would put the keys into another order.
            var shapes: [String: String] = [:]
            for name in commands.keys {
                let one = try scratch.martlet(["schema", name]).outText
                let before = "{\"version\":1,\"commands\":{\"\(name)\":"
                #expect(one.hasPrefix(before) && one.hasSuffix("}}\n"))
                shapes[name] = String(one.dropFirst(before.count).dropLast(3))
            }
            return shapes
        }

        private static func record(_ shapes: [String: String]) throws {
            var text = """
                /// What each command printed under --json in the test that keeps this true; written by it (MARTLET_RECORD=1), not by hand.
                enum SchemaShapes {
                    static let recorded: [String: String] = [

                """
            for (command, shape) in shapes.sorted(by: { $0.key < $1.key }) {
                var lines: [String] = [""]
                for part in shape.split(separator: ",", omittingEmptySubsequences: false) {
                    if lines[lines.count - 1].count + part.count > 110 { lines.append("") }
                    lines[lines.count - 1] += part + ","
                }
                lines[lines.count - 1].removeLast()
                text +=
                    "        \"\(command)\": #\"\"\"\n" + lines.map { "        \($0)\n" }.joined() + "        \"\"\"#,\n"
            }
            try (text + "    ]\n}\n").write(
                toFile: Martlet.sources + "/Sources/MartletKit/Manual/SchemaShapes.swift", atomically: true, encoding: .utf8)
        }
    }
}
