import Foundation
import MartletDemo
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension EndToEnd {
    /// A password that stands nowhere else, looked for wherever one could be left behind.
    @Suite("where the password is not found") struct Secrets {
        static let canary = "c4naryQzJ7vXw2Lk"

        /// The canary itself and as it stands in base64, at each of the three places in a group: what a leak may look like.
        static let traces: [[UInt8]] = {
            var traces = [Array(canary.utf8)]
            for shift in 0..<3 {
                let coded = Array(Data(Array(repeating: 0, count: shift) + Array(canary.utf8)).base64EncodedString().utf8)
                // The first group holds what stands before, the last what comes behind.
                traces.append(Array(coded[4..<(coded.count - 4)]))
            }
            return traces
        }()

        static func isClean(_ octets: some Collection<UInt8>) -> Bool {
            let data = Data(octets)
            return traces.allSatisfy { data.range(of: Data($0)) == nil }
        }

        static func content(_ path: String) -> Data { (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data() }

        private static let mail = [DemoMessage(uniqueID: "one", text: "From: a@b\r\nSubject: one\r\n\r\none\r\n")]

        private func site(plain: Bool = true, badPassword: Bool = false) throws -> Site {
            let site = try Site(Self.mail, password: badPassword ? "another" : Self.canary)
            var faults = Faults()
            if !plain { faults.unknownVerbs = ["AUTH"] }
            site.server.faults = faults
            return site
        }

        @Test("the search finds what it should") func traces() {
            for user in ["a", "an", "ann"] {
                let coded = Data("\0\(user)\0\(Self.canary)".utf8).base64EncodedData()
                #expect(!Self.isClean(coded), "\(user)")
            }
        }

        @Test(
            "not in the transcript, the output, --json or an error, signed in or refused", arguments: [true, false],
            [true, false])
        func words(_ plain: Bool, _ refused: Bool) throws {
            let scratch = try Scratch(password: Self.canary)
            let site = try site(plain: plain, badPassword: refused)
            let log = scratch.at("log")
            for words in [
                ["stat"], ["status", "--json"], ["headers", "--json"], ["export", "all", scratch.at("out"), "--json"],
            ] {
                let ended = try scratch.martlet(scratch.options(site) + ["--log", log] + words)
                #expect(ended.code == (refused ? 77 : 0), "\(ended)")
                #expect(Self.isClean(ended.out) && Self.isClean(ended.errorText.utf8), "\(words)")
            }
            let transcript = Self.content(log)
            #expect(String(decoding: transcript, as: UTF8.self).contains("****"))
            #expect(Self.isClean(transcript))
            #expect(!Self.isClean(site.server.lines().joined().utf8), "the server was told, so the canary was in use")
        }

        @Test("not where a server sends back what it was told") func echo() throws {
            let scratch = try Scratch(password: Self.canary)
            let site = try site(plain: false)
            var faults = site.server.faults
            faults.list = [Fault(.refuse("no \(Self.canary) here"), at: .verb("PASS"))]
            site.server.faults = faults
            for words in [["stat"], ["stat", "--json"]] {
                let ended = try scratch.martlet(scratch.options(site) + ["--log", scratch.at("log")] + words)
                #expect(ended.code == 77)
                #expect(Self.isClean(ended.out) && Self.isClean(ended.errorText.utf8), "\(ended)")
            }
            #expect(Self.isClean(Self.content(scratch.at("log"))))
        }

        @Test(
            "not where a server sends it back, by every way to sign in, at once or later",
            arguments: ["PASS", "APOP", "PLAIN", "OAUTHBEARER", "XOAUTH2"], [true, false])
        func everyEcho(_ way: String, _ refused: Bool) throws {
            let scratch = try Scratch(password: Self.canary)
            let isToken = way.hasSuffix("BEARER") || way == "XOAUTH2"
            let site = try Site(Self.mail, password: Self.canary, token: isToken ? Self.canary : nil)
            site.server.faults.unannounced = ["SASL"]
            if way == "PASS" {
                site.server.faults.unknownVerbs = ["AUTH"]
            } else {
                site.server.faults.announcedFalsely = ["SASL \(way)"]
            }
            let verb = way == "XOAUTH2" ? "RESPONSE" : way == "PASS" || way == "APOP" ? way : "AUTH"
            let signIn = way == "APOP" ? "apop demo" : "stat"
            let coded = Data("\0demo\0\(Self.canary)".utf8).base64EncodedString()
            for echo in [Self.canary, Data(Self.canary.utf8).base64EncodedString(), coded] {
                site.server.faults.list = [
                    Fault(
                        .replace(text: "\(refused ? "-ERR [AUTH] no" : "+OK") user demo password \(echo) \(echo)\r\n"),
                        at: .verb(verb)),
                    Fault(.replace(text: "+OK 1 36 your password is \(echo)\r\n"), at: .verb("STAT")),
                    Fault(.replace(text: "+OK your password is \(echo)\r\n"), at: .verb("NOOP")),
                ]
                for form in [["--json"], []] {
                    let record = scratch.at("record-\(UUID())")
                    let ended = try scratch.martlet(
                        site.options + ["--user", "demo", isToken ? "--token-file" : "--password-file", scratch.at("password")]
                            + form
                            + [
                                "--log", scratch.at("log"), "-c",
                                "session record \(record); \(signIn); log on; noop; log to \(scratch.at("log2")) full; noop; stat",
                            ])
                    #expect(ended.code == (refused ? 77 : 0), "\(ended)")
                    #expect(Self.isClean(ended.out) && Self.isClean(ended.errorText.utf8), "\(ended)")
                    for name in [record, scratch.at("log"), scratch.at("log2")] {
                        #expect(Self.isClean(Self.content(name)), "\(name)")
                    }
                    #expect(String(decoding: Self.content(record), as: UTF8.self).contains("****"))
                }
            }
            #expect(site.server.lines().contains { $0.hasPrefix(way == "PASS" ? way : way == "APOP" ? way : "AUTH \(way)") })
        }

        @Test("not in a file that martlet leaves behind") func files() throws {
            let scratch = try Scratch(password: Self.canary)
            let site = try site()
            let input = try scratch.write("lines", "stat\nheaders\nstatus\nquit\n")
            #expect(try scratch.martlet(scratch.options(site), input: input).code == 0)
            #expect(try scratch.martlet(scratch.options(site) + ["export", "all", scratch.at("out"), "--index"]).code == 0)
            var seen = 0
            for case let name as String in try #require(FileManager.default.enumerator(atPath: scratch.path))
            where name != "password" {
                seen += 1
                #expect(Self.isClean(Self.content(scratch.at(name))), "\(name)")
            }
            #expect(seen > 5)
        }

        @Test(
            "not in the process list nor in the environment of children",
            .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/environ"), "needs /proc"))
        func processes() throws {
            let scratch = try Scratch(password: Self.canary)
            let site = try site()
            // Each child writes down what it was started with.
            let spy = try scratch.write(
                "spy",
                "#!/bin/sh\ncat /proc/$$/environ /proc/$$/cmdline /proc/$PPID/cmdline /proc/$PPID/environ >>'\(scratch.at("seen"))'\n",
                mode: 0o755)
            let command = try scratch.write("tell", "#!/bin/sh\n'\(spy)'\ncat '\(scratch.at("password"))'\n", mode: 0o755)
            let ended = try scratch.martlet(
                site.options + [
                    "--user", "demo", "--password-command", command, "export", "all", "-", "--pipe", "'\(spy)'; cat >/dev/null",
                ])
            #expect(ended.code == 0, "\(ended)")
            let seen = Self.content(scratch.at("seen"))
            #expect(seen.count > 200 && Self.isClean(seen))
        }

        @Test(
            "not in a core after sign-in: every copy was wiped",
            .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gcore"), "needs gcore"),
            arguments: [
                (true, "file"), (false, "file"), (true, "command"), (false, "command"), (true, "netrc"), (false, "netrc"),
                (true, "token"), (true, "token file"),
            ])
        func core(_ plain: Bool, _ source: String) throws {
            let scratch = try Scratch(password: Self.canary)
            let isToken = source.hasPrefix("token")
            let site = isToken ? try Site(Self.mail, token: Self.canary) : try site(plain: plain)
            // Once it is signed in, the server says nothing more, and martlet waits with all its memory as it is.
            var faults = site.server.faults
            faults.list = [Fault(.stall(after: 0), at: .verb("STAT"))]
            site.server.faults = faults
            try FileManager.default.createDirectory(atPath: scratch.at("config/martlet"), withIntermediateDirectories: true)
            try scratch.write(
                "netrc", "machine x login y password z\nmachine 127.0.0.1 login demo password \(Self.canary)\n", mode: 0o600)
            let password =
                switch source {
                case "file", "token file": "{ file = \"\(scratch.at("password"))\" }"
                case "command", "token": "{ command = [\"cat\", \"\(scratch.at("password"))\"] }"
                default: "{ netrc = \"\(scratch.at("netrc"))\" }"
                }
            try scratch.write(
                "config/martlet/config.toml",
                "[account.x]\nserver = \"pop://127.0.0.1:\(site.port)\"\ninsecure-cleartext = true\nuser = \"demo\"\n\(isToken ? "token" : "password") = \(password)\n",
                mode: 0o600)
            let child = try scratch.start(["-a", "x", "stat"])
            defer {
                child.kill()
                _ = child.wait()
            }
            let end = ContinuousClock.now + .seconds(10)
            while !site.server.lines().contains("STAT"), ContinuousClock.now < end { usleep(10_000) }
            #expect(site.server.lines().contains("STAT"))
            let made = try scratch.run("/usr/bin/gcore", ["-o", scratch.at("core"), "\(child.pid)"])
            let core = Self.content(scratch.at("core.\(child.pid)"))
            guard made.code == 0, core.count > 1 << 20 else {
                return print("SKIP the core: gcore may not look (\(made.errorText.prefix(80)))")
            }
            #expect(core.range(of: Data("127.0.0.1".utf8)) != nil, "the core has the memory of martlet")
            #expect(Self.isClean(core), "\(Self.places(core))")
        }

        /// What stands around each trace, for who has to find where it stays.
        private static func places(_ core: Data) -> String {
            traces.enumerated().flatMap { kind, trace -> [String] in
                var found: [String] = []
                var from = core.startIndex
                while found.count < 8, let range = core.range(of: Data(trace), in: from..<core.endIndex) {
                    let around = core[max(0, range.lowerBound - 48)..<min(core.endIndex, range.upperBound + 16)]
                    found.append(
                        "\(kind) at \(range.lowerBound): "
                            + String(decoding: around.map { (32...126).contains($0) ? $0 : 46 }, as: UTF8.self))
                    from = range.upperBound
                }
                return found
            }.joined(separator: "\n")
        }
    }
}
