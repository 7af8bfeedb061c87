@testable import MartletKit
import POP3
import Testing

@Suite("accounts as text") struct AccountTextTests {
    private func read(_ octets: [UInt8]) throws -> ConfigFile { try ConfigFile(octets, name: "config.toml", folder: "/etc") }

    private func removing(_ name: String, isDefault: Bool = false, from text: String) -> String {
        String(decoding: AccountText.removing(name, isDefault: isDefault, from: Array(text.utf8)), as: UTF8.self)
    }

    @Test("what is written is read back as it was") func roundTrip() throws {
        let sources: [PasswordSource] = [
            .prompt, .program(["pass", "show", "a b", "\"q\\"]), .command("pass x | head -1 # \u{7}"), .file("/p"), .netrc("/n"),
        ]
        for source in sources {
            let account = Account(
                name: "a.b", address: "anna@example.net",
                settings: Settings(
                    endpoint: Endpoint(host: "::1", port: 1995, security: .tls), user: "ann\"a", password: source,
                    trust: Trust(caFile: "/ca.pem", pin: Array(repeating: 9, count: 32)), account: "a.b"))
            // A name with a dot has to be quoted to be one key.
            let table = AccountText.table(account, cleartext: false)
            let file = try read(AccountText.adding(table, of: account.name, to: []))
            #expect(file.accounts == [account])
            #expect(file.standard == "a.b")
        }
        for token in [PasswordSource.program(["ortie", "show", "a b"]), .command("ortie x | head -1"), .file("/t")] {
            let account = Account(
                name: "a", settings: Settings(endpoint: Endpoint(host: "h", security: .tls), token: token, account: "a"))
            let table = AccountText.table(account, cleartext: false)
            #expect(try read(AccountText.adding(table, of: "a", to: [])).accounts == [account])
        }
    }

    @Test(
        "one table goes, everything else stays, octet for octet",
        arguments: [
            ("[account.a]\nserver = \"h\"\n", ""),
            ("# top\n\n[account.a] # x\nserver = \"h\"\n# in\nuser = \"u\" # y\n# tail\n", "# top\n\n# tail\n"),
            ("[account.b]\nserver=\"h\"\r\n\r\n[account.a]\r\nserver=\"h\"\r\n", "[account.b]\nserver=\"h\"\r\n\r\n"),
            ("[account.a]\nserver=\"h\"\n[account.b]\nserver=\"i\"", "[account.b]\nserver=\"i\""),
            (
                "[account.a]\nserver=\"h\"\n[account.a.password]\nfile=\"x\"\n[account.b]\nserver=\"i\"",
                "[account.b]\nserver=\"i\""
            ),
            ("account.a.server=\"h\"\naccount.b.server=\"i\"\naccount.a.user='''\nx\n'''\n", "account.b.server=\"i\"\n"),
            ("[account]\na = { server = \"h\" }\nb = { server = \"i\" }\n", "[account]\nb = { server = \"i\" }\n"),
            ("[account.\"a\"]\nserver=\"h\"\n[account.ab]\nserver=\"i\"\n", "[account.ab]\nserver=\"i\"\n"),
        ])
    func cut(_ old: String, _ new: String) { #expect(removing("a", from: old) == new) }

    @Test("a default that names it goes too, another stays") func standard() {
        let old = "default = \"a\" # mine\n# c\n[account.a]\nserver=\"h\"\n"
        #expect(removing("a", isDefault: true, from: old) == "# c\n")
        #expect(removing("a", from: old) == "default = \"a\" # mine\n# c\n")
    }

    @Test(
        "which commands need no shell",
        arguments: [
            ("pass show mail/anna", ["pass", "show", "mail/anna"]), ("pass show 'a b'", nil), ("a | b", nil), ("A=1 b", nil),
            ("", nil),
            ("~/x", nil), ("echo $HOME", nil),
        ])
    func plainWords(_ command: String, _ words: [String]?) { #expect(AccountText.plainWords(command) == words) }

    @Test("an editor gets the line where it takes one") func editor() {
        #expect(Editor.arguments("vim", "/c", line: 7) == ["+7", "/c"])
        #expect(Editor.arguments("/usr/bin/nano -w", "/c", line: 7) == ["+7", "/c"])
        #expect(Editor.arguments("code --wait", "/c", line: 7) == ["/c"])
    }
}
