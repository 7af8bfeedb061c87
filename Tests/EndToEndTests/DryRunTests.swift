import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("export --dry-run") struct DryRuns {
        /// A way to export: what stands behind `export SELECTION`, and whether a later run knows what an earlier one stored.
        enum Way: String, CaseIterable, Sendable {
            case eml, maildir, mbox, tar, zip, pipe

            func words(_ scratch: Scratch) -> [String] {
                switch self {
                case .eml: [scratch.at("place/a/b/in")]
                case .maildir, .mbox: [scratch.at("place/a/b/in"), "--format", rawValue]
                case .tar, .zip: ["-", "--format", rawValue]
                case .pipe: ["-", "--pipe", "cat > /dev/null"]
                }
            }

            var remembers: Bool { self != .tar && self != .zip }
            /// Whether a manifest tells what a lost ledger knew.
            var hasFolder: Bool { self == .eml || self == .maildir }
        }

        /// A row of the plan: number and what is to happen.
        private struct Plan {
            var fetched: [String] = []
            var deleted: [String] = []
            /// The line for people.
            let summary: String

            init(_ ended: Ended) {
                summary = ended.errorText
                for line in ended.outText.split(separator: "\n") {
                    let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                    if cells[1].hasPrefix("fetch") { fetched.append(cells[0]) }
                    if cells[1].hasSuffix("delete") { deleted.append(cells[0]) }
                }
            }
        }

        private static func dry(_ words: [String], _ scratch: Scratch) throws -> Plan {
            let ended = try scratch.martlet(words + ["--dry-run"])
            #expect(ended.code == 0, "\(ended)")
            return Plan(ended)
        }

        @Test("where nothing was exported nothing is made, and the plan is all of it", arguments: Way.allCases)
        func nowhere(_ way: Way) throws {
            let scratch = try Scratch()
            let site = try Site(Policies.mail)
            let words = scratch.options(site) + ["export", "all"] + way.words(scratch)
            let plan = try Self.dry(words, scratch)
            #expect(plan.fetched == (1...Policies.mail.count).map(String.init))
            #expect(plan.deleted == [] && plan.summary.contains("would fetch 6, skip 0, delete 0; 0 already there"))
            #expect(Tree(scratch.at("place")).names == [])
            #expect(try Self.ledgerRows(scratch) == "0\n")
            #expect(site.fetched == [])
        }

        @Test(
            "behind an export of half of it nothing is touched, and what it says is what then happens", arguments: Way.allCases,
            [[], ["--delete"], ["--limit", "2", "--newest-first"]])
        func half(_ way: Way, _ more: [String]) throws {
            guard way.remembers || more != ["--delete"] else { return }
            let scratch = try Scratch()
            let site = try Site(Policies.mail)
            let words = scratch.options(site) + ["export"]
            #expect(try scratch.martlet(words + ["1-3"] + way.words(scratch)).code == 0)
            // The ledger sorts in what was recorded when it is first read.
            _ = try Self.dry(words + ["all"] + way.words(scratch), scratch)
            let (place, ledger) = (Tree(scratch.at("place")), Self.ledger(scratch))
            site.server.forgetRecord()
            let plan = try Self.dry(words + ["all"] + way.words(scratch) + more, scratch)
            #expect(site.fetched == [])
            #expect(Tree(scratch.at("place")) == place)
            #expect(Self.ledger(scratch) == ledger)
            try Self.follow(plan, words + ["all"] + way.words(scratch) + more, scratch, site)
        }

        @Test("a part a killed run left, a torn line and a lost ledger: nothing is mended, and the plan is as if it were")
        func unmended() throws {
            for way in Way.allCases where way.hasFolder {
                for more in [[], ["--delete"], ["--keep", "30d"]] {
                    let scratch = try Scratch()
                    let site = try Site(Policies.mail)
                    let words = scratch.options(site) + ["export"]
                    #expect(try scratch.martlet(words + ["1-4"] + way.words(scratch)).code == 0)
                    try FileManager.default.removeItem(atPath: scratch.at("state"))
                    let folder = scratch.at("place/a/b/in")
                    let manifest = try String(contentsOfFile: folder + "/manifest.jsonl", encoding: .utf8)
                    try scratch.write("place/a/b/in/manifest.jsonl", String(manifest.dropLast(9)))
                    try scratch.write(
                        "place/a/b/in/\(way == .maildir ? "tmp/" : "").martlet-0123456789abcdef-1.part", "Subject: h")
                    let place = Tree(scratch.at("place"))
                    site.server.forgetRecord()
                    let line = words + ["all"] + way.words(scratch) + more
                    let plan = try Self.dry(line, scratch)
                    #expect(plan.summary.contains("3 already there"), "\(way) \(more)")
                    #expect(Tree(scratch.at("place")) == place, "\(way) \(more)")
                    #expect(try Self.ledgerRows(scratch) == "0\n")
                    try Self.follow(plan, line, scratch, site)
                }
            }
        }

        @Test(
            "a folder copied without its marker, to here or to a new machine: the plan is what then happens",
            arguments: [true, false])
        func withoutMarker(_ keepsLedger: Bool) throws {
            for way in Way.allCases where way.hasFolder {
                let scratch = try Scratch()
                let site = try Site(Policies.mail)
                let words = scratch.options(site) + ["export"]
                #expect(try scratch.martlet(words + ["1-4"] + way.words(scratch)).code == 0)
                try FileManager.default.removeItem(atPath: scratch.at("place/a/b/in/.martlet-store"))
                if !keepsLedger { try FileManager.default.removeItem(atPath: scratch.at("state")) }
                let place = Tree(scratch.at("place"))
                let line = words + ["all"] + way.words(scratch)
                let plan = try Self.dry(line, scratch)
                #expect(Tree(scratch.at("place")) == place, "\(way)")
                try Self.follow(plan, line, scratch, site)
            }
        }

        @Test("it waits for nobody: an export that holds the folder does not hinder it")
        func locked() throws {
            let scratch = try Scratch()
            let site = try Site(Policies.mail)
            let words = scratch.options(site) + ["export", "all"] + Way.eml.words(scratch)
            #expect(try scratch.martlet(words).code == 0)
            let script = """
                import fcntl, subprocess, sys
                held = open(sys.argv[1]); fcntl.flock(held, fcntl.LOCK_EX)
                sys.exit(subprocess.call(sys.argv[2:]))
                """
            let marker = scratch.at("place/a/b/in/.martlet-store")
            for (more, code) in [([], 75 as Int32), (["--dry-run"], 0)] {
                let ended = try scratch.run(
                    "/usr/bin/env", ["python3", "-c", script, marker, try Martlet.path()] + words + more)
                #expect(ended.code == code, "\(ended)")
            }
        }

        @Test("only a message with a unique-id of its own is said to be deleted, in the rows and in the count")
        func repeated() throws {
            let scratch = try Scratch()
            let site = try Site(
                ["same", "same", "own"].enumerated().map { DemoMessage(uniqueID: $1, text: "Subject: \($0)\r\n\r\n") })
            let line = scratch.options(site) + ["export", "all"] + Way.eml.words(scratch) + ["--delete"]
            let plan = try Self.dry(line, scratch)
            #expect(plan.fetched == ["1", "2", "3"] && plan.deleted == ["3"])
            #expect(plan.summary.contains("would fetch 3, skip 0, delete 1; "), "\(plan.summary)")
            let ended = try scratch.martlet(line + ["--dry-run", "--json"])
            #expect(ended.outText.contains(#""delete":1"#), "\(ended)")
            try Self.follow(plan, line, scratch, site)
        }

        @Test("what is no folder, or no mbox, is refused as the export itself would", arguments: ["eml", "mbox"])
        func wrongPlace(_ format: String) throws {
            let scratch = try Scratch()
            let site = try Site(Policies.mail)
            try scratch.write("file", "in the way\n")
            let words = scratch.options(site) + ["export", "all", scratch.at("file"), "--format", format]
            for more in [["--dry-run"], []] {
                let ended = try scratch.martlet(words + more)
                #expect(ended.code == 73 && ended.errorText.hasPrefix("error: "), "\(ended)")
            }
            #expect(!FileManager.default.fileExists(atPath: scratch.at(".file.martlet")))
        }

        /// The same line in earnest does what was said.
        private static func follow(_ plan: Plan, _ line: [String], _ scratch: Scratch, _ site: Site) throws {
            let before = site.server.messages()
            site.server.forgetRecord()
            let ended = try scratch.martlet(line)
            #expect(ended.code == 0, "\(ended)")
            _ = site.server.waitUntilIdle()
            // Of what was stored before, a message whose header cannot be compared comes once more.
            #expect(site.fetched.filter { plan.fetched.contains($0) || !plan.deleted.contains($0) } == plan.fetched, "\(line)")
            let left = site.server.messages()
            let gone = before.indices.filter { !left.contains(before[$0]) }.map { String($0 + 1) }
            #expect(gone == plan.deleted.sorted(), "\(line)")
        }

        /// How many rows the ledger has, of whatever kind; "0" also where it does not exist.
        private static func ledgerRows(_ scratch: Scratch) throws -> String {
            let script = """
                import os, sqlite3, sys
                if not os.path.exists(sys.argv[1]): print(0); sys.exit()
                db = sqlite3.connect(sys.argv[1])
                tables = [n for n, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if n != "grdb_migrations"]
                print(sum(db.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for n in tables if not n.startswith("sqlite_")))
                """
            return try scratch.run("/usr/bin/env", ["python3", "-c", script, scratch.at("state/martlet/ledger.sqlite")]).outText
        }

        private static func ledger(_ scratch: Scratch) -> Data? {
            FileManager.default.contents(atPath: scratch.at("state/martlet/ledger.sqlite"))
        }
    }
}
