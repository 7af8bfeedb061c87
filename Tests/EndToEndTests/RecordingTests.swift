import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    /// What is in a file that `session record` wrote, and what can be made of it.
    @Suite("recordings that are handed over") struct Recordings {
        private static let words = ["treasure", "Subject", "chest", "island", "pirate"]

        /// Framing that is not what it seems: dots between bare line feeds, challenges, and a dot behind which stands another CR.
        private static let mails = [
            "Subject: a\r\n\r\ntreasure\n.\n+OK island\nchest\r\n",
            "Subject: b\r\n\r\npirate\n+ island\n+ treasure\r\n..\r\nchest\r\n",
            "Subject: c\r\n\r\n+OK pirate\r\n-ERR island\r\n",
        ].enumerated().map { DemoMessage(uniqueID: "u\($0.offset)", text: $0.element) }

        private func site(_ list: [Fault] = [], mechanism: String? = nil) throws -> Site {
            let site = try Site(Self.mails, token: mechanism == nil ? nil : "demo")
            site.server.faults = Faults(
                [Fault(.replace(text: "+OK\r\nchest\r\n.\r\r\nisland\r\n.\r\n"), at: .message(3, verb: "RETR"))] + list)
            if let mechanism {
                site.server.faults.unannounced = ["SASL"]
                site.server.faults.announcedFalsely = ["SASL \(mechanism)"]
            } else {
                site.server.faults.unknownVerbs = ["AUTH"]
            }
            return site
        }

        /// The file that these commands leave behind.
        private func record(_ commands: String, _ site: Site, _ scratch: Scratch, token: Bool = false, full: Bool = false) throws
            -> String
        {
            let file = scratch.at("record")
            let ended = try scratch.martlet(
                site.options + ["--user", "demo", token ? "--token-file" : "--password-file", scratch.at("password")]
                    + ["-c", "session record \(file)\(full ? " --full" : ""); \(commands)"])
            #expect(ended.code == 0, "\(ended)")
            return try String(contentsOfFile: file, encoding: .utf8)
        }

        /// The same commands to the file, served.
        private func replay(_ commands: String, _ scratch: Scratch, token: Bool = false) throws -> (ended: Ended, said: String) {
            let (child, place) = try ReplayTests().replay(scratch.at("record"), scratch)
            let ended = try scratch.martlet([
                "--server", place, "--insecure-cleartext", "--user", "demo", token ? "--token-command" : "--password-command",
                "echo \(Secrets.canary)", "-c", commands,
            ])
            child.kill(SIGTERM)
            return (ended, child.wait().errorText)
        }

        @Test(
            "have no letter of a mail, however it is framed and the session goes, and are served to the end",
            arguments: [
                "retr 1; retr 2; retr 3; quit", "stat; reconnect; retr 1; reconnect; retr 2; noop; retr 3; quit",
                "-list; reconnect; retr 2; quit", "-export all OUT; reconnect; retr 1; retr 3; quit", "top 1 2; headers; retr 2",
            ], ["USER", "XOAUTH2", "OAUTHBEARER"])
        func masked(_ commands: String, _ way: String) throws {
            let scratch = try Scratch()
            var faults: [Fault] = []
            // The connection is lost while answers are due.
            if commands.hasPrefix("-list") { faults.append(Fault(.close(after: 5), at: .verb("LIST"), once: true)) }
            if commands.hasPrefix("-export") {
                faults.append(Fault(.close(after: 30), at: .message(2, verb: "RETR"), once: true))
            }
            // Signed in, the server says no more what it can do.
            faults.append(Fault(.refuse("no more"), at: .verb("CAPA", occurrence: 2)))
            let isToken = way != "USER"
            let recorded = try record(
                commands.replacing("OUT", with: scratch.at("out")), site(faults, mechanism: isToken ? way : nil), scratch,
                token: isToken)
            for word in Self.words { #expect(!recorded.contains(word), "\(recorded)") }
            #expect(recorded.contains("\"c\":\"\(isToken ? "AUTH \(way)" : "USER ****\"")"))
            #expect(recorded.contains("xxxx"))
            let (ended, said) = try replay(commands.replacing("OUT", with: scratch.at("again")), scratch, token: isToken)
            #expect(ended.code == 0 && said.isEmpty, "\(ended)\n\(said)\n\(recorded)")
        }

        @Test("end where they are told to: not an octet more is written")
        func stop() throws {
            let (scratch, site) = (try Scratch(), try site())
            let recorded = try record("stat; session stop; noop; retr 1; reconnect; retr 2; quit", site, scratch)
            #expect(recorded.contains("STAT") && !recorded.contains("NOOP") && !recorded.contains("RETR"), "\(recorded)")
            #expect(site.server.lines().contains("NOOP"))
            #expect(try replay("stat", scratch).ended.code == 0)
        }

        @Test("go on when a log begins and ends beside them")
        func besideALog() throws {
            let (scratch, site) = (try Scratch(), try site())
            let commands = "stat; log to \(scratch.at("log")); retr 1; log off; uidl; quit"
            let recorded = try record(commands, site, scratch)
            for command in ["STAT", "RETR 1", "UIDL", "QUIT"] {
                #expect(recorded.contains("\"c\":\"\(command)\""), "\(recorded)")
            }
            #expect(try replay("stat; retr 1; uidl; quit", scratch).ended.code == 0)
        }

        @Test("served to a client that does otherwise, tell no credentials of it", arguments: ["USER", "AUTH"])
        func mismatch(_ way: String) throws {
            let scratch = try Scratch()
            let head = #"{"martlet":"session","version":1,"server":"x","bodies":"masked"}"#
            let capa = way == "USER" ? "USER" : "SASL PLAIN"
            let more = way == "USER" ? "\n{\"c\":\"USER ****\"}\n{\"s\":\"+OK\\r\\n\"}" : ""
            try scratch.write(
                "record",
                head
                    + "\n{\"note\":\"connected to 1\"}\n{\"s\":\"+OK hi\\r\\n\"}\n{\"c\":\"CAPA\"}\n{\"s\":\"+OK\\r\\n\(capa)\\r\\n.\\r\\n\"}"
                    + more + "\n{\"c\":\"STAT\"}\n{\"s\":\"+OK 1 1\\r\\n\"}\n")
            let (ended, said) = try replay("stat", scratch)
            #expect(ended.code != 0)
            #expect(Secrets.isClean(said.utf8), "\(said)")
            #expect(
                said.contains("the client says \"\(way == "USER" ? "PASS" : "AUTH") ****\", the recording has \"STAT\""),
                "\(said)")
        }
    }
}
