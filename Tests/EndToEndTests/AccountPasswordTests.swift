import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("account password") struct AccountPasswords {
        private func config(_ site: AccountSite) throws -> String {
            try String(contentsOfFile: site.scratch.at("config/martlet/config.toml"), encoding: .utf8)
        }

        @Test("where it comes from, and one sign-in") func tries() throws {
            let site = try AccountSite(["anna", "berta"], wrong: ["berta"])
            let good = try site.scratch.martlet(["account", "password", "anna"])
            #expect(good.code == 0, "\(good)")
            let size = site.server.octets("anna")
            #expect(
                good.errorText == """
                    The password of "anna" is printed by echo demo.
                    Signed in as anna: 3 messages, \(size) B.

                    """)
            let machine = try site.scratch.martlet(["account", "password", "anna", "--json"])
            #expect(
                machine.outText
                    == "{\"account\":\"anna\",\"server\":\"pop://127.0.0.1:\(site.port)\",\"user\":\"anna\",\"password\":\"command\",\"changed\":false}\n"
            )
            let bad = try site.scratch.martlet(["account", "password", "berta"])
            #expect(bad.code == 77)
            #expect(
                bad.errorText == """
                    The password of "berta" is in the file \(site.scratch.at("wrong")).
                    error: sign-in refused for berta
                      server: [AUTH] wrong name or password
                      try: many providers want an app password; for another place: account password berta --password-command 'pass \
                    show mail'

                    """)
        }

        @Test("an account that signs in by a token has no password to ask about") func tokens() throws {
            let site = try AccountSite(["anna"])
            try site.configure("[account.anna]\nserver = \"pop://127.0.0.1:\(site.port)\"\ntoken = { command = \"echo x\" }")
            let before = try config(site)
            let ended = try site.scratch.martlet(["account", "password", "anna", "--password-command", "echo demo"])
            #expect(ended.code == 64)
            let error = "error: the account \"anna\" signs in by an access token, not by a password\n"
            #expect(ended.errorText.hasPrefix(error), "\(ended)")
            #expect(try config(site) == before)
        }

        @Test("another place is tried before it is written, and goes behind the end where it may") func changes() throws {
            let site = try AccountSite(["anna"])
            let server = "server = \"pop://127.0.0.1:\(site.port)\"\ninsecure-cleartext = true\nuser = \"anna\"\n"
            let asked = "[account.anna]\n\(server)\n[set]\nconfirm = \"never\"\n"
            try site.configure(asked)
            let before = try config(site)
            #expect(try site.scratch.martlet(["account", "password", "anna", "--password-command", "echo no"]).code == 77)
            #expect(try config(site) == before)
            let ended = try site.scratch.martlet(["account", "password", "anna", "--password-command", "echo demo"])
            #expect(ended.code == 0, "\(ended)")
            #expect(
                ended.errorText.hasPrefix("The password of \"anna\" is asked for each time.\n")
                    && ended.errorText.hasSuffix(" From now on the password is printed by echo demo.\n"), "\(ended)")
            #expect(try config(site) == before + "\n[account.anna.password]\ncommand = [\"echo\", \"demo\"]\n")
            #expect(try site.scratch.martlet(["-a", "anna", "stat"]).code == 0)

            try site.configure("[account.anna]\n\(server)# the end")
            let file = try site.scratch.martlet([
                "account", "password", "anna", "--password-file", site.scratch.at("password"), "--json",
            ])
            #expect(file.outText.hasSuffix("\"password\":\"file\",\"changed\":true}\n"), "\(file)")
            #expect(try config(site).hasSuffix("# the end\npassword = { file = \"\(site.scratch.at("password"))\" }\n"))
        }

        @Test("where one is named already: the line, its place, exit 78, not an octet changed") func byHand() throws {
            let site = try AccountSite(["anna", "berta"], wrong: ["berta"])
            let old = try config(site)
            let path = site.scratch.at("config/martlet/config.toml")
            let ended = try site.scratch.martlet(["account", "password", "berta", "--password-command", "echo demo", "-q"])
            #expect(ended.code == 78)
            #expect(
                ended.errorText == """
                    error: this goes into \(path) by hand, in place of line 11: martlet rewrites no file of yours
                      kept: the file is as it was
                      try: password = { command = ["echo", "demo"] }

                    """)
            #expect(try config(site) == old)
        }

        @Test(
            "refused before anybody is asked",
            arguments: [
                (["password"], "account password wants a name"), (["password", "ana"], "no account \"ana\" in config.toml"),
                (["password", "anna", "--yes"], "--yes goes with \"account add\" and \"account remove\""),
                (["password", "anna", "--user", "x"], "--user goes with \"account add\""),
                (["password", "anna", "--netrc", "--ask-password"], "more than one of --password-command"),
            ])
        func refused(_ words: [String], _ message: String) throws {
            let site = try AccountSite(["anna"])
            let ended = try site.scratch.martlet(["account"] + words)
            #expect(ended.code == 64)
            #expect(ended.errorText.hasPrefix("error: \(message)"), "\(ended)")
            #expect(site.server.counts.connections == 0)
        }
    }
}
