import Foundation
import MartletDemo
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension EndToEnd {
    @Suite("one command over many accounts") struct Fleets {
        private static let users = ["anna", "berta", "carl", "dora", "emil", "frida"]

        @Test("every account into a folder of its own; the one that fails is told, and the second run fetches nothing")
        func export() throws {
            let site = try AccountSite(Self.users + ["zoe"], wrong: ["zoe"])
            let words = ["export", "all", site.scratch.at("out"), "--all-accounts", "--per-host", "4"]
            let first = try site.scratch.martlet(words)
            #expect(first.code == 77)
            #expect(first.outText == "")
            #expect(site.flaws("out", of: Self.users) == [])
            #expect(!FileManager.default.fileExists(atPath: site.scratch.at("out/zoe")))
            let lines = first.errorText.split(separator: "\n")
            #expect(
                lines.filter { $0.contains(": exported ") }.sorted().map(String.init)
                    == Self.users.map {
                        "\($0): exported 3 messages (\(site.server.messages(of: $0).reduce(0) { $0 + $1.wireOctets.count }) octets) to \(site.scratch.at("out"))/\($0); 0 already there"
                    })
            #expect(lines.contains("zoe: error: sign-in refused for zoe"))
            #expect(
                lines.suffix(10).map(String.init)
                    == Self.users.map { "ok   \($0)" } + [
                        "77   zoe    sign-in refused for zoe", "error: 1 of 7 accounts failed", "  kept: the other 6 are done",
                        "  try: account password zoe  (many providers want an app password)",
                    ])
            site.server.forgetRecord()
            #expect(try site.scratch.martlet(words).code == 77)
            #expect(!site.server.lines().contains { $0.hasPrefix("RETR") })
            #expect(site.flaws("out", of: Self.users) == [])
        }

        @Test("{account} in the folder, options on both sides of the command") func placeholder() throws {
            let site = try AccountSite(Self.users)
            let ended = try site.scratch.martlet([
                "-a", "anna", "export", "new", site.scratch.at("by/{account}/in"), "--account", "berta", "-q",
            ])
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.errorText == "")
            for user in ["anna", "berta"] {
                #expect(Exported(site.scratch.at("by/\(user)/in")).flawsOfWhole(expecting: site.server.messages(of: user)) == [])
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: site.scratch.at("by")).sorted() == ["anna", "berta"])
        }

        @Test("75 where every failure goes away by itself, and only then") func retry() throws {
            let site = try AccountSite(Self.users, wrong: ["carl"])
            var faults = Faults([Fault(.refuse("[IN-USE] locked"), at: .verb("PASS"))])
            faults.unannounced = ["SASL"]
            site.server.faults = faults
            let some = try site.scratch.martlet(["stat", "-a", "anna", "-a", "berta"])
            #expect(some.code == 75, "\(some)")
            site.server.faults = Faults([Fault(.refuse("[SYS/TEMP] later"), at: .verb("STAT"))])
            #expect(try site.scratch.martlet(["stat", "-a", "anna", "-a", "dora"]).code == 75)
            #expect(try site.scratch.martlet(["stat", "--all-accounts"]).code == 77)
        }

        @Test("--json: every line of stdout is an object of one account") func json() throws {
            let site = try AccountSite(Self.users)
            let ended = try site.scratch.martlet([
                "--all-accounts", "--jobs", "6", "--per-host", "6", "--json", "export", "all", site.scratch.at("out"),
            ])
            #expect(ended.code == 0, "\(ended)")
            let lines = ended.outText.split(separator: "\n")
            // Three messages and a result each.
            let first = lines.map { String($0.prefix { $0 != "," }) }.sorted()
            #expect(first == Self.users.flatMap { Array(repeating: "{\"account\":\"\($0)\"", count: 4) })
            let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }
            #expect(objects.compactMap { $0["exported"] as? Int } == Self.users.map { _ in 3 })
        }

        @Test("--progress=json: each line of stderr that tells how far it is names its account, none is broken") func progress()
            throws
        {
            let site = try AccountSite(Self.users)
            site.server.faults.replyDelay = .milliseconds(300)
            let ended = try site.scratch.martlet([
                "--all-accounts", "--jobs", "6", "--per-host", "6", "--json", "export", "all", site.scratch.at("out"),
                "--progress=json",
            ])
            #expect(ended.code == 0, "\(ended)")
            let lines = try ended.errorText.split(separator: "\n").map {
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
            }
            var told: [String: [Int]] = [:]
            for line in lines {
                guard let progress = line["progress"] as? [String: Any] else { continue }
                #expect(Set(line.keys) == ["account", "progress"])
                #expect(progress["verb"] as? String == "export" && progress["total"] as? Int == 3)
                told[try #require(line["account"] as? String), default: []].append(try #require(progress["done"] as? Int))
            }
            #expect(told.keys.sorted() == Self.users)
            #expect(told.values.allSatisfy { $0 == $0.sorted() }, "\(told)")
            // The objects of before are there as well.
            #expect(lines.compactMap { $0["exit"] as? Int } == Self.users.map { _ in 0 })
            let quiet = try site.scratch.martlet(["-q", "--all-accounts", "--progress=json", "top", "1", "--json"])
            #expect(quiet.code == 64, "an option of a command stands behind it: \(quiet)")
        }

        @Test("[set] is that of the file which --config names, whatever the usual one says") func settings() throws {
            let site = try AccountSite(["anna", "berta"])
            let usual = try String(contentsOfFile: site.scratch.at("config/martlet/config.toml"), encoding: .utf8)
            try site.scratch.write("plain.toml", usual, mode: 0o600)
            try site.scratch.write("sure.toml", usual + "[set]\nconfirm = \"never\"\n", mode: 0o600)
            try site.configure(usual + "[set]\nconfirm = \"never\"")
            func delete(_ number: Int, _ file: String?) throws -> Ended {
                try site.scratch.martlet(
                    (file.map { ["--config", site.scratch.at($0)] } ?? []) + ["--all-accounts", "delete", "\(number)"])
            }
            let asked = try delete(1, "plain.toml")
            #expect(asked.code == 64 && asked.errorText.contains("there is no terminal to ask on"), "\(asked)")
            try site.configure(usual)
            #expect(try delete(1, nil).code == 64)
            #expect(site.server.messages(of: "anna").count == 3)
            let sure = try delete(1, "sure.toml")
            #expect(sure.code == 0, "\(sure)")
            #expect(["anna", "berta"].allSatisfy { site.server.messages(of: $0).count == 2 })
        }

        @Test("the shards of one configuration are disjoint and complete") func shards() throws {
            let users = (0..<24).map { "user-\($0)" }
            let site = try AccountSite(users)
            var seen: [String] = []
            for index in 0..<5 {
                let ended = try site.scratch.martlet(["--shard", "\(index)/5", "--jobs", "8", "--per-host", "8", "stat"])
                #expect(ended.code == 0, "\(ended)")
                let names = ended.outText.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
                #expect(names.count < users.count)
                seen += names
            }
            #expect(seen.sorted() == users.sorted())
            let empty = try site.scratch.martlet(["--account", "user-1", "--shard", "0/1000000", "stat"])
            #expect(empty.code == 0 && empty.errorText == "no account falls into this shard\n", "\(empty)")
        }

        @Test("many first runs at once, in threads and in processes, share one ledger") func together() throws {
            let users = (0..<32).map { "user-\($0)" }
            let site = try AccountSite(users)
            let children = try (0..<4).map { index in
                try site.scratch.start([
                    "--shard", "\(index)/4", "--jobs", "8", "--per-host", "8", "-q", "export", "all", site.scratch.at("out"),
                ])
            }
            for child in children {
                let ended = child.wait()
                #expect(ended.code == 0, "\(ended)")
            }
            #expect(site.flaws("out", of: users) == [])
            #expect(try site.scratch.martlet(["--all-accounts", "-q", "export", "all", site.scratch.at("out")]).code == 0)
            #expect(site.server.lines().count { $0.hasPrefix("RETR") } == users.count * 3)
        }

        // MARK: ^C

        @Test("one ^C ends at once what has nothing to lose, and starts no more") func interruptedEarly() throws {
            let site = try AccountSite(Self.users)
            site.server.faults = Faults([Fault(.stall(after: 0), at: .verb("CAPA"))])
            let child = try site.scratch.start(["--all-accounts", "stat"])
            #expect(reached { site.server.lines().count { $0 == "CAPA" } >= 2 })
            child.kill(SIGINT)
            let ended = child.wait(.seconds(10))
            #expect(ended.code == 130, "\(ended)")
            #expect(!ended.wasLate)
            #expect(ended.errorText.contains("130  frida  not started"))
            #expect(ended.errorText.contains("error: 6 of 6 accounts failed"))
        }

        @Test("the first ^C lets messages end and keeps them, the second hangs up") func interruptedTwice() throws {
            let site = try AccountSite(["anna", "berta"])
            site.server.faults = Faults([Fault(.stall(after: 20), at: .message(2, verb: "RETR"))])
            let child = try site.scratch.start(["--all-accounts", "export", "all", site.scratch.at("out")])
            #expect(reached { site.server.lines().count { $0 == "RETR 2" } == 2 })
            sleep(1)
            child.kill(SIGINT)
            sleep(1)
            #expect(kill(child.pid, 0) == 0)
            child.kill(SIGINT)
            let ended = child.wait(.seconds(10))
            #expect(ended.code == 130 && !ended.wasLate, "\(ended)")
            #expect(ended.errorText.contains("stopping; Ctrl-C again hangs up\n"))
            for user in ["anna", "berta"] {
                let left = Exported(site.scratch.at("out/\(user)"))
                #expect(left.flaws(expecting: site.server.messages(of: user)) == [])
                #expect(left.messages == ["\(user)-1.eml"])
            }
        }

        @Test("the first ^C alone: each ends its message, nothing of it is lost") func interruptedOnce() throws {
            let site = try AccountSite(["anna", "berta"])
            site.server.faults = Faults([2, 3].map { Fault(.wait(.seconds(2)), at: .message($0, verb: "RETR")) })
            let child = try site.scratch.start(["--all-accounts", "export", "all", site.scratch.at("out")])
            #expect(reached { site.server.lines().count { $0 == "RETR 1" } == 2 })
            usleep(100_000)
            child.kill(SIGINT)
            let ended = child.wait(.seconds(20))
            #expect(ended.code == 130 && !ended.wasLate, "\(ended)")
            for user in ["anna", "berta"] {
                let left = Exported(site.scratch.at("out/\(user)"))
                #expect(left.flaws(expecting: site.server.messages(of: user)) == [])
                #expect(!left.messages.isEmpty && left.messages.count < 3)
            }
        }

        private func reached(_ holds: () -> Bool) -> Bool {
            for _ in 0..<2000 {
                if holds() { return true }
                usleep(5000)
            }
            return false
        }
    }
}
