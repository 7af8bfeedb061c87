import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("account list, check, add, edit, remove") struct AccountCommands {
        private func config(_ site: AccountSite) throws -> String {
            try String(contentsOfFile: site.scratch.at("config/martlet/config.toml"), encoding: .utf8)
        }

        @Test("list: name, server, user, where the password is, the default; TSV, JSON, nothing connected") func list() throws {
            let site = try AccountSite(["anna", "berta"], wrong: ["berta"])
            try site.configure("default = \"berta\"\n" + (try config(site)))
            let place = "pop://127.0.0.1:\(site.port)"
            #expect(
                try site.scratch.martlet(["account", "list"]).outText
                    == "anna\t\(place)\tanna\tcommand\t0\nberta\t\(place)\tberta\tfile\t1\n")
            #expect(
                try site.scratch.martlet(["account", "list", "--json"]).outText.split(separator: "\n").last
                    == "{\"account\":\"berta\",\"server\":\"\(place)\",\"user\":\"berta\",\"password\":\"file\",\"default\":true}"
            )
            #expect(site.server.counts.connections == 0)
            let none = try Scratch().martlet(["account", "list"])
            #expect(none.code == 0)
            #expect(none.outText == "")
            #expect(none.errorText.contains("try: account add ADDRESS"))
        }

        @Test("check: the file, then one sign-in each; the exit code is the failure's") func check() throws {
            let site = try AccountSite(["anna", "berta"], wrong: ["berta"])
            let one = try site.scratch.martlet(["account", "check", "anna"])
            #expect(one.code == 0)
            #expect(one.outText == "anna\t0\t3\t\(site.server.octets("anna"))\tnot encrypted, signed in as anna\n")
            #expect(one.errorText.hasSuffix("config.toml: 2 accounts, nothing wrong\n"))
            let all = try site.scratch.martlet(["account", "check"])
            #expect(all.code == 77)
            #expect(all.outText.split(separator: "\n").count == 2)
            #expect(all.outText.contains("berta\t77\t0\t0\tsign-in refused for berta\n"))
            #expect(all.errorText.contains("error: sign-in refused for berta\n"))
            #expect(try site.scratch.martlet(["account", "check", "ana"]).errorText.contains("try: account check anna"))
        }

        @Test("check tells every slip of the file, not the first alone") func slips() throws {
            let site = try AccountSite(["anna"])
            try site.configure("defalt = 1\n[account.a]\nsever = \"h\"\n[account.b]\nserver = \"h\"\ntimeout = 0")
            let ended = try site.scratch.martlet(["account", "check"])
            #expect(ended.code == 78)
            #expect(
                ended.errorText == """
                    error: config.toml:1: unknown key "defalt"
                      try: default
                    error: config.toml:3: unknown key "sever"
                      try: server
                    error: config.toml:6: "timeout" wants 1 to 86400
                      try: timeout = 60

                    """)
        }

        @Test("remove: one table goes, the rest stays octet for octet, a copy and the mode too") func remove() throws {
            let site = try AccountSite(["anna"])
            let path = site.scratch.at("config/martlet/config.toml")
            let old = "# mine\n\n[account.x]  # old\nserver = \"h\"\n\n# anna's\n[account.anna]\r\nserver = \"h\"\n"
            try site.configure(old, mode: 0o640)
            let unsaid = try site.scratch.martlet(["account", "remove", "x"])
            #expect(unsaid.code == 64)
            #expect(unsaid.errorText.hasSuffix("try: account remove x --yes\n"))
            #expect(try config(site) == old + "\n")
            let ended = try site.scratch.martlet(["account", "remove", "x", "--yes"])
            #expect(ended.code == 0, "\(ended)")
            #expect(try config(site) == "# mine\n\n\n# anna's\n[account.anna]\r\nserver = \"h\"\n\n")
            #expect(try String(contentsOfFile: path + ".bak", encoding: .utf8) == old + "\n")
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
            #expect(try FileManager.default.contentsOfDirectory(atPath: site.scratch.at("config/martlet")).count == 2)
        }

        @Test("remove: through a symbolic link, and not where the file cannot be read or the table cannot be cut")
        func removeHard() throws {
            let site = try AccountSite(["anna"])
            let path = site.scratch.at("config/martlet/config.toml")
            let real = try site.scratch.write("dotfile", "[account.x]\nserver = \"h\"\n", mode: 0o600)
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real)
            #expect(try site.scratch.martlet(["account", "remove", "x", "--yes"]).code == 0)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == real)
            #expect(try String(contentsOfFile: real, encoding: .utf8) == "")
            for text in ["account = { x = { server = \"h\" } }", "[account.x]\nserver = "] {
                try site.scratch.write("dotfile", text, mode: 0o600)
                let ended = try site.scratch.martlet(["account", "remove", "x", "--yes"])
                #expect(ended.code == 78)
                #expect(try String(contentsOfFile: real, encoding: .utf8) == text)
            }
        }

        @Test("add without a terminal: every answer by option, then the account works") func add() throws {
            let site = try AccountSite(["anna@example.net"])
            let scratch = try Scratch()
            let words = [
                "account", "add", "anna@example.net", "--server", "pop://127.0.0.1:\(site.port)", "--insecure-cleartext",
                "--password-command", "echo demo",
            ]
            let ended = try scratch.martlet(words)
            #expect(ended.code == 0, "\(ended)")
            let path = scratch.at("config/martlet/config.toml")
            let first = """
                default = "example"

                [account.example]
                address  = "anna@example.net"
                server   = "pop://127.0.0.1:\(site.port)"
                user     = "anna@example.net"
                password = { command = ["echo", "demo"] }
                insecure-cleartext = true

                """
            #expect(try String(contentsOfFile: path, encoding: .utf8) == first)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            #expect(ended.errorText.contains("Signed in as anna@example.net: 3 messages"))
            #expect(try scratch.martlet(["uidl", "1"]).outText == "1\tanna@example.net-1\n")
            // The next one is put behind it, under a name of its own, and leaves the default alone.
            #expect(try scratch.martlet(words + ["--user", "anna@example.net"]).code == 0)
            let both = try String(contentsOfFile: path, encoding: .utf8)
            #expect(both.hasPrefix(first + "\n[account.example-anna]\n"))
            #expect(try scratch.martlet(["account", "remove", "example-anna", "--yes"]).code == 0)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == first + "\n")
        }

        @Test("add tries the local part where the server does not take the address") func localPart() throws {
            let site = try AccountSite(["anna"])
            let scratch = try Scratch()
            let ended = try scratch.martlet([
                "account", "add", "anna@example.net", "--server", "pop://127.0.0.1:\(site.port)", "--insecure-cleartext",
                "--password-file", site.scratch.at("password"), "--name", "w", "--json",
            ])
            #expect(ended.code == 0, "\(ended)")
            let path = scratch.at("config/martlet/config.toml")
            #expect(
                ended.outText
                    == "{\"added\":\"w\",\"server\":\"pop://127.0.0.1:\(site.port)\",\"user\":\"anna\",\"file\":\"\(path)\"}\n")
        }

        @Test("add over TLS, from a netrc file") func tlsAndNetrc() throws {
            let scratch = try Scratch()
            let certificate = try DemoCertificate.make(in: scratch.path)
            let site = try Site([], .tls, certificate: certificate)
            try scratch.write("home/.netrc", "machine localhost login demo password demo\n", mode: 0o600)
            let ended = try scratch.martlet([
                "account", "add", "demo@example.net", "--server", "pops://localhost:\(site.port)", "--user", "demo", "--netrc",
                "--ca-file", certificate.authorityPath ?? "",
            ])
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.errorText.contains("with TLS.  Server offers: PLAIN"))
            #expect(try scratch.martlet(["stat"]).outText == "0\t0\n")
        }

        @Test(
            "add refuses before anything is written or asked",
            arguments: [
                (["anna"], 64, "\"anna\" is no mail address"),
                ([], 64, "this asks \"Mail address\", and there is no terminal to ask on"),
                (["a@b.example"], 64, "where the password is has to be said: there is no terminal to ask on"),
                (["a@b.example", "--ask-password"], 64, "a password is needed and there is no terminal to ask on"),
                (["a@b.example", "--netrc", "--ask-password"], 64, "more than one of --password-command"),
                (["a@b.example", "--name", "-x"], 64, "account: "),
                (["a@b.example", "--name", "a b", "--netrc"], 64, "\"a b\" is no name for an account"),
                (["a@b.example", "--server", "pops://u:p@h", "--netrc"], 64, "a password in the server address would show"),
                (["a@b.example", "--server", "pops://127.0.0.1:1", "--netrc"], 75, "nothing listens on 127.0.0.1:1"),
            ] as [([String], Int32, String)])
        func refusals(_ words: [String], _ code: Int32, _ message: String) throws {
            let scratch = try Scratch()
            let ended = try scratch.martlet(["account", "add"] + words)
            #expect(ended.code == code, "\(ended)")
            #expect(ended.errorText.contains("error: \(message)"), "\(ended)")
            #expect(!FileManager.default.fileExists(atPath: scratch.at("config/martlet/config.toml")))
        }

        @Test("add leaves a file alone that it cannot read") func broken() throws {
            let site = try AccountSite(["anna"])
            try site.configure("[account")
            let words = ["account", "add", "a@b.example", "--server", "pops://h", "--ask-password", "--no-check"]
            #expect(try site.scratch.martlet(words).code == 78)
            #expect(try config(site) == "[account\n")
            try site.configure("account = { x = { server = \"h\" } }")
            let closed = try site.scratch.martlet(words)
            #expect(closed.code == 78)
            #expect(closed.errorText.contains("takes no table behind its end; nothing was written"), "\(closed)")
        }

        @Test("edit needs a terminal and says where to look without one") func edit() throws {
            let site = try AccountSite(["anna", "berta"])
            let ended = try site.scratch.martlet(["account", "edit", "berta"], environment: ["EDITOR": "true"])
            #expect(ended.code == 64)
            #expect(ended.errorText.contains("config.toml, line 7"), "\(ended)")
        }

        @Test("options of add go with add, and what is unknown is named") func stray() throws {
            let scratch = try Scratch()
            #expect(try scratch.martlet(["account", "list", "--netrc"]).errorText.contains("--netrc goes with \"account add\""))
            #expect(try scratch.martlet(["account", "lst"]).errorText.contains("try: account list"))
        }
    }
}

extension DemoServer {
    /// Of all messages of a user.
    func octets(_ user: String) -> Int { messages(of: user).reduce(0) { $0 + $1.octets.count } }
}
