import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("trust pin") struct TrustPin {
        private let scratch: Scratch
        private let site: Site
        private var place: String { "pops://localhost:\(site.port)" }
        private var path: String { scratch.at("config/martlet/config.toml") }
        private static let wrong = String(repeating: "5a", count: 32)

        init() throws {
            scratch = try Scratch()
            site = try Site([], .tls, certificate: try DemoCertificate.make(in: scratch.path))
            try FileManager.default.createDirectory(atPath: scratch.at("config/martlet"), withIntermediateDirectories: true)
        }

        private func configure(_ more: String = "") throws -> String {
            let text =
                "[account.example]\nserver = \"\(place)\"\nuser = \"demo\"\npassword = { command = \"echo demo\" }\n" + more
            try scratch.write("config/martlet/config.toml", text, mode: 0o600)
            return text
        }

        private func config() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

        /// SHA-256 of the certificate and of its key, as they are shown.
        private func shown() throws -> (certificate: String, key: String) {
            let text = try scratch.martlet(["trust", "pin", place, Self.wrong, "--yes"]).errorText
            let found = try #require(
                text.firstMatch(of: #/SHA-256   ([0-9A-F:]+)\n +([0-9A-F:]+)\n  key       ([0-9A-F:]+)\n +([0-9A-F:]+)\n/#),
                "\(text)")
            return (String(found.1 + found.2), String(found.3 + found.4))
        }

        private func expectNoCredential() {
            #expect(site.server.waitUntilIdle())
            #expect(!site.server.commands.contains { ["USER", "PASS", "APOP", "AUTH", "RESPONSE"].contains($0.verb) })
        }

        @Test("the certificate is shown, the right fingerprint is pinned, and the account works from then on") func pins() throws
        {
            let old = try configure()
            #expect(try scratch.martlet(["-a", "example", "stat"]).code == 77)
            let (certificate, key) = try shown()
            for (fingerprint, about) in [(key, "public key"), (certificate, "certificate")] {
                _ = try configure()
                site.server.forgetRecord()
                let ended = try scratch.martlet(["trust", "pin", "example", fingerprint, "--yes"])
                #expect(ended.code == 0, "\(ended)")
                let digits = fingerprint.replacing(":", with: "").lowercased()
                #expect(try config() == old + "pin      = \"\(digits)\"  # SHA-256 of the \(about)\n")
                #expect(
                    ended.errorText.replacing(#/[0-9A-F:]{47}:?/#, with: "…").replacing(#/20\d\d-\d\d-\d\d/#, with: "DAY") == """
                        localhost:\(site.port) shows this certificate:
                          subject   CN=localhost
                          issuer    CN=martlet demo authority
                          names     localhost, 127.0.0.1, ::1
                          valid     DAY to DAY
                          SHA-256   …
                                    …
                          key       …
                                    …
                          trusted   no: nobody this system trusts has signed it
                        account "example" trusts it from now on: the pin is in \(path)

                        """)
                expectNoCredential()
                #expect(try scratch.martlet(["-a", "example", "stat"]).outText == "0\t0\n")
            }
            let again = try scratch.martlet(["trust", "pin", "example", certificate, "--yes"])
            #expect(again.code == 0)
            #expect(again.errorText.hasSuffix("is pinned to it already\n"), "\(again)")
        }

        @Test("another fingerprint than the one that was named: 77, nothing written, nothing sent") func another() throws {
            let old = try configure()
            let ended = try scratch.martlet(["trust", "pin", "example", Self.wrong, "--yes"])
            #expect(ended.code == 77)
            #expect(
                ended.errorText.replacing(#/\(SHA-256 [0-9A-F:]{95}\)/#, with: "(SHA-256 …)").hasSuffix(
                    """
                    error: the certificate of localhost has another fingerprint (SHA-256 …)
                      kept: nothing is trusted that was not before
                      try: ask your provider which of the two is theirs

                    """), "\(ended)")
            #expect(try config() == old)
            expectNoCredential()
        }

        @Test("in the middle of the file, or where a pin is already: the line and its place, exit 78, not an octet changed")
        func byHand() throws {
            let (_, key) = try shown()
            let digits = key.replacing(":", with: "").lowercased()
            for (more, place) in [
                ("[set]\nconfirm = \"never\"\n", "below line 1"), ("pin = \"\(Self.wrong)\"\n", "in place of line 5"),
            ] {
                let old = try configure(more)
                let ended = try scratch.martlet(["trust", "pin", "example", key, "--yes", "-q"])
                #expect(ended.code == 78)
                #expect(
                    ended.errorText == """
                        error: this goes into \(path) by hand, \(place): martlet rewrites no file of yours
                          kept: the file is as it was
                          try: pin = "\(digits)"

                        """)
                #expect(try config() == old)
            }
        }

        @Test("a server that is no account's: for the session, and the option for the command line") func url() throws {
            let (_, key) = try shown()
            let digits = key.replacing(":", with: "").lowercased()
            let once = try scratch.martlet(["trust", "pin", place, key, "--yes", "--json"])
            #expect(once.code == 0, "\(once)")
            let object = try JSONSerialization.jsonObject(with: Data(once.outText.utf8)) as? [String: Any]
            #expect(object?["pin"] as? String == digits && object?["account"] as? String == "")
            #expect(object?["trusted_before"] as? Bool == false && object?["issuer"] as? String == "CN=martlet demo authority")
            try FileManager.default.createDirectory(atPath: scratch.at("other"), withIntermediateDirectories: true)
            let other = try Site([], .tls, certificate: try DemoCertificate.make(in: scratch.at("other"), .selfSigned))
            let script = try scratch.write(
                "script",
                """
                trust pin \(place) \(key) --yes
                connect pops://demo@localhost:\(site.port)
                stat
                -connect pops://demo@localhost:\(other.port)
                connect pops://demo@localhost:\(site.port)
                stat

                """)
            let ended = try scratch.martlet(["--password-file", scratch.at("password"), "-f", script])
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.outText == "0\t0\n0\t0\n")
            #expect(ended.errorText.contains("is trusted in this session; on the command line: --pin \(digits)\n"), "\(ended)")
            // The pin of one server is not held against the other.
            #expect(ended.errorText.contains("error: the certificate is signed by nobody this system trusts"), "\(ended)")
            #expect(
                try scratch.martlet([
                    "--server", place, "--user", "demo", "--pin", digits, "--password-file", scratch.at("password"), "stat",
                ])
                .outText == "0\t0\n")
        }

        @Test("over STLS too; trusted already, for another name, without encryption")
        func others() throws {
            try FileManager.default.createDirectory(atPath: scratch.at("other"), withIntermediateDirectories: true)
            let stls = try Site([], .stls, certificate: try DemoCertificate.make(in: scratch.at("other"), .wrongName))
            let wrong = try scratch.martlet(["trust", "pin", "pop://localhost:\(stls.port)", Self.wrong, "--yes"])
            #expect(wrong.errorText.contains("  trusted   no: nobody this system trusts has signed it\n"), "\(wrong)")
            #expect(!stls.server.commands.contains { $0.verb == "AUTH" })
            let trusting = ["--ca-file", stls.authority ?? "", "--server", "pop://localhost:\(stls.port)"]
            let named = try scratch.martlet(trusting + ["trust", "pin", Self.wrong, "--yes"])
            #expect(named.errorText.contains("  trusted   no: it is not for the name localhost\n"), "\(named)")
            let known = try scratch.martlet([
                "--ca-file", site.authority ?? "", "--server", place, "trust", "pin", Self.wrong, "--yes",
            ])
            #expect(known.code == 77 && known.errorText.contains("  trusted   yes, as things are\n"), "\(known)")
            let bare = try Site([])
            let open = try scratch.martlet(bare.options + ["trust", "pin", Self.wrong, "--yes"])
            #expect(open.code == 64)
            #expect(
                open.errorText
                    == "error: 127.0.0.1:\(bare.port) is reached without encryption: there is no certificate to trust\n"
                    + "  try: trust pin pops://127.0.0.1\n")
        }

        @Test(
            "never blindly",
            arguments: [
                (["pin", "pops://h"], "a person has to compare the fingerprint, and there is no terminal to ask on"),
                (["pin", "pops://h", "--yes"], "--yes wants the fingerprint as well"),
                (["pin", "pops://h", wrong], "this asks before it trusts, and there is no terminal to ask on"),
                (["pin", "pops://h", "5a", "--yes"], "\"5a\" is no SHA-256"), (["pni", "x"], "trust knows no \"pni\""),
                (["pin", wrong, "--yes"], "no server was named"),
            ])
        func refused(_ words: [String], _ message: String) throws {
            let ended = try scratch.withoutTerminal(["trust"] + words)
            #expect(ended.code == 64)
            #expect(ended.errorText.hasPrefix("error: \(message)\n  try: "), "\(ended)")
        }
    }
}
