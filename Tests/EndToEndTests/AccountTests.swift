import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("accounts of config.toml") struct Accounts {
        @Test("the default, -a, and --account behind the command") func one() throws {
            let site = try AccountSite(["anna", "berta"])
            let config = try String(contentsOfFile: site.scratch.at("config/martlet/config.toml"), encoding: .utf8)
            try site.configure("default = \"berta\"\n" + config)
            #expect(try site.scratch.martlet(["uidl", "1"]).outText == "1\tberta-1\n")
            #expect(try site.scratch.martlet(["-a", "anna", "uidl", "1"]).outText == "1\tanna-1\n")
            #expect(try site.scratch.martlet(["--account", "anna", "uidl", "1"]).outText == "1\tanna-1\n")
            #expect(try site.scratch.martlet(["uidl", "--account=anna", "1"]).outText == "1\tanna-1\n")
            #expect(try site.scratch.martlet(["status", "--json"]).outText.contains("signed in as berta"))
            let other = try site.scratch.write("other.toml", config, mode: 0o600)
            #expect(try site.scratch.martlet(["--config", other, "-a", "anna", "uidl", "1"]).outText == "1\tanna-1\n")
            #expect(try site.scratch.martlet(["--config", other, "stat"]).errorText.hasPrefix("error: no server was named\n"))
        }

        @Test("{account} is the name in any argument") func placeholder() throws {
            let site = try AccountSite(["anna"])
            let ended = try site.scratch.martlet(["-a", "anna", "-q", "export", "all", site.scratch.at("in/{account}")])
            #expect(ended.code == 0, "\(ended)")
            #expect(site.flaws("in", of: ["anna"]) == [])
        }

        @Test("what the command line says goes before the account") func overrides() throws {
            let site = try AccountSite(["anna", "berta"], wrong: ["anna"])
            let words = ["-a", "anna", "--password-file", site.scratch.at("password")]
            #expect(try site.scratch.martlet(words + ["uidl", "1"]).outText == "1\tanna-1\n")
            #expect(try site.scratch.martlet(words + ["--user", "berta", "uidl", "1"]).outText == "1\tberta-1\n")
        }

        @Test(
            "what contradicts itself is refused",
            arguments: [
                (
                    ["--server", "pops://h", "-a", "anna", "stat"],
                    "--server with --account would send that account's password elsewhere"
                ),
                (["-a", "anna", "-a", "berta", "--user", "x", "stat"], "--user is for one account, not for several"),
                (["stat", "--all-accounts", "-a", "anna"], "--all-accounts and --account at once"),
                (["--all-accounts", "--shard", "9/8", "stat"], "there is no shard 9 of 8"),
                (["-a", "ana", "stat"], "no account \"ana\" in config.toml"),
                (["-a", "anna", "demo"], "the demo has a server of its own"),
                (["--all-accounts", "help"], "help does not run over several accounts"),
                (["--all-accounts"], "several accounts and no command"),
                (["export", "all", "--all-accounts"], "export wants SELECTION DIR"),
            ])
        func contradictions(_ words: [String], _ message: String) throws {
            let site = try AccountSite(["anna", "berta"])
            let ended = try site.scratch.martlet(words)
            #expect(ended.code == 64)
            #expect(ended.errorText.hasPrefix("error: \(message)\n"), "\(ended)")
            #expect(site.server.counts.connections == 0)
        }

        @Test("a slip in the file is told with its line, 78, and nothing is connected") func slip() throws {
            let site = try AccountSite(["anna"])
            try site.configure("[account.anna]\nsever = \"pops://h\"")
            for words in [["-a", "anna", "stat"], ["stat"], ["--all-accounts", "stat"]] {
                let ended = try site.scratch.martlet(words)
                #expect(ended.code == 78)
                #expect(ended.errorText == "error: config.toml:2: unknown key \"sever\"\n  try: server\n")
            }
            try site.configure("", mode: 0o666)
            #expect(try site.scratch.martlet(["stat"]).errorText.hasPrefix("error: others may write "))
        }

        @Test("a run that names its server, or needs none, never opens the file") func untouched() throws {
            let site = try AccountSite(["demo"])
            try site.configure("this is no TOML")
            let server = [
                "--server", "pop://127.0.0.1:\(site.port)", "--insecure-cleartext", "--user", "demo", "--password-file",
                site.scratch.at("password"),
            ]
            #expect(try site.scratch.martlet(server + ["uidl", "1"]).outText == "1\tdemo-1\n")
            #expect(try site.scratch.martlet(["help"]).code == 0)
            #expect(try site.scratch.martlet(["plugin", "list"]).code == 0)
            #expect(try site.scratch.martlet(["stat"]).code == 78)
        }

        @Test("connect in a session: by name, to another, and a URL takes no password along") func connect() throws {
            let site = try AccountSite(["anna", "berta"])
            let input = try site.scratch.write(
                "lines",
                "connect anna\nuidl 1\nconnect berta\nuidl 1\nconnect pop://127.0.0.1:\(site.port) --insecure-cleartext\nstat\n")
            let ended = try site.scratch.martlet(["-a", "berta"], input: input)
            #expect(ended.outText == "1\tanna-1\n1\tberta-1\n")
            #expect(ended.code == 64)
            #expect(ended.errorText.contains("signed in as anna") && ended.errorText.contains("signed in as berta"))
            #expect(ended.errorText.contains("error: no user was named"), "\(ended)")
            let typo = try site.scratch.write("typo", "connect ana\n")
            #expect(
                try site.scratch.martlet(["-a", "berta"], input: typo).errorText.contains(
                    "error: no account \"ana\"\n  try: connect anna  (a host is pops://ana)\n"))
        }
    }
}
