import GRDB
@testable import MartletKit
import Testing

@Suite("the ledger") struct LedgerTests {
    private let folder: ScratchFolder
    private var path: String { folder.path + "/ledger.sqlite" }

    init() throws { folder = try ScratchFolder() }

    private static let hash = [UInt8](0..<32)
    private func uid(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }
    private func record(_ file: String) -> Ledger.Record { Ledger.Record(octets: 12, sha256: Self.hash, file: file) }

    @Test func whatWasCommittedIsFoundAfterReopening() throws {
        do {
            let ledger = try Ledger(path: path)
            try ledger.note(account: "anna@h", store: "/in", uid: uid("u1"), listed: 10, record("a.eml"))
            try ledger.note(
                account: "anna@h", store: "/in", uid: [0xFF, 0, 0x27], listed: -1,
                .init(octets: Int64.max, sha256: nil, file: "it's grün.eml"))
            try ledger.commit()
        }
        let ledger = try Ledger(path: path)
        #expect(try ledger.find(account: "anna@h", store: "/in", uid: uid("u1"), listed: 10) == record("a.eml"))
        #expect(
            try ledger.find(account: "anna@h", store: "/in", uid: [0xFF, 0, 0x27], listed: -1)
                == .init(octets: Int64.max, sha256: nil, file: "it's grün.eml"))
        #expect(try ledger.knows(account: "anna@h", uid: uid("u1"), listed: 10))
    }

    @Test("a message is known by account, unique-id, size and store together (FIELD: D3)") func key() throws {
        let ledger = try Ledger(path: path)
        try ledger.note(account: "anna@h", store: "/in", uid: uid("u1"), listed: 10, record("a"))
        try ledger.note(account: "bert@h", store: "/other", uid: uid("u2"), listed: 10, record("b"))
        try ledger.commit()
        #expect(try ledger.find(account: "anna@h", store: "/in", uid: uid("u1"), listed: 11) == nil)
        #expect(try ledger.find(account: "anna@h", store: "/in", uid: uid("u"), listed: 10) == nil)
        #expect(try ledger.find(account: "anna@h", store: "/other", uid: uid("u1"), listed: 10) == nil)
        #expect(try ledger.find(account: "bert@h", store: "/in", uid: uid("u1"), listed: 10) == nil)
        #expect(try ledger.find(account: "nobody", store: "/in", uid: uid("u1"), listed: 10) == nil)
        #expect(try !ledger.knows(account: "anna@h", uid: uid("u1"), listed: -1))
        #expect(try !ledger.knows(account: "bert@h", uid: uid("u1"), listed: 10))
    }

    @Test func whatWasNotCommittedIsNotThere() throws {
        let ledger = try Ledger(path: path)
        try ledger.note(account: "anna@h", store: "/in", uid: uid("u1"), listed: 10, record("a"))
        #expect(try Ledger(path: path).find(account: "anna@h", store: "/in", uid: uid("u1"), listed: 10) == nil)
        try ledger.commit()
        #expect(try Ledger(path: path).find(account: "anna@h", store: "/in", uid: uid("u1"), listed: 10) == record("a"))
    }

    @Test("of a batch that fails in its middle nothing is stored, and it can be tried again") func atomic() throws {
        let ledger = try Ledger(path: path)
        let other = try DatabaseQueue(path: path)
        try other.write { db in
            try db.execute(
                sql:
                    "CREATE TRIGGER no BEFORE INSERT ON message WHEN NEW.uid = x'7533' BEGIN SELECT RAISE(ABORT, 'not this one'); END"
            )
        }
        for name in ["u1", "u2", "u3", "u4"] {
            try ledger.note(account: "anna@h", store: "/in", uid: uid(name), listed: 1, record(name))
        }
        let error = failure { try ledger.commit() }
        #expect(error?.code == .io)
        #expect(try !ledger.knows(account: "anna@h", uid: uid("u1"), listed: 1))
        try other.write { db in try db.execute(sql: "DROP TRIGGER no") }
        try ledger.commit()
        for name in ["u1", "u2", "u3", "u4"] {
            #expect(try ledger.knows(account: "anna@h", uid: uid(name), listed: 1), "\(name)")
        }
    }

    @Test func theSameMessageAgainReplacesItsRecord() throws {
        let ledger = try Ledger(path: path)
        for file in ["old", "new"] {
            try ledger.note(account: "anna@h", store: "/in", uid: uid("u1"), listed: 1, record(file))
            try ledger.commit()
        }
        #expect(try ledger.find(account: "anna@h", store: "/in", uid: uid("u1"), listed: 1) == record("new"))
    }

    @Test func allRecordsOfAStoreByUniqueIDUntilEnough() throws {
        let ledger = try Ledger(path: path)
        for name in ["c", "a", "b"] { try ledger.note(account: "anna@h", store: "/in", uid: uid(name), listed: 1, record(name)) }
        try ledger.note(account: "anna@h", store: "/other", uid: uid("z"), listed: 1, record("z"))
        try ledger.commit()
        var seen: [String] = []
        try ledger.each(account: "anna@h", store: "/in") { uid, record in
            #expect(record.file == String(decoding: uid, as: UTF8.self))
            seen.append(record.file)
            return true
        }
        #expect(seen == ["a", "b", "c"])
        seen = []
        try ledger.each(account: "anna@h", store: "/in") { _, record in
            seen.append(record.file)
            return false
        }
        #expect(seen == ["a"])
        // A walk that was broken off leaves nothing locked.
        try ledger.note(account: "anna@h", store: "/in", uid: uid("d"), listed: 1, record("d"))
        try ledger.commit()
    }

    @Test("nobody else may read it") func permissions() throws {
        let ledger = try Ledger(path: path)
        try ledger.note(account: "anna@h", store: "/in", uid: uid("u1"), listed: 1, record("a"))
        try ledger.commit()
        #expect(mode(of: path) == 0o600)
        for more in ["-wal", "-shm"] { #expect(mode(of: path + more) ?? 0o600 == 0o600, "\(more)") }
    }

    @Test func aFileThatIsNoDatabaseIsAFailureWithItsPath() throws {
        let path = try folder.file("ledger.sqlite", String(repeating: "no database ", count: 1000))
        let error = failure { try Ledger(path: path) }
        #expect(error?.code == .io && error?.kind == "ledger")
        #expect(error?.message.contains(path) == true)
    }

    @Test func aFolderThatIsMissingIsAFailure() throws {
        #expect(failure { try Ledger(path: folder.path + "/none/ledger.sqlite") }?.code == .io)
    }
}
