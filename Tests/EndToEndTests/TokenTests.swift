import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    /// Access tokens in place of passwords, and where they are not found.
    @Suite("signing in with a token") struct Tokens {
        private static let mail = [DemoMessage(uniqueID: "one", text: "From: a@b\r\nSubject: one\r\n\r\none\r\n")]
        private static let canary = Secrets.canary

        private func site(_ token: String = canary) throws -> Site { try Site(Self.mail, token: token) }

        private func account(_ scratch: Scratch, _ site: Site, _ lines: String...) throws {
            try FileManager.default.createDirectory(atPath: scratch.at("config/martlet"), withIntermediateDirectories: true)
            let all =
                ["[account.x]", "server = \"pop://127.0.0.1:\(site.port)\"", "insecure-cleartext = true", "user = \"demo\""]
                + lines
            try scratch.write("config/martlet/config.toml", all.joined(separator: "\n") + "\n", mode: 0o600)
        }

        @Test("from a command, a file or a descriptor", arguments: ["command", "file", "fd"]) func sources(_ source: String)
            throws
        {
            let scratch = try Scratch(password: Self.canary)
            let site = try site()
            let option =
                switch source {
                case "command": ["--token-command", "cat \(scratch.at("password"))"]
                case "file": ["--token-file", scratch.at("password")]
                default: ["--token-fd", "0"]
                }
            let ended = try scratch.martlet(site.options + ["--user", "demo"] + option + ["stat"], input: scratch.at("password"))
            #expect(ended.code == 0, "\(ended)")
            #expect(site.server.lines().contains { $0.hasPrefix("AUTH OAUTHBEARER") })
        }

        @Test("from the account; an option for a password goes before it, and the other way round") func account() throws {
            let scratch = try Scratch(password: Self.canary)
            let site = try site()
            try account(scratch, site, "token = { file = \"\(scratch.at("password"))\" }")
            #expect(try scratch.martlet(["-a", "x", "stat"]).code == 0)
            #expect(site.server.lines().contains { $0.hasPrefix("AUTH OAUTHBEARER") })
            site.server.forgetRecord()
            #expect(try scratch.martlet(["-a", "x", "--password-command", "echo demo", "stat"]).code == 0)
            #expect(site.server.lines().contains { $0.hasPrefix("AUTH PLAIN") })
            try account(scratch, site, "password = { command = \"echo demo\" }")
            site.server.forgetRecord()
            #expect(try scratch.martlet(["-a", "x", "--token-file", scratch.at("password"), "stat"]).code == 0)
            #expect(site.server.lines().contains { $0.hasPrefix("AUTH OAUTHBEARER") })
        }

        @Test(
            "options that contradict each other",
            arguments: [
                (["--token-fd", "0", "--password-fd", "0"], "--password-… and --token-… at once"),
                (["--token-fd", "0", "--token-file", "x"], "more than one of --token-command, --token-fd and --token-file"),
                (["--token-command", "x", "-a", "a", "-a", "b"], "--token-command is for one account, not for several"),
                (["--token-fd", "0", "-a", "a", "-a", "b"], "--token-fd is for one account, not for several"),
                (["--token-file", "x", "--all-accounts"], "--token-file is for one account, not for several"),
            ])
        func contradictions(_ options: [String], _ words: String) throws {
            let ended = try Scratch().martlet(options + ["stat"])
            #expect(ended.code == 64)
            #expect(ended.errorText.contains(words), "\(ended)")
        }

        @Test("several accounts with tokens run side by side, check, doctor and list know them") func commands() throws {
            let scratch = try Scratch(password: Self.canary)
            let site = try site()
            try account(scratch, site, "token = { command = [\"cat\", \"\(scratch.at("password"))\"] }")
            #expect(try scratch.martlet(["--all-accounts", "stat"]).code == 0)
            let check = try scratch.martlet(["account", "check", "x", "--json"])
            #expect(check.code == 0 && check.outText.contains("signed in as demo"), "\(check)")
            #expect(try scratch.martlet(["account", "list", "--json"]).outText.contains(#""password":"token""#))
            let doctor = try scratch.martlet(["doctor", "x", "--json"])
            #expect(doctor.outText.contains("signed in as demo"), "\(doctor)")
            #expect(doctor.outText.contains("the token goes in the clear"), "\(doctor)")
        }

        @Test("account add writes the token's command down, and signs in with it") func add() throws {
            let scratch = try Scratch(password: Self.canary)
            let site = try site()
            let words = [
                "account", "add", "demo@example.net", "--name", "x", "--server", "pop://127.0.0.1:\(site.port)",
                "--insecure-cleartext", "--token-command", "cat \(scratch.at("password"))",
            ]
            let ended = try scratch.martlet(words)
            // The demo's user is "demo": the whole address is refused first.
            #expect(ended.code == 0, "\(ended)")
            let text = String(decoding: Secrets.content(scratch.at("config/martlet/config.toml")), as: UTF8.self)
            #expect(text.contains("token    = { command = [\"cat\", \"\(scratch.at("password"))\"] }"), "\(text)")
            #expect(!text.contains("password "))
            #expect(try scratch.martlet(["-a", "x", "stat"]).code == 0)
            let twice = try scratch.martlet(words + ["--netrc"])
            #expect(twice.code == 64 && twice.errorText.contains("no other way to sign in"), "\(twice)")
        }

        @Test("auth by name", arguments: ["OAUTHBEARER", "xoauth2"]) func verb(_ mechanism: String) throws {
            let scratch = try Scratch(password: Self.canary)
            let site = try site()
            let ended = try scratch.martlet(
                site.options + ["--token-file", scratch.at("password"), "-c", "auth \(mechanism) demo; stat"])
            #expect(ended.code == 0, "\(ended)")
            #expect(site.server.lines().contains { $0.hasPrefix("AUTH \(mechanism.uppercased())") })
            let without = try scratch.martlet(site.options + ["auth", mechanism, "demo"])
            #expect(without.code == 64 && without.errorText.contains("no token was named"), "\(without)")
        }

        @Test("a token of 4,000 octets", arguments: ["OAUTHBEARER", "XOAUTH2"]) func long(_ mechanism: String) throws {
            let token = String(repeating: "eyJ0", count: 1000)
            let scratch = try Scratch(password: token)
            let site = try site(token)
            if mechanism == "XOAUTH2" { site.server.faults.unannounced = ["SASL"] }
            if mechanism == "XOAUTH2" { site.server.faults.announcedFalsely = ["SASL XOAUTH2"] }
            let ended = try scratch.martlet(site.options + ["--user", "demo", "--token-file", scratch.at("password"), "stat"])
            #expect(ended.code == 0, "\(ended)")
            #expect(site.server.lines().contains("AUTH \(mechanism)"))
        }

        @Test(
            "not in the transcript, a recording, the output, --json, an error or any file",
            arguments: ["OAUTHBEARER", "XOAUTH2"],
            [true, false])
        func secrecy(_ mechanism: String, _ refused: Bool) throws {
            let scratch = try Scratch(password: Self.canary)
            let site = try site(refused ? "another" : Self.canary)
            site.server.faults.unannounced = ["SASL"]
            site.server.faults.announcedFalsely = ["SASL \(mechanism)"]
            try account(scratch, site, "token = { command = [\"cat\", \"\(scratch.at("password"))\"] }")
            for words in [
                ["stat"], ["status", "--json"], ["export", "all", scratch.at("out"), "--json"], ["account", "check", "--json"],
                ["-c", "session record \(scratch.at("record")); stat; session stop"],
            ] {
                let ended = try scratch.martlet(["-a", "x", "--log", scratch.at("log")] + words)
                #expect(ended.code == (refused ? 77 : 0), "\(ended)")
                #expect(Secrets.isClean(ended.out) && Secrets.isClean(ended.errorText.utf8), "\(words)")
            }
            #expect(String(decoding: Secrets.content(scratch.at("log")), as: UTF8.self).contains("****"))
            #expect(String(decoding: Secrets.content(scratch.at("record")), as: UTF8.self).contains("AUTH \(mechanism)"))
            for case let name as String in try #require(FileManager.default.enumerator(atPath: scratch.path))
            where name != "password" {
                #expect(Secrets.isClean(Secrets.content(scratch.at(name))), "\(name)")
            }
            #expect(!Secrets.isClean(site.server.lines().joined().utf8), "the server was told, so the canary was in use")
        }

        @Test("a recorded sign-in by token is replayed, to any token", arguments: ["OAUTHBEARER", "XOAUTH2"])
        func replay(_ mechanism: String) throws {
            let scratch = try Scratch(password: Self.canary)
            let site = try site()
            site.server.faults.unannounced = ["SASL"]
            site.server.faults.announcedFalsely = ["SASL \(mechanism)"]
            let record = scratch.at("record")
            let made = try scratch.martlet(
                site.options + ["--user", "demo", "--token-file", scratch.at("password"), "-c", "session record \(record); stat"])
            #expect(made.code == 0, "\(made)")
            let (child, place) = try ReplayTests().replay(record, scratch)
            defer { child.kill() }
            let ended = try scratch.martlet([
                "--server", place, "--insecure-cleartext", "--user", "demo", "--token-command", "echo x", "-c", "stat",
            ])
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.outText == made.outText)
        }

        @Test("not where a server sends back what it was told", arguments: ["AUTH", "RESPONSE"])
        func echo(_ verb: String) throws {
            let scratch = try Scratch(password: Self.canary)
            let site = try site("another")
            site.server.faults.unannounced = ["SASL"]
            site.server.faults.announcedFalsely = ["SASL " + (verb == "AUTH" ? "OAUTHBEARER" : "XOAUTH2")]
            let json = Data(#"{"status":"invalid_token","token":"\#(Self.canary)"}"#.utf8).base64EncodedString()
            for line in ["-ERR no \(Self.canary) here\r\n", "+ \(json)\r\n"] {
                site.server.faults.list = [Fault(.replace(text: line), at: .verb(verb, occurrence: 1))]
                let record = scratch.at("record-\(line.hasPrefix("+"))")
                let ended = try scratch.martlet(
                    site.options + ["--user", "demo", "--token-file", scratch.at("password")]
                        + ["--log", scratch.at("log"), "--json", "-c", "session record \(record); stat"])
                #expect(ended.code != 0)
                #expect(Secrets.isClean(ended.out) && Secrets.isClean(ended.errorText.utf8), "\(ended)")
                #expect(Secrets.isClean(Secrets.content(record)))
            }
            #expect(Secrets.isClean(Secrets.content(scratch.at("log"))))
        }
    }
}
