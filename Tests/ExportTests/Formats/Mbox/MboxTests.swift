import CPluginSystem
import PluginSystem
import Testing

@testable import ExportCore

@Suite("An mbox") struct MboxTests {
    let scratch = Scratch()
    let log = FakeLog()

    static let quiet = "From MAILER-DAEMON Tue Nov 14 22:13:20 2023\n"

    func open(patience: Duration = .zero, durable: Bool = true) throws -> Mbox {
        try patiently {
            try Array("\(scratch.path)/in".utf8).withUnsafeBytes {
                try Mbox(path: $0, durable: durable, patience: patience) { "0123456789abcdef0123456789abcdef" }
            }
        }
    }

    func run(_ messages: [(String?, String)], _ prepare: (MboxStore) -> Void = { _ in }) throws -> StoreOutcome {
        let store = try MboxStore(open(), log: log, now: 1_700_000_000)
        prepare(store)
        for (number, message) in messages.enumerated() { try store.store(message.1, number: UInt32(number + 1), id: message.0) }
        try store.commit()
        return store.outcome
    }

    var mbox: [UInt8] { scratch.octets("in") }
    var messages: [String]? { MboxReader.read(mbox)?.map { String(decoding: $0.octets, as: UTF8.self) } }
    var files: [String] {
        let found = scratch.shell("ls -A .in.martlet | sort").said.split(separator: "\n").map(String.init)
        return found
    }
    var manifest: [String] { scratch.read(".in.martlet/manifest.jsonl").split(separator: "\n").map(String.init) }

    static let three: [(String?, String)] = [
        ("a", "Return-Path: <r@x>\r\nDate: 1 Jan 2015 00:00 +0000\r\n\r\nFrom me\r\n>From you\r\n"), ("b", ""),
        ("c", "no end\n>>From x\nFrom y"),
    ]

