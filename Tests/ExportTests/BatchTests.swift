import PluginSystem
import Testing

@testable import ExportCore

/// A ledger that remembers, and looks at the folder at every step.
final class FakeLog: StoredLog {
    var pending: [String] = []
    var committed: [String] = []
    var refuses = false

    func record(number: UInt32, octets: Int64, sha256: UnsafeRawPointer?, file: UnsafeRawBufferPointer, isNew: Bool) -> Bool {
        pending.append(String(decoding: file, as: UTF8.self))
        return true
    }

    func commit() -> Bool {
        if refuses { return false }
        committed += pending
        pending = []
        return true
    }
}

@Suite("Group commit") struct BatchTests {
    let scratch = Scratch()
    let log = FakeLog()

    func store(_ batch: Batch, _ id: String?, _ text: String, hash: UInt8 = 7) throws {
        try Array(text.utf8).withUnsafeBytes { if !$0.isEmpty { try batch.write($0) } }
        try [UInt8](repeating: hash, count: 32).withUnsafeBytes { sha in
            if let id {
                try Array(id.utf8).withUnsafeBytes {
                    try batch.finish(WholeMessage(number: 1, uniqueID: $0, sha256: sha.baseAddress))
                }
            } else {
                try batch.finish(WholeMessage(number: 1, uniqueID: nil, sha256: sha.baseAddress))
            }
        }
    }

    func run(
        _ messages: [(String?, String)], rename: Bool = false, nameless: Bool = true, prepare: (Batch) -> Void = { _ in }
    ) throws -> StoreOutcome {
        let folder = try scratch.open()
        var options = Batch.Options()
        (options.renames, options.listsHash) = (rename, false)
        let manifest = try Manifest(folder)
        if !folder.isNew { try manifest.learn() }
        let batch = Batch(folder, manifest: manifest, log: log, options: options, files: MessageFiles(nameless: nameless))
        prepare(batch)
        for (id, text) in messages { try store(batch, id, text) }
        try batch.commit()
        return batch.outcome
    }

    @Test("nothing has a name before the octets are durable, no line before the ledger", arguments: [true, false])
    func order(nameless: Bool) throws {
        var seen: [Batch.Stage] = []
        let (scratch, log) = (scratch, log)
        _ = try run([("a", "one"), ("b", "")], nameless: nameless) { batch in
            batch.onStage = { stage in
                seen.append(stage)
                #expect(scratch.messages.isEmpty == (stage == .durable))
                #expect(log.committed.isEmpty == (stage != .recorded && stage != .listed))
                #expect(scratch.read("manifest.jsonl").isEmpty == (stage != .listed))
            }
        }
        #expect(seen == Batch.Stage.allCases)
        #expect(scratch.read("a.eml") == "one" && scratch.messages == ["a.eml", "b.eml"])
        #expect(log.committed == ["a.eml", "b.eml"])
        #expect(!scratch.names.contains { $0.hasSuffix(".part") })
    }

    @Test(
        "a kill behind any stage leaves whole files and the next run completes", arguments: Batch.Stage.allCases, [true, false])
    func killed(_ stage: Batch.Stage, nameless: Bool) throws {
        let messages: [(String?, String)] = [("a", "one"), ("b", "two"), (nil, "three")]
        #expect(throws: StoreFailure.ledger) {
            try run(messages, nameless: nameless) { batch in
                batch.onStage = { (now) throws(StoreFailure) in if now == stage { throw .ledger } }
            }
        }
        let outcome = try run(messages, nameless: nameless)
        #expect(outcome.stored + outcome.adopted == 3)
        #expect(scratch.messages == ["a.eml", "b.eml", "sha256-07070707070707070707070707070707.eml"])
        #expect(scratch.read("manifest.jsonl").split(separator: "\n").count == 3)
    }

    @Test(
        "a file that exists is adopted when the same, kept when different, and stepped aside for on --rename",
        arguments: [true, false])
    func existing(nameless: Bool) throws {
        scratch.write("same.eml", "one")
        scratch.write("other.eml", "mine")
        var outcome = try run([("same", "one"), ("other", "two"), ("new", "three")], nameless: nameless)
        #expect(outcome.stored == 1 && outcome.adopted == 1 && outcome.differing == 1 && outcome.firstDiffering == "other.eml")
        #expect(scratch.read("other.eml") == "mine")
        #expect(log.committed == ["same.eml", "new.eml"])
        outcome = try run([("other", "two")], rename: true, nameless: nameless)
        #expect(outcome.stored == 1 && scratch.read("other-2.eml") == "two" && scratch.read("other.eml") == "mine")
        outcome = try run([("other", "two")], rename: true, nameless: nameless)
        #expect(outcome.adopted == 1 && !scratch.names.contains("other-3.eml"))
    }

    @Test("the same content twice without an id is one file and one line")
    func content() throws {
        let outcome = try run([(nil, "x"), (nil, "x")])
        #expect(outcome.stored == 1 && outcome.adopted == 1)
        #expect(scratch.read("manifest.jsonl").split(separator: "\n").count == 1)
    }

    @Test("a message thrown away leaves nothing, and the parts of a dead run go", arguments: [true, false])
    func discarded(nameless: Bool) throws {
        scratch.write(".martlet-0123-4.part", "half")
        let folder = try scratch.open()
        let manifest = try Manifest(folder)
        try manifest.learn()
        let batch = Batch(folder, manifest: manifest, log: log, files: MessageFiles(nameless: nameless))
        try Array("half".utf8).withUnsafeBytes { try batch.write($0) }
        batch.discard()
        try batch.commit()
        #expect(scratch.names == [".martlet-store", "manifest.jsonl"])
    }

    @Test("the store id outlives the run, and a torn one is written anew")
    func storeID() throws {
        scratch.write(".martlet-store", "0123")
        #expect(try scratch.open().isNew)
        #expect(try !scratch.open().isNew)
        scratch.write(".martlet-store", "something else")
        #expect(throws: SystemError.self) { try scratch.open() }
    }

    @Test("a folder is one export's at a time")
    func locked() throws {
        let folder = try scratch.open()
        #expect(throws: SystemError.self) { try scratch.open() }
        withExtendedLifetime(folder) {}
    }
}
