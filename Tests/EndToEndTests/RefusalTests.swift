import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    /// The wording is that of UX.md section 6; `PORT` and `SHA-256` stand for what differs from run to run.
    @Suite("refused before any credential is sent") struct Refusals {
        static let secret = "canary-s3cret"
        static let mail = [DemoMessage(uniqueID: "one", text: "Subject: one\r\n\r\n")]

        /// A server that deserves no password, and what the user reads.
        struct Trap: Sendable, CustomTestStringConvertible {
            let testDescription: String
            var door = Site.Door.tls
            /// nil: the server has no TLS.
            var claims: DemoCertificate.Claims?
            var trusts = true
            var pin: String?
            var faults = Faults()
            let code: Int32
            let text: String
            /// Where the network decides which of two reasons comes first.
            var orText: String?
        }

        static let traps: [Trap] =
            [Site.Door.tls, .stls].flatMap { door in
                [
                    Trap(
                        testDescription: "self-signed, \(door)", door: door, claims: .selfSigned, trusts: false, code: 77,
                        text: """
                            error: the certificate is signed by nobody this system trusts (SHA-256 …)
                              server: CN=localhost
                              try: trust pin \(door == .tls ? "pops" : "pop")://localhost:PORT  (after checking the fingerprint with your provider)
                            """),
                    Trap(
                        testDescription: "an authority nobody trusts, \(door)", door: door, claims: .init(), trusts: false,
                        code: 77,
                        text: """
                            error: the certificate is signed by nobody this system trusts (SHA-256 …)
                              server: CN=localhost
                              try: trust pin \(door == .tls ? "pops" : "pop")://localhost:PORT  (after checking the fingerprint with your provider)
                            """),
                    Trap(
                        testDescription: "wrong name, \(door)", door: door, claims: .wrongName, code: 77,
                        text: """
                            error: the certificate is for pop.example.org, not localhost
                              try: use that name in --server, if it is your provider's
                            """),
                    Trap(
                        testDescription: "expired, \(door)", door: door, claims: .expired, code: 77,
                        text: """
                            error: the certificate of localhost is not valid now (…)
                              try: check this machine's clock; else the server's owner has to renew it
                            """),
                    Trap(
                        testDescription: "not valid yet, \(door)", door: door, claims: .notYetValid, code: 77,
                        text: """
                            error: the certificate of localhost is not valid now (…)
                              try: check this machine's clock; else the server's owner has to renew it
                            """),
                    Trap(
                        testDescription: "another than the pinned one, \(door)", door: door, claims: .init(), trusts: false,
                        pin: String(repeating: "5a", count: 32), code: 77,
                        text: """
                            error: the certificate of localhost is not the pinned one (SHA-256 …)
                              try: ask your provider whether it was renewed, then change --pin
                            """),
                ]
            } + [
                Trap(
                    testDescription: "octets in the clear behind STLS", door: .stls, claims: .init(),
                    faults: Faults([Fault(.append(text: "+OK injected\r\n"), at: .verb("STLS"))]), code: 76,
                    text: """
                        error: localhost:PORT sent data ahead of the TLS handshake, as an attacker in between would; nothing was sent
                          try: another network, or --server pops://localhost
                        """),
                Trap(
                    testDescription: "one octet behind STLS", door: .stls, claims: .init(),
                    faults: Faults([Fault(.append([UInt8(ascii: "+")]), at: .verb("STLS"))]), code: 76,
                    text: """
                        error: localhost:PORT sent data ahead of the TLS handshake, as an attacker in between would; nothing was sent
                          try: another network, or --server pops://localhost
                        """),
                Trap(
                    testDescription: "STLS not offered", door: .stls, code: 69,
                    text: """
                        error: the server offers no encryption; nothing was sent
                          try: --server pops://localhost  (TLS from the start, port 995)
                        """),
                Trap(
                    testDescription: "STLS refused", door: .stls, claims: .init(),
                    faults: Faults([Fault(.refuse("not today"), at: .verb("STLS"))]), code: 69,
                    text: """
                        error: the server offers no encryption; nothing was sent
                          server: not today
                          try: --server pops://localhost  (TLS from the start, port 995)
                        """),
                Trap(
                    testDescription: "STLS struck out of CAPA", door: .stls, claims: .init(), faults: unannounced("STLS"),
                    code: 69,
                    text: """
                        error: the server offers no encryption; nothing was sent
                          try: --server pops://localhost  (TLS from the start, port 995)
                        """),
                Trap(
                    testDescription: "STLS said yes and is no TLS", door: .stls, claims: .init(), faults: brokenHandshake,
                    code: 76,
                    text: """
                        error: localhost:PORT does not speak TLS
                          try: --server pop://localhost  (port 110 with STLS)
                        """,
                    orText: """
                        error: localhost:PORT sent data ahead of the TLS handshake, as an attacker in between would; nothing was sent
                          try: another network, or --server pops://localhost
                        """),
                Trap(
                    testDescription: "a plaintext server on a TLS port", code: 76,
                    text: """
                        error: localhost:PORT does not speak TLS
                          try: --server pop://localhost  (port 110 with STLS)
                        """),
            ]

        private static func unannounced(_ capability: String) -> Faults {
            var faults = Faults()
            faults.unannounced = [capability]
            return faults
        }

        private static var brokenHandshake: Faults {
            var faults = Faults()
            faults.breaksHandshake = true
            return faults
        }

        @Test("a server that deserves no password", arguments: traps)
        func trap(_ trap: Trap) throws {
            let scratch = try Scratch(password: Self.secret)
            let certificate = try trap.claims.map { try DemoCertificate.make(in: scratch.path, $0) }
            let site = try Site(
                Self.mail, trap.door, certificate: certificate, security: certificate == nil ? DemoOptions.Security.none : nil,
                password: Self.secret)
            site.server.faults = trap.faults
            var options = trap.trusts ? site.options(host: "localhost") : Array(site.options(host: "localhost").prefix(2))
            if let pin = trap.pin { options += ["--pin", pin] }
            options += ["--user", "demo", "--password-file", scratch.at("password"), "--timeout", "20"]

            let ended = try scratch.martlet(options + ["export", "all", scratch.at("mail")])
            #expect(ended.code == trap.code)
            let text = golden(ended.errorText, site)
            #expect(text == trap.text + "\n" || text == trap.orText.map { $0 + "\n" })
            expectNoCredential(site)
            #expect(!FileManager.default.fileExists(atPath: scratch.at("mail/one.eml")))

            let machine = try scratch.martlet(options + ["--json", "stat"])
            let object = try JSONSerialization.jsonObject(with: Data(machine.errorText.utf8)) as? [String: [String: Any]]
            #expect(object?["error"]?["exit"] as? Int32 == trap.code, "\(machine)")
            expectNoCredential(site)
        }

        // MARK: line breaks

        struct Break: Sendable, CustomTestStringConvertible {
            let testDescription: String
            /// Behind --server.
            let words: [String]
        }

        static let breaks: [Break] =
            ["\r\n", "\r", "\n"].flatMap { end in
                let shown = end.debugDescription
                let file = ["--password-file", "PASSWORD"]
                return [
                    Break(testDescription: "--user with \(shown)", words: file + ["--user", "demo\(end)DELE 1", "stat"]),
                    Break(testDescription: "user with \(shown)", words: ["user", "demo\(end)DELE 1"]),
                    Break(testDescription: "apop with \(shown)", words: file + ["apop", "demo\(end)DELE 1"]),
                    Break(testDescription: "auth with \(shown)", words: file + ["--user", "demo\(end)DELE 1", "auth", "PLAIN"]),
                    Break(testDescription: "the mechanism with \(shown)", words: file + ["auth", "PLAIN\(end)DELE 1"]),
                    Break(testDescription: "retr with \(shown)", words: file + ["--user", "demo", "retr", "1\(end)DELE 1"]),
                    Break(testDescription: "uidl with \(shown)", words: file + ["--user", "demo", "uidl", "1\(end)DELE 1"]),
                    Break(testDescription: "list with \(shown)", words: file + ["--user", "demo", "list", "1\(end)DELE 1"]),
                    Break(testDescription: "top with \(shown)", words: file + ["--user", "demo", "top", "1\(end)DELE 1", "1"]),
                    Break(testDescription: "dele with \(shown)", words: file + ["--user", "demo", "dele", "1\(end)DELE 1"]),
                ]
            } + [
                // The first line is the password: a LF cannot be in it, a CR can.
                Break(testDescription: "a password with CR", words: ["--user", "demo", "--password-file", "BROKEN", "stat"]),
                Break(
                    testDescription: "a password with NUL",
                    words: ["--user", "demo", "--password-command", "printf 'canary-s3cret\\0x\\n'", "stat"]),
            ]

        @Test("a line break in user, password or argument", arguments: breaks)
        func lineBreak(_ it: Break) throws {
            let scratch = try Scratch(password: Self.secret)
            try scratch.write("broken", "\(Self.secret)\rDELE 1\n", mode: 0o600)
            for door in [Site.Door.cleartext, .tls] {
                let certificate = door == .tls ? try DemoCertificate.make(in: scratch.path) : nil
                let site = try Site(Self.mail, door, certificate: certificate, password: Self.secret)
                let words = it.words.map {
                    $0 == "PASSWORD" ? scratch.at("password") : $0 == "BROKEN" ? scratch.at("broken") : $0
                }
                let ended = try scratch.martlet(site.options + words)
                #expect(ended.code == 64, "\(door): \(ended)")
                #expect(ended.errorText.hasPrefix("error: "), "\(ended)")
                #expect(!ended.errorText.contains(Self.secret), "the secret is shown")
                expectNoCredential(site)
            }
        }

        @Test("a line break in the user of a URL")
        func lineBreakInURL() throws {
            let scratch = try Scratch(password: Self.secret)
            let site = try Site(Self.mail, password: Self.secret)
            let ended = try scratch.martlet([
                "--server", "pop://demo%0D%0ADELE%201@127.0.0.1:\(site.port)", "--insecure-cleartext", "--password-file",
                scratch.at("password"), "stat",
            ])
            #expect(ended.code == 64)
            #expect(ended.errorText.hasSuffix("; nothing was sent\n"), "\(ended)")
            expectNoCredential(site)
        }

        // MARK: what is checked

        /// Nothing of a sign-in arrived, on any connection, and no command smuggled in.
        private func expectNoCredential(_ site: Site) {
            #expect(site.server.waitUntilIdle())
            let base64 = Data("\0demo\0\(Self.secret)".utf8).base64EncodedString()
            for command in site.server.commands {
                #expect(!["USER", "PASS", "APOP", "AUTH", "RESPONSE", "DELE"].contains(command.verb), "\(command.text)")
                #expect(!command.text.contains(Self.secret) && !command.text.contains(base64))
            }
        }

        private func golden(_ text: String, _ site: Site) -> String {
            text.replacing(":\(site.port)", with: ":PORT")
                .replacing(#/SHA-256 [0-9A-F:]{95}/#, with: "SHA-256 …")
                .replacing(#/not valid now \(.*\)/#, with: "not valid now (…)")
        }
    }
}