    @Test("messages as received, quoted, each closed by a line end and an empty line")
    func format() throws {
        let outcome = try run(Self.three)
        #expect(outcome.stored == 3 && outcome.storedOctets == Int64(Self.three.reduce(0) { $0 + $1.1.utf8.count }))
        #expect(
            String(decoding: mbox, as: UTF8.self) == "From r@x Thu Jan  1 00:00:00 2015\n"
                + "Return-Path: <r@x>\r\nDate: 1 Jan 2015 00:00 +0000\r\n\r\n>From me\r\n>>From you\r\n\n" + Self.quiet + "\n"
                + Self.quiet
                + "no end\n>>>From x\n>From y\n\n")
        #expect(messages == [Self.three[0].1, "", Self.three[2].1 + "\n"])
        #expect(log.committed == ["in:0", "in:109", "in:154"])
        #expect(
            manifest[0]
                == #"{"number":1,"uid":"a","octets":\#(Self.three[0].1.utf8.count),"sha256":"\#(String(repeating: "07", count: 32))","file":"in:0"}"#
        )
        #expect(files == [".martlet-store", "batch", "lock", "manifest.jsonl"])
        #expect(scratch.names == [".in.martlet", "in", "said"])
        #expect(scratch.shell("ls -l in").said.hasPrefix("-rw-------"))
    }

    @Test("Python's mailbox finds the same messages")
    func python() throws {
        var dice = Dice(23)
        let signs = Array(">From \n\r\n\nFrom aé".utf8) + [0, 0xff]
        var sent: [[UInt8]] = []
        let store = try MboxStore(open(), log: log, now: 1_700_000_000)
        for number in 0..<60 {
            let body = (0..<Int.random(in: 0...60, using: &dice)).map { _ in signs.randomElement(using: &dice)! }
            let octets = Array("Subject: \(number)\r\nX-From: x\r\n\r\n".utf8) + body + (number % 2 == 0 ? [0x0a] : [])
            sent.append(octets)
            try store.store(octets, id: "\(number)")
            if number % 7 == 0 { try store.commit() }
        }
        try store.commit()
        let (code, said) = scratch.python(
            """
            import mailbox, re
            for m in (b := mailbox.mbox("in", create=False)).keys():
                octets = re.sub(rb"(?m)^>(>*From )", rb"\\1", b.get_bytes(m))
                print(b.get_message(m)["subject"], octets.hex())
            """)
        #expect(code == 0, "\(said)")
        let expected = sent.enumerated().map { "\($0) \(hex($1))\($1.last == 0x0a ? "" : "0a")" }
        #expect(said.split(separator: "\n").map(String.init) == expected)
    }

    @Test(
        "it goes behind what is there, with an empty line between",
        arguments: ["From x y\n\nbody", "From x y\n\nbody\n", "From x y\n\nbody\n\n"])
    func behind(_ old: String) throws {
        scratch.write("in", old)
        _ = try run([("a", "new\n")])
        #expect(String(decoding: mbox, as: UTF8.self) == "From x y\n\nbody\n\n" + Self.quiet + "new\n\n")
        #expect(log.committed == ["in:16"])
    }

    @Test("a file that is no mbox, a folder and a FIFO are left alone")
    func refused() throws {
        scratch.write("in", "text\n")
        #expect(throws: StoreFailure.self) { try open() }
        #expect(scratch.read("in") == "text\n" && scratch.names == ["in"])
        _ = scratch.shell("rm in; mkdir in")
        #expect(throws: StoreFailure.self) { try open() }
        _ = scratch.shell("rmdir in; mkfifo in")
        #expect(throws: StoreFailure.self) { try open() }
        _ = scratch.shell("rm in")
        for path in ["", "\(scratch.path)/", "\(scratch.path)/.", "\(scratch.path)/..", "a\u{0}b"] {
            #expect(throws: StoreFailure.self) {
                try Array(path.utf8).withUnsafeBytes { try Mbox(path: $0, durable: false) { String(repeating: "0", count: 32) } }
            }
        }
    }

    @Test("a kill behind any stage: the next run has every message once, and the ledger every one", arguments: MboxStage.allCases)
    func killed(_ stage: MboxStage) throws {
        scratch.write("in", "From x y\n\nold\n")
        let messages = Self.three + [(nil, "no id\n")]
        #expect(throws: StoreFailure.ledger) {
            try run(messages) { store in store.onStage = { (now) throws(StoreFailure) in if now == stage { throw .ledger } } }
        }
        let known = log.committed.count
        // What the ledger has is not fetched again; the rest is.
        let outcome = try run(known > 0 ? [messages[3]] : messages)
        #expect(outcome.stored + outcome.adopted == (known > 0 ? 1 : 4))
        #expect(self.messages == ["\nold\n"] + Self.three.map { $0.1 + ($0.1.hasSuffix("y") ? "\n" : "") } + ["no id\n"])
        #expect(Set(log.committed).count == 4 && manifest.count == 4)
        #expect(files == [".martlet-store", "batch", "lock", "manifest.jsonl"])
    }

    @Test("a kill at any octet of the appending is completed, wherever others have written since")
    func torn() throws {
        scratch.write("in", "From x y\n\nold\n")
        let before = mbox.count
        #expect(throws: StoreFailure.ledger) {
            try run(Self.three) { store in store.onStage = { (now) throws(StoreFailure) in if now == .appended { throw .ledger } }
            }
        }
        let whole = mbox
        let kept = ["journal", "batch", "manifest.jsonl"].map { ($0, scratch.octets(".in.martlet/\($0)")) }
        func reopen(_ octets: [UInt8]) throws {
            scratch.write("in", octets: octets)
            for (name, octets) in kept { scratch.write(".in.martlet/\(name)", octets: octets) }
            withExtendedLifetime(try open(durable: false)) {}
        }
        let nul: [UInt8] = [0, 0]
        let others = Array("From z\n\nother\n".utf8)
        for end in before..<whole.count {
            try reopen(Array(whole[..<end]))
            #expect(mbox == whole && manifest.count == 3, "\(end)")
            if end + nul.count <= whole.count {
                try reopen(whole[..<end] + nul)
                #expect(mbox == whole && manifest.count == 3, "\(end)")
            } else {
                #expect(throws: StoreFailure.self) { try reopen(whole[..<end] + nul) }
            }
            let found = whole[..<end] + others
            if end <= before + 1 {  // at most an empty line of ours: the batch is forgotten, and its messages will come again
                try reopen(Array(found))
                #expect(manifest.isEmpty && !files.contains("journal"))
            } else {
                #expect(throws: StoreFailure.self, "\(end)") { try reopen(Array(found)) }
                #expect(files.contains("journal"))
            }
            #expect(mbox == Array(found))
        }
        for tail in [nul, others] {
            try reopen(whole + tail)
            #expect(mbox == whole + tail && manifest.count == 3)
        }
        // The user looked, and removed the journal: it goes on.
        scratch.write("in", octets: whole[..<(before + 9)] + Array("\nFrom z\n\nother\n".utf8))
        _ = scratch.shell("rm -f .in.martlet/journal")
        #expect(try run([("n", "new\n")]).stored == 1)
    }

    @Test(
        "a message that others put where ours would have begun is theirs, unless a part of ours may stand before it",
        arguments: [
            ("From a@x Thu", true), ("From r@y Thu", true), ("From MAILER", true), ("From From y", false),
            ("From r@From y", false),
            ("From r@\nFrom y", false), ("FFrom y", false), ("From \u{0}", false), ("x", true),
            ("From r@x Thu Jan  1 00:00:00 2015\nother", false),
        ])
    func others(_ theirs: String, _ isTheirs: Bool) throws {
        #expect(throws: StoreFailure.ledger) {
            try run(Self.three) { $0.onStage = { (now) throws(StoreFailure) in if now == .journalled { throw .ledger } } }
        }
        let octets = Array("\(theirs) more\n\nFrom b\n\nsecond\n\n".utf8)
        scratch.write("in", "From z\n\nold\n\n")
        let journal = scratch.read(".in.martlet/journal")
        scratch.write(".in.martlet/journal", journal.replacing("martlet-mbox 1 0 ", with: "martlet-mbox 1 13 "))
        scratch.write("in", octets: Array("From z\n\nold\n\n".utf8) + octets)
        if isTheirs {
            withExtendedLifetime(try open()) {}
            #expect(manifest.isEmpty && !files.contains("journal"))
        } else {
            #expect(throws: StoreFailure.self) { try open() }
        }
        #expect(mbox == Array("From z\n\nold\n\n".utf8) + octets)
    }

    @Test("an mbox that was emptied or cut since a kill is taken as it is", arguments: ["", "From x y\n\n"])
    func emptied(_ rest: String) throws {
        scratch.write("in", "From x y\n\nold\n")
        #expect(throws: StoreFailure.ledger) {
            try run(Self.three) { store in store.onStage = { (now) throws(StoreFailure) in if now == .appended { throw .ledger } }
            }
        }
        scratch.write("in", rest)
        #expect(try run(Self.three).stored == 3)
        #expect(messages?.count == (rest.isEmpty ? 3 : 4))
    }

    @Test(
        "a torn journal is refused, not guessed at",
        arguments: ["", "martlet-mbox 1 0 0 5 1\nend\n", "martlet-mbox 1 0 2 99999 0\nend\n", "x\n"])
    func tornJournal(_ journal: String) throws {
        _ = try run([("a", "x\n")])
        let before = mbox
        scratch.write(".in.martlet/journal", journal)
        #expect(throws: StoreFailure.self) { try open() }
        #expect(mbox == before)
    }

    @Test("journals come back as they were written")
    func journal() throws {
        _ = try open()
        let folder = try Array("\(scratch.path)/.in.martlet".utf8).withUnsafeBytes { try ExportFolder(path: $0, durable: true) }
        #expect(try MboxJournal.read(from: folder) == nil)
        let journal = MboxJournal(
            offset: .max, start: 1, length: 2,
            messages: [
                .init(number: .max, octets: 0, file: Array("in:0".utf8), uniqueID: [], sha256: nil),
                .init(number: 0, octets: 5, file: [], uniqueID: nil, sha256: [UInt8](0...31)),
                .init(number: 1, octets: 5, file: [0x20], uniqueID: [0, 0x0a, 0xff], sha256: nil),
            ])
        try journal.write(to: folder)
        #expect(try MboxJournal.read(from: folder) == journal)
        let octets = scratch.octets(".in.martlet/journal")
        for end in 0..<octets.count {
            scratch.write(".in.martlet/journal", octets: Array(octets[..<end]))
            #expect(throws: SystemError.self) { try MboxJournal.read(from: folder) }
        }
        try MboxJournal.remove(from: folder)
        try MboxJournal.remove(from: folder)
        #expect(try MboxJournal.read(from: folder) == nil)
    }

    @Test("a message that comes again is found where it was, unless others have changed or moved it")
    func again() throws {
        _ = try run(Self.three)
        log.committed = []
        var outcome = try run(Self.three)
        #expect(outcome.adopted == 3 && outcome.stored == 0 && log.committed == ["in:0", "in:109", "in:154"])
        #expect(manifest.count == 3)
        // The first is longer by a status line now, and the others behind it.
        let text = String(decoding: mbox, as: UTF8.self).replacing("\r\n\r\n", with: "\r\nStatus: RO\r\n\r\n", maxReplacements: 1)
        scratch.write("in", text)
        outcome = try run(Self.three)
        #expect(outcome.stored == 3 && outcome.adopted == 0 && messages?.count == 6)
        // The same id with other octets is another message.
        outcome = try run([("a", "other\n")])
        #expect(outcome.stored == 1)
        // Emptied by a mail reader: the old places are taken by other messages, and listed apart.
        scratch.write("in", "")
        outcome = try run([("z", "z\n")])
        #expect(log.committed.last == "in:0-2" && manifest.last!.hasSuffix(#""file":"in:0-2"}"#))
        outcome = try run([("z", "z\n"), ("a", Self.three[0].1)])
        #expect(outcome.adopted == 1 && outcome.stored == 1 && messages?.count == 2)
    }

    @Test("a message that only begins like one in the mbox is another one")
    func beginning() throws {
        _ = try run([("a", "x\n"), ("b", "x\n\ny\n")])
        scratch.write(
            ".in.martlet/manifest.jsonl",
            scratch.read(".in.martlet/manifest.jsonl").replacing("\"octets\":5", with: "\"octets\":2"))
        #expect(try run([("b", "x\n")]).stored == 1)
    }

    @Test("a file put in the mbox's place is the one that is written to")
    func replaced() throws {
        let store = try MboxStore(open(), log: log, now: 1_700_000_000)
        try store.store("one\n", id: "a")
        try store.commit()
        _ = scratch.shell("cp in new && mv new in")
        try store.store("two\n", id: "b")
        try store.commit()
        #expect(messages == ["one\n", "two\n"])
        _ = scratch.shell("rm in")
        try store.store("one\n", id: "a")
        try store.store("three\n", id: "c")
        try store.commit()
        #expect(messages == ["one\n", "three\n"])
    }

    @Test("a message that broke off leaves nothing; a large one passes through")
    func broken() throws {
        let store = try MboxStore(open(), log: log, now: 1_700_000_000)
        try Array("half".utf8).withUnsafeBytes { try store.write($0) }
        store.discard()
        try store.commit()
        #expect(mbox.isEmpty && store.outcome == StoreOutcome())
        let large = Array(repeatElement(Array("From a\nline\n".utf8), count: 150_000).joined())
        try store.store(large, id: "l")
        try store.commit()
        #expect(scratch.shell("grep -c '^>From a$' in; grep -c '^From ' in").said == "150000\n1\n")
    }

    @Test("a disk that fills up while appending: the mbox is as before, and the next run goes on")
    func fullDisk() throws {
        let disk = "\(scratch.path)/disk"
        guard scratch.shell("mkdir disk && mount -t tmpfs -o size=400k tmpfs disk").code == 0 else { return }
        defer { _ = scratch.shell("umount disk") }
        let old = "From x y\n\n" + String(repeating: "old\n", count: 5000) + "\n"
        scratch.write("disk/in", old)
        func open() throws -> Mbox {
            try patiently {
                try Array("\(disk)/in".utf8).withUnsafeBytes {
                    try Mbox(path: $0, durable: true, patience: .zero) { "0123456789abcdef0123456789abcdef" }
                }
            }
        }
        func fill(_ count: Int, id: String) throws -> StoreOutcome {
            let store = try MboxStore(open(), log: log)
            defer { _ = try? store.commit() }  // as a run does whatever happened
            try store.store([UInt8](repeating: 0x61, count: count), id: id)
            try store.commit()
            return store.outcome
        }
        for count in [250_000, 600_000] {  // the batch fits and the mbox does not; not even the batch fits
            var failure: StoreFailure?
            do { _ = try fill(count, id: "large") } catch { failure = error as? StoreFailure }
            guard case .system(let error)? = failure else {
                Issue.record("\(String(describing: failure))")
                continue
            }
            #expect(error.isNoSpace)
            #expect(scratch.octets("disk/in") == Array(old.utf8))
            #expect(!scratch.shell("ls -A disk/.in.martlet disk").said.contains("journal\n"))
        }
        #expect(log.committed.isEmpty)
        #expect(try fill(1000, id: "small").stored == 1)
        #expect(MboxReader.read(scratch.octets("disk/in"))?.count == 2)
    }

    @Test("a full batch commits by itself")
    func limit() throws {
        let store = try MboxStore(open(), log: log, now: 0)
        for number in 0..<(MboxStore.messageLimit + 1) { try store.store("x\n", number: UInt32(number), id: "\(number)") }
        #expect(store.outcome.stored == MboxStore.messageLimit && log.committed.count == MboxStore.messageLimit)
        try store.commit()
        #expect(store.outcome.stored == MboxStore.messageLimit + 1 && messages?.count == MboxStore.messageLimit + 1)
    }
}
