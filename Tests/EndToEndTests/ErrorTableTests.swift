import Foundation
import MartletDemo
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension EndToEnd {
    /// A row for each error that people meet, made by its real cause. `PORT`, `SHA-256` and `HOME` stand for what differs.
    @Suite("the errors people meet") struct ErrorTable {
        struct Row: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let code: Int32
            let text: String
            let run: @Sendable (Scratch) throws -> Ended
        }

        /// An account "example" with these lines, at a server.
        private static func account(_ scratch: Scratch, _ server: String, _ lines: String...) throws {
            try FileManager.default.createDirectory(atPath: scratch.at("config/martlet"), withIntermediateDirectories: true)
            try scratch.write(
                "config/martlet/config.toml",
                (["[account.example]", "server = \"\(server)\"", "user = \"anna\""] + lines).joined(separator: "\n") + "\n",
                mode: 0o600)
        }

        private static let mail = (1...3).map {
            DemoMessage(uniqueID: "u\($0)", text: "From: a@b\r\nSubject: \($0)\r\n\r\n\($0)\r\n")
        }

        /// A command at a server with these faults.
        private static func at(
            _ scratch: Scratch, _ faults: Faults = Faults(), _ words: String..., options: DemoOptions = DemoOptions()
        ) throws -> Ended {
            let server = try DemoServer(accounts: [DemoAccount(messages: mail)], options: options)
            server.faults = faults
            let port = try server.start()
            defer { server.stop() }
            return try scratch.martlet(
                [
                    "--server", "pop://127.0.0.1:\(port)", "--insecure-cleartext", "--user", "demo", "--password-file",
                    scratch.at("password"),
                ] + words)
        }

        private static func tls(_ scratch: Scratch, _ claims: DemoCertificate.Claims, trusts: Bool) throws -> Ended {
            let certificate = try DemoCertificate.make(in: scratch.path, claims)
            let site = try Site(mail, .tls, certificate: certificate)
            let trust = trusts ? ["--ca-file", certificate.authorityPath ?? ""] : []
            return try scratch.martlet(
                ["--server", "pops://localhost:\(site.port)", "--user", "demo", "--password-file", scratch.at("password")] + trust
                    + ["stat"])
        }

        static let rows: [Row] = [
            Row(
                testDescription: "DNS", code: 68,
                text: """
                    error: no such host "no..such.name"
                      try: check the spelling in --server

                    """
            ) {
                try $0.martlet([
                    "--server", "pops://no..such.name", "--user", "anna", "--password-file", $0.at("password"), "stat",
                ])
            },
            Row(
                testDescription: "DNS, of an account", code: 68,
                text: """
                    error: no such host "no..such.name"
                      try: account edit example

                    """
            ) {
                try account($0, "pops://no..such.name")
                return try $0.martlet(["-a", "example", "stat"])
            },
            Row(
                testDescription: "refused port", code: 75,
                text: """
                    error: nothing listens on 127.0.0.1:1
                      try: server = "pop://127.0.0.1" in [account.example]  (port 110 with STLS)

                    """
            ) {
                try account($0, "pops://127.0.0.1:1")
                return try $0.martlet(["-a", "example", "stat"])
            },
            Row(
                testDescription: "timeout", code: 75,
                text: """
                    error: no answer from 127.0.0.1:PORT after 1 s
                      try: again later, or --timeout with more seconds

                    """
            ) {
                try at($0, Faults([Fault(.stall(after: 0), at: .greeting)]), "--timeout", "1", "stat")
            },
            Row(
                testDescription: "plain server on a TLS port", code: 76,
                text: """
                    error: 127.0.0.1:PORT does not speak TLS
                      try: --server pop://127.0.0.1  (port 110 with STLS)

                    """
            ) { scratch in
                let site = try Site(mail)
                return try scratch.martlet([
                    "--server", "pops://127.0.0.1:\(site.port)", "--user", "demo", "--password-file", scratch.at("password"),
                    "stat",
                ])
            },
            Row(
                testDescription: "certificate for another name", code: 77,
                text: """
                    error: the certificate is for pop.example.org, not localhost
                      try: use that name in --server, if it is your provider's

                    """
            ) { try tls($0, .wrongName, trusts: true) },
            Row(
                testDescription: "certificate of nobody", code: 77,
                text: """
                    error: the certificate is signed by nobody this system trusts (SHA-256)
                      server: CN=localhost
                      try: trust pin pops://localhost:PORT  (after checking the fingerprint with your provider)

                    """
            ) { try tls($0, .init(), trusts: false) },
            Row(
                testDescription: "certificate of nobody, of an account", code: 77,
                text: """
                    error: the certificate is signed by nobody this system trusts (SHA-256)
                      server: CN=localhost
                      try: trust pin example  (after checking the fingerprint with your provider)

                    """
            ) { scratch in
                let site = try Site(mail, .tls, certificate: try DemoCertificate.make(in: scratch.path))
                try account(scratch, "pops://localhost:\(site.port)")
                return try scratch.martlet(["-a", "example", "stat"])
            },
            Row(
                testDescription: "no STLS", code: 69,
                text: """
                    error: the server offers no encryption; nothing was sent
                      try: --server pops://127.0.0.1  (TLS from the start, port 995)

                    """
            ) { scratch in
                let site = try Site(mail)
                return try scratch.martlet([
                    "--server", "pop://127.0.0.1:\(site.port)", "--user", "demo", "--password-file", scratch.at("password"),
                    "stat",
                ])
            },
            Row(
                testDescription: "wrong password", code: 77,
                text: """
                    error: sign-in refused for demo
                      server: [AUTH] wrong name or password
                      try: check user and password; many providers want an app password

                    """
            ) { scratch in
                try scratch.write("password", "another\n", mode: 0o600)
                return try at(scratch, Faults(), "stat")
            },
            Row(
                testDescription: "wrong password, of an account", code: 77,
                text: """
                    error: sign-in refused for anna
                      server: [AUTH] wrong name or password
                      try: account password example  (many providers want an app password)

                    """
            ) { scratch in
                let site = try Site(mail)
                try account(
                    scratch, "pop://127.0.0.1:\(site.port)", "insecure-cleartext = true",
                    "password = { command = \"echo another\" }")
                return try scratch.martlet(["-a", "example", "stat"])
            },
            Row(
                testDescription: "an old token", code: 77,
                text: """
                    error: the token command gave a token the server refuses
                      server: [AUTH] the token is not valid (invalid_token)
                      try: run the command by hand: `echo 'an old one'`

                    """
            ) { scratch in
                let server = try DemoServer(accounts: [DemoAccount(user: "anna", token: "a new one", messages: mail)])
                let port = try server.start()
                defer { server.stop() }
                try account(
                    scratch, "pop://127.0.0.1:\(port)", "insecure-cleartext = true",
                    "token = { command = [\"echo\", \"an old one\"] }")
                return try scratch.martlet(["-a", "example", "stat"])
            },
            Row(
                testDescription: "a token for a server that takes none", code: 69,
                text: """
                    error: 127.0.0.1:PORT takes no tokens: it offers neither OAUTHBEARER nor XOAUTH2; nothing secret was sent
                      try: password = { command = ["pass", "show", "mail"] } in place of token in [account.example]

                    """
            ) { scratch in
                let site = try Site(mail)
                try account(
                    scratch, "pop://127.0.0.1:\(site.port)", "insecure-cleartext = true",
                    "token = { command = \"touch \(scratch.at("asked")); echo x\" }")
                let ended = try scratch.martlet(["-a", "example", "stat"])
                #expect(!FileManager.default.fileExists(atPath: scratch.at("asked")), "no token was fetched for it")
                return ended
            },
            Row(
                testDescription: "mailbox in use", code: 75,
                text: """
                    error: another program has this mailbox open
                      server: [IN-USE] maildrop already locked
                      try: close it, or again in a few minutes

                    """
            ) {
                try at(
                    $0,
                    Faults(["AUTH", "PASS"].map { Fault(.refuse("[IN-USE] maildrop already locked"), at: .verb($0)) }), "stat")
            },
            Row(
                testDescription: "too soon", code: 75,
                text: """
                    error: the server wants 300 s between sign-ins
                      server: [LOGIN-DELAY] 300 s
                      try: connect --wait

                    """
            ) {
                var faults = Faults(["AUTH", "PASS"].map { Fault(.refuse("[LOGIN-DELAY] 300 s"), at: .verb($0)) })
                faults.announcedFalsely = ["LOGIN-DELAY 300"]
                return try at($0, faults, "stat")
            },
            Row(
                testDescription: "too soon, and the server says how long still", code: 75,
                text: """
                    error: the server wants 300 s between sign-ins; 300 s left
                      server: [LOGIN-DELAY] come back in 300 s
                      try: connect example --wait

                    """
            ) { scratch in
                var options = DemoOptions()
                options.loginDelaySeconds = 300
                let server = try DemoServer(accounts: [DemoAccount(user: "anna", messages: mail)], options: options)
                let port = try server.start()
                defer { server.stop() }
                try account(
                    scratch, "pop://127.0.0.1:\(port)", "insecure-cleartext = true", "password = { command = \"echo demo\" }")
                #expect(try scratch.martlet(["-a", "example", "stat"]).code == 0)
                return try scratch.martlet(["-a", "example", "stat"])
            },
            Row(
                testDescription: "a plugin for another interface", code: 70,
                text: """
                    error: plugin "tally" was built for interface 2, this is 1
                      try: rebuild it, or plugin unload tally

                    """
            ) { try $0.martlet(["plugin", "load", try Plugins.compile(Plugins.cSource, "tally", builtFor: 2, in: $0)]) },
            Row(
                testDescription: "a password and no terminal", code: 64,
                text: """
                    error: a password is needed and there is no terminal to ask on
                      try: password = { command = ["pass", "show", "mail"] } in [account.example]

                    """
            ) { scratch in
                let site = try Site(mail)
                try account(scratch, "pop://127.0.0.1:\(site.port)", "insecure-cleartext = true")
                return try scratch.withoutTerminal(["-a", "example", "stat"])
            },
            Row(
                testDescription: "a number out of range", code: 64,
                text: """
                    error: no message 131; the last is 3
                      try: headers last:20

                    """
            ) { try at($0, Faults(), "headers", "131") },
            Row(
                testDescription: "an unknown key", code: 64,
                text: """
                    error: no selection key "sise"
                      from:anna sise>1M
                                ^
                      try: size>1M

                    """
            ) { try at($0, Faults(), "headers", "from:anna", "sise>1M") },
            Row(
                testDescription: "no TOP", code: 69,
                text: """
                    error: the server cannot send headers alone; 3 messages (84 B) would be fetched
                      try: add --whole to go ahead

                    """
            ) {
                var faults = Faults()
                faults.unknownVerbs = ["TOP"]
                return try at($0, faults, "headers")
            },
            Row(
                testDescription: "the output exists and differs", code: 73,
                text: """
                    error: HOME/out/u1.eml exists and differs
                      try: export … --rename

                    """
            ) { scratch in
                try FileManager.default.createDirectory(atPath: scratch.at("out"), withIntermediateDirectories: true)
                try scratch.write("out/u1.eml", "mine\n")
                return try at(scratch, Faults(), "-q", "export", "1", scratch.at("out"))
            },
            Row(
                testDescription: "a line without end", code: 76,
                text: """
                    error: the server sent a line longer than 64 K; the connection was closed
                      try: --log FILE, then report it to the server's owner

                    """
            ) {
                let line = "+OK " + String(repeating: "x", count: 200_000)
                return try at($0, Faults([Fault(.replace(text: line), at: .verb("STAT"))]), "stat")
            },
            Row(
                testDescription: "not POP3 from the first octet", code: 76,
                text: """
                    error: 127.0.0.1:PORT does not speak POP3
                      server: SSH-2.0-x\\x1B[31m
                      try: check the port: 110 for pop://, 995 for pops://

                    """
            ) { try at($0, Faults([Fault(.replace(text: "SSH-2.0-x\u{1B}[31m\r\nmore\r\n"), at: .greeting)]), "stat") },
            Row(
                testDescription: "not POP3 in the middle", code: 76,
                text: """
                    error: 127.0.0.1 answered STAT with something that is not POP3
                      server: HTTP/1.1 400 Bad Request
                      try: the same again, with --log FILE

                    """
            ) { try at($0, Faults([Fault(.replace(text: "HTTP/1.1 400 Bad Request\r\n"), at: .verb("STAT"))]), "stat") },
            Row(
                testDescription: "a listing that cannot be read", code: 76,
                text: """
                    error: 127.0.0.1 answered LIST with something that is not POP3 (none of its 3 lines could be read)
                      server: message one
                      try: the same again, with --log FILE

                    """
            ) {
                let reply = "+OK\r\nmessage one\r\n0 120\r\n\r\n.\r\n"
                return try at($0, Faults([Fault(.replace(text: reply), at: .verb("LIST"))]), "headers")
            },
            Row(
                testDescription: "a server that hangs up at the password", code: 77,
                text: """
                    error: 127.0.0.1 hung up at the password; some servers do that when it is wrong
                      try: check user and password; many providers want an app password

                    """
            ) { scratch in
                try scratch.write("password", "wrong\n", mode: 0o600)
                var faults = Faults()
                faults.badPassword = .closed
                return try at(scratch, faults, "stat")
            },
            Row(
                testDescription: "a message that wants UTF8", code: 69,
                text: """
                    error: the server wants UTF8 for this
                      server: [UTF8] not in ASCII
                      try: martlet -c 'utf8; retr 2'  (UTF8 comes before the sign-in)

                    """
            ) { try at($0, Faults([Fault(.refuse("[UTF8] not in ASCII"), at: .message(2, verb: "RETR"))]), "retr", "2") },
            Row(
                testDescription: "a CA file that is not there", code: 78,
                text: """
                    error: no authorities to trust: /does/not/exist.pem: cannot be read
                      try: --ca-file with a PEM file that can be read

                    """
            ) { scratch in
                let site = try Site(mail, .tls, certificate: try DemoCertificate.make(in: scratch.path))
                return try scratch.martlet([
                    "--server", "pops://localhost:\(site.port)", "--user", "demo", "--password-file", scratch.at("password"),
                    "--ca-file", "/does/not/exist.pem", "stat",
                ])
            },
            Row(
                testDescription: "a slip in config.toml", code: 78,
                text: """
                    error: config.toml:4: unknown key "sever"
                      try: server

                    """
            ) {
                try account($0, "pops://h", "sever = \"h\"")
                return try $0.martlet(["-a", "example", "stat"])
            },
            Row(
                testDescription: "an unknown command", code: 64,
                text: """
                    error: no command "delte"
                      try: delete 5

                    """
            ) { try $0.martlet(["delte", "5"]) },
        ]

        @Test("text and exit code", arguments: rows) func row(_ row: Row) throws {
            let scratch = try Scratch()
            let ended = try row.run(scratch)
            #expect(Self.masked(ended.errorText, scratch) == row.text)
            #expect(ended.code == row.code)
            #expect(ended.outText == "")
        }

        @Test("help errors names each of them") func help() throws {
            let text = try Scratch().martlet(["help", "errors"]).outText
            for words in [
                "no such host", "nothing listens on", "no answer from", "does not speak TLS", "the certificate is for",
                "signed by nobody this system trusts", "offers no encryption", "sign-in refused for",
                "a token the server refuses", "takes no tokens", "another program has this mailbox",
                "s between sign-ins", "no terminal to ask on", "no message N; the last is M", "no selection key",
                "; M s left", "connect NAME --wait", "trust pin NAME", "account password NAME",
                "was built for interface N, this is M",
                "the name service does not answer", "hung up at the password", "answered VERB with something that is not POP3",
                "wants UTF8", "cannot send headers alone", "exists and differs", "no space left in", "a line longer than 64 K",
                "unknown key",
            ] { #expect(text.contains(words), "\(words)") }
        }

        private static func masked(_ text: String, _ scratch: Scratch) -> String {
            text.replacingOccurrences(of: scratch.path, with: "HOME")
                .replacingOccurrences(of: ":[0-9]{4,5}(?![0-9])", with: ":PORT", options: .regularExpression)
                .replacingOccurrences(of: "SHA-256 [0-9A-F:]+", with: "SHA-256", options: .regularExpression)
        }
    }
}

extension Scratch {
    /// Runs martlet where there is no terminal to open, whatever the tests run under.
    func withoutTerminal(_ words: [String], input: String? = nil, environment more: [String: String] = [:]) throws -> Ended {
        for program in ["/usr/bin/setsid", "/bin/setsid"] where FileManager.default.isExecutableFile(atPath: program) {
            return try Child(
                program, ["-w", try Martlet.path()] + words, environment: environment.merging(more) { $1 }, input: input,
                capture: at("capture")
            ).wait()
        }
        return try martlet(words, input: input, environment: more)
    }
}
