@testable import MartletKit
import POP3
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("config.toml") struct ConfigFileTests {
    private func read(_ text: String) throws -> ConfigFile {
        try ConfigFile(Array(text.utf8), name: "config.toml", folder: "/etc/martlet")
    }

    private func account(_ lines: String) throws -> Account {
        try #require(try read("[account.example]\n" + lines).accounts.first)
    }

    @Test("an account says everything there is to say") func whole() throws {
        let file = try read(
            """
            default = "example"

            [account.example]
            address  = "anna@example.net"
            server   = "pops://pop.example.net"      # pops: TLS at once (995)
            user     = "anna"
            password = { command = ["pass", "show", "mail/anna"] }
            ca-file  = "/etc/ssl/own.pem"
            pin      = "\(String(repeating: "5A", count: 32))"
            timeout  = 90
            """)
        #expect(file.standard == "example")
        var accounts = file.accounts
        #expect(accounts[0].settings.deadlinesOrigin == "config.toml:10")
        accounts[0].settings.deadlinesOrigin = nil
        #expect(
            accounts == [
                Account(
                    name: "example", address: "anna@example.net",
                    settings: Settings(
                        endpoint: Endpoint(host: "pop.example.net", security: .tls), user: "anna",
                        password: .program(["pass", "show", "mail/anna"]),
                        trust: Trust(caFile: "/etc/ssl/own.pem", pin: Array(repeating: 0x5A, count: 32)),
                        deadlines: Deadlines(connect: .seconds(30), read: .seconds(90)), account: "example"))
            ])
    }

    @Test("who signs in: user, else the server's address, else the mail address, else nobody yet") func user() throws {
        let place = "server = \"pops://berta@h\"\n"
        #expect(try account(place + "user = \"anna\"\naddress = \"c@d\"").settings.user == "anna")
        #expect(try account(place + "address = \"c@d\"").settings.user == "berta")
        #expect(try account("server = \"h\"\naddress = \"c@d\"").settings.user == "c@d")
        #expect(try account("server = \"h\"").settings.user == nil)
    }

    @Test(
        "where the password comes from",
        arguments: [
            (#"{ command = ["pass", "show", "a b"] }"#, PasswordSource.program(["pass", "show", "a b"])),
            (#"{ command = "pass show a | head -1" }"#, .command("pass show a | head -1")),
            (#"{ file = "/run/secret" }"#, .file("/run/secret")),
            (#"{ netrc = "/run/netrc" }"#, .netrc("/run/netrc")),
            (#"{ file = "secret" }"#, .file("/etc/martlet/secret")),
        ])
    func password(_ text: String, _ source: PasswordSource) throws {
        #expect(try account("server = \"h\"\npassword = \(text)").settings.password == source)
    }

    @Test(
        "where the token comes from",
        arguments: [
            (#"{ command = ["ortie", "token", "show"] }"#, PasswordSource.program(["ortie", "token", "show"])),
            (#"{ command = "ortie token show | head -1" }"#, .command("ortie token show | head -1")),
            (#"{ file = "token" }"#, .file("/etc/martlet/token")),
        ])
    func token(_ text: String, _ source: PasswordSource) throws {
        let settings = try account("server = \"h\"\ntoken = \(text)\nnetrc = false").settings
        #expect(settings.token == source)
        #expect(settings.password == .prompt)
        #expect(!settings.asks)
    }

    @Test func withoutAPasswordItIsAskedFor() throws { #expect(try account("server = \"h\"").settings.password == .prompt) }

    @Test("cleartext is said by the account, and means pop:// alone") func cleartext() throws {
        let yes = "insecure-cleartext = true\n"
        #expect(try account(yes + "server = \"pop://h\"").settings.endpoint?.security == .cleartext)
        #expect(try account(yes + "server = \"pops://h\"").settings.endpoint?.security == .tls)
        #expect(try account("insecure-cleartext = false\nserver = \"pop://h\"").settings.endpoint?.security == .stls)
    }

    @Test("accounts come by name, however they are written down") func order() throws {
        let file = try read(
            """
            [account.zoe]
            server = "z"
            [account]
            m1 = { server = "m" }
            anna.server = "a"
            """)
        #expect(file.accounts.map(\.name) == ["anna", "m1", "zoe"])
    }

    @Test func anEmptyFileHasNoAccounts() throws {
        #expect(try read("").accounts.isEmpty)
        #expect(try read("# nothing yet\n").standard == nil)
    }

    // MARK: errors

    private static let ortie = #"token = { command = ["ortie", "token", "show"] }"#
    private static let pass = #"password = { command = ["pass", "show", "mail/example"] }"#

    /// Text behind line 1, `[account.example]`, and what the user reads.
    private static let slips: [(text: String, error: String)] = [
        ("sever = \"h\"", "config.toml:2: unknown key \"sever\"\n  try: server"),
        (
            "server = \"h\"\n\n\nuser_name = \"x\"",
            """
            config.toml:5: unknown key "user_name"
              try: one of address, server, user, password, token, ca-file, pin, insecure-cleartext, timeout, netrc
            """
        ),
        ("user = \"anna\"", "config.toml:1: account \"example\" has no server\n  try: server = \"pops://pop.example.net\""),
        (
            "server = 995",
            "config.toml:2: \"server\" wants a string, not a whole number\n  try: server = \"pops://pop.example.net\""
        ),
        ("server = \"\"", "config.toml:2: \"server\" is empty\n  try: server = \"pops://pop.example.net\""),
        ("user = [\"a\"]\nserver = \"h\"", "config.toml:2: \"user\" wants a string, not a list\n  try: user = \"anna\""),
        (
            "server = \"h\"\naddress = 1979-05-27",
            "config.toml:3: \"address\" wants a string, not a date\n  try: address = \"anna@example.net\""
        ),
        ("server = \"imap://h\"", "config.toml:2: no server scheme \"imap\"\n  try: server = \"pops://pop.example.net\""),
        ("server = \"pops://h:99999\"", "config.toml:2: \"99999\" is not a port\n  try: server = \"pops://pop.example.net\""),
        (
            "server = \"pops://a:hunter2@h\"",
            """
            config.toml:2: a password does not belong into the server's address
              try: password = { command = ["pass", "show", "mail"] }
            """
        ),
        (
            "server = \"h\"\npassword = \"hunter2\"",
            "config.toml:3: a password itself does not belong into the file\n  try: \(pass)"
        ),
        ("server = \"h\"\npassword = 1", "config.toml:3: \"password\" wants a table, not a whole number\n  try: \(pass)"),
        (
            "server = \"h\"\npassword = {}",
            "config.toml:3: \"password\" wants one of \"command\", \"file\" and \"netrc\"\n  try: \(pass)"
        ),
        (
            "server = \"h\"\npassword = { file = \"a\", command = \"b\" }",
            """
            config.toml:3: "password" wants one of "command", "file" and "netrc"
              try: \(pass)
            """
        ),
        (
            "server = \"h\"\ntoken = \"ya29.hunter2\"",
            "config.toml:3: a token itself does not belong into the file\n  try: \(ortie)"
        ),
        ("server = \"h\"\n\ntoken = 1", "config.toml:4: \"token\" wants a table, not a whole number\n  try: \(ortie)"),
        ("server = \"h\"\ntoken = {}", "config.toml:3: \"token\" wants one of \"command\" and \"file\"\n  try: \(ortie)"),
        (
            "server = \"h\"\ntoken = { file = \"a\", command = \"b\" }",
            "config.toml:3: \"token\" wants one of \"command\" and \"file\"\n  try: \(ortie)"
        ),
        (
            "server = \"h\"\ntoken = { netrc = \"b\" }",
            "config.toml:3: unknown key \"netrc\"\n  try: one of command, file"
        ),
        (
            "server = \"h\"\npassword = { file = \"a\" }\ntoken = { command = [\"b\"] }",
            "config.toml:4: \"token\" and \"password\" both say how to sign in\n  try: one of the two"
        ),
        (
            "server = \"h\"\ntoken = { command = [\"b\"] }\nnetrc = true",
            "config.toml:3: \"token\" and \"netrc\" both say how to sign in\n  try: one of the two"
        ),
        ("server = \"h\"\npassword = { comand = \"b\" }", "config.toml:3: unknown key \"comand\"\n  try: command"),
        ("server = \"h\"\npassword = { command = [] }", "config.toml:3: \"command\" is empty\n  try: \(pass)"),
        (
            "server = \"h\"\npassword = { command = [\"a\", 1] }",
            "config.toml:3: \"command\" wants strings in its list, not a whole number\n  try: \(pass)"
        ),
        (
            "server = \"h\"\npassword = { command = true }",
            "config.toml:3: \"command\" wants a string or a list of strings, not true or false\n  try: \(pass)"
        ),
        (
            "server = \"h\"\npassword = { file = 1.5 }",
            "config.toml:3: \"file\" wants a string, not a fraction\n  try: password = { file = \"~/.mail-password\" }"
        ),
        (
            "server = \"h\"\npin = \"ab\"",
            "config.toml:3: \"pin\" wants the SHA-256 of a certificate or public key\n  try: pin = \"64 hexadecimal digits\""
        ),
        (
            "server = \"h\"\ninsecure-cleartext = \"yes\"",
            "config.toml:3: \"insecure-cleartext\" wants true or false, not a string\n  try: insecure-cleartext = true"
        ),
        ("server = \"h\"\ntimeout = 0", "config.toml:3: \"timeout\" wants 1 to 86400\n  try: timeout = 60"),
        (
            "server = \"h\"\ntimeout = \"60\"",
            "config.toml:3: \"timeout\" wants a whole number, not a string\n  try: timeout = 60"
        ),
        (
            "server = \"h\"\nca-file = 12:00:00",
            "config.toml:3: \"ca-file\" wants a string, not a time\n  try: ca-file = \"/etc/ssl/own-ca.pem\""
        ),
        (
            "server = \"h\"\n[account.\"my mail\"]\nserver = \"h\"",
            """
            config.toml:3: "my mail" is no name for an account
              try: letters, digits, ".", "_" and "-", at most 64, none of ".-" in front
            """
        ),
        (
            "server = \"h\"\n[account]\n-x = { server = \"h\" }",
            """
            config.toml:4: "-x" is no name for an account
              try: letters, digits, ".", "_" and "-", at most 64, none of ".-" in front
            """
        ),
        (
            "server = \"h\"\n[account]\nother = 1",
            "config.toml:4: \"other\" wants a table, not a whole number\n  try: [account.example]"
        ),
        ("server = \"h\"\n[acount.x]", "config.toml:3: unknown key \"acount\"\n  try: account"),
    ]

    @Test("a slip is named with its line and a way out", arguments: slips) func slip(_ text: String, _ error: String) {
        let found = failure { try read("[account.example]\n" + text) }
        #expect(found?.text == "error: " + error)
        #expect(found?.code == .configuration)
        #expect(found?.text.contains("hunter2") == false)
    }

    @Test(
        "a default that is no account",
        arguments: [
            (
                "default = \"exmaple\"\n[account.example]\nserver = \"h\"",
                "config.toml:1: no account \"exmaple\" for \"default\"\n  try: default = \"example\""
            ),
            (
                "\ndefault = \"work\"",
                "config.toml:2: no account \"work\" for \"default\"\n  try: [account.work], and its server below"
            ),
            ("default = 1", "config.toml:1: \"default\" wants a string, not a whole number\n  try: default = \"example\""),
            ("account = 1", "config.toml:1: \"account\" wants a table, not a whole number\n  try: [account.example]"),
        ])
    func standard(_ text: String, _ error: String) { #expect(failure { try read(text) }?.text == "error: " + error) }

    @Test("what is no TOML is refused with the parser's words and line") func syntax() {
        let error = failure { try read("[account.example]\nserver = \"h\"\nuser = anna\n") }
        #expect(error?.message.hasPrefix("config.toml:3: ") == true, "\(error?.message ?? "")")
        #expect(error?.hint == "mend line 3")
        #expect(error?.code == .configuration)
        #expect(failure { try read("a = 1\na = 2\n") }?.message.hasPrefix("config.toml:2: ") == true)
    }

    @Test("octets that are no text are refused", arguments: [[0xFF], Array("a = 1\0".utf8)] as [[UInt8]]) func octets(
        _ octets: [UInt8]
    ) {
        let error = failure { try ConfigFile(octets, name: "config.toml", folder: "/") }
        #expect(error?.text == "error: config.toml is no text in UTF-8\n  try: save it as UTF-8")
    }

    // MARK: the file

    @Test("a file that others may write is refused", arguments: [0o620, 0o602, 0o666]) func writable(_ mode: Int) throws {
        let folder = try ScratchFolder()
        let path = try folder.file("config.toml", "[account.a]\nserver = \"h\"\n", mode: mode_t(mode))
        let error = failure { try ConfigFile(path: path, name: "config.toml") }
        #expect(error?.text == "error: others may write \(path)\n  try: chmod go-w \(path)")
        #expect(error?.code == .configuration)
    }

    @Test("a file that others may read is none of our business, and paths in it are relative to it") func readable() throws {
        let folder = try ScratchFolder()
        let path = try folder.file("c", "[account.a]\nserver = \"h\"\nca-file = \"ca.pem\"\n", mode: 0o644)
        #expect(try ConfigFile(path: path, name: "c")?.accounts.first?.settings.trust.caFile == folder.path + "/ca.pem")
    }

    @Test func aMissingFileIsNoFileAndAFolderIsRefused() throws {
        let folder = try ScratchFolder()
        #expect(try ConfigFile(path: folder.path + "/none", name: "c") == nil)
        #expect(failure { try ConfigFile(path: folder.path, name: "c") }?.message == "\(folder.path) is no file")
    }
}
