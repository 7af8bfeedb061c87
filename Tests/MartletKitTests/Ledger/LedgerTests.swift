import GRDB
@testable import MartletKit
import Testing

@Suite("the ledger") struct LedgerTests {
    private let folder: ScratchFolder
    private var path: String { folder.path + "/ledger.sqlite" }

    init() throws { folder = try ScratchFolder() }

    private static let hash = [UInt8](0..<32)

    /// A row, copied.
    private struct Stored: Equatable {
        var octets: Int64
        var sha256: [UInt8]?
        var file: String

        init(octets: Int64, sha256: [UInt8]?, file: String) { (self.octets, self.sha256, self.file) = (octets, sha256, file) }

        init(_ row: LedgerRow) {
            self.init(octets: row.octets, sha256: row.sha256.isEmpty ? nil : Array(row.sha256), file: row.fileName)
        }
    }

    private func uid(_ text: String) -> [UInt8] { Array(text.utf8) }
    private func record(_ file: String) -> Stored { Stored(octets: 12, sha256: Self.hash, file: file) }

    private func note(
        _ ledger: Ledger, _ account: String, _ store: String, _ uid: [UInt8], _ listed: Int64, _ stored: Stored,
        header: [UInt8] = []
    ) throws {
        let (account, store) = (try ledger.makeAccount(account), try ledger.makeStore(store))
        uid.withUnsafeBytes { uid in
            (stored.sha256 ?? []).withUnsafeBytes { sha256 in
                Array(stored.file.utf8).withUnsafeBytes { file in
                    header.withUnsafeBytes { header in
                        ledger.note(
                            account: account, store: store,
                            LedgerRow(
                                uid: uid, listed: listed, header: header, octets: stored.octets, sha256: sha256, file: file))
                    }
                }
            }
        }
    }

    private func find(
        _ ledger: Ledger, _ account: String, _ store: String, _ uid: [UInt8], _ listed: Int64, header: [UInt8]? = nil
    ) throws -> Stored? {
        guard let account = try ledger.account(account), let store = try ledger.store(store) else { return nil }
        return try uid.withUnsafeBytes { uid in
            guard let header else {
                return try ledger.find(account: account, store: store, uid: uid, listed: listed) { Stored($0) }
            }
            return try header.withUnsafeBytes { header in
                try ledger.find(account: account, store: store, uid: uid, listed: listed, header: header) { Stored($0) }
            }
        }
    }

    private func note(_ ledger: Ledger, _ uid: [UInt8], _ listed: Int64, _ stored: Stored, header: [UInt8] = []) throws {
        try note(ledger, "anna@h", "/in", uid, listed, stored, header: header)
    }

    private func find(_ ledger: Ledger, _ uid: [UInt8], _ listed: Int64, header: [UInt8]? = nil) throws -> Stored? {
        try find(ledger, "anna@h", "/in", uid, listed, header: header)
    }

    private func knows(_ ledger: Ledger, _ account: String, _ uid: [UInt8], _ listed: Int64) throws -> Bool {
        guard let account = try ledger.account(account) else { return false }
        return try uid.withUnsafeBytes { try ledger.knows(account: account, uid: $0, listed: listed) }
    }

    @Test func whatWasCommittedIsFoundAfterReopening() throws {
        do {
            let ledger = try Ledger(path: path)
            try note(ledger, "anna@h", "/in", uid("u1"), 10, record("a.eml"))
            try note(ledger, "anna@h", "/in", [0xFF, 0, 0x27], -1, Stored(octets: Int64.max, sha256: nil, file: "it's grün.eml"))
            try ledger.commit()
        }
        let ledger = try Ledger(path: path)
        #expect(try find(ledger, "anna@h", "/in", uid("u1"), 10) == record("a.eml"))
        #expect(
            try find(ledger, "anna@h", "/in", [0xFF, 0, 0x27], -1)
                == Stored(octets: Int64.max, sha256: nil, file: "it's grün.eml"))
        #expect(try knows(ledger, "anna@h", uid("u1"), 10))
    }

    @Test("a message is known by account, unique-id, size and store together (FIELD: D3)") func key() throws {
        let ledger = try Ledger(path: path)
        try note(ledger, "anna@h", "/in", uid("u1"), 10, record("a"))
        try note(ledger, "bert@h", "/other", uid("u2"), 10, record("b"))
        try ledger.commit()
        #expect(try find(ledger, "anna@h", "/in", uid("u1"), 11) == nil)
        #expect(try find(ledger, "anna@h", "/in", uid("u"), 10) == nil)
        #expect(try find(ledger, "anna@h", "/other", uid("u1"), 10) == nil)
        #expect(try find(ledger, "bert@h", "/in", uid("u1"), 10) == nil)
        #expect(try find(ledger, "nobody", "/in", uid("u1"), 10) == nil)
        #expect(try !knows(ledger, "anna@h", uid("u1"), -1))
        #expect(try !knows(ledger, "bert@h", uid("u1"), 10))
    }

    @Test func whatWasNotCommittedIsNotThere() throws {
        let ledger = try Ledger(path: path)
        try note(ledger, "anna@h", "/in", uid("u1"), 10, record("a"))
        #expect(try find(try Ledger(path: path), "anna@h", "/in", uid("u1"), 10) == nil)
        try ledger.commit()
        #expect(try find(try Ledger(path: path), "anna@h", "/in", uid("u1"), 10) == record("a"))
    }

    @Test("of a batch that fails nothing is stored, and it can be tried again") func atomic() throws {
        let ledger = try Ledger(path: path)
        let other = try DatabaseQueue(path: path)
        try other.write { db in
            try db.execute(sql: "CREATE TRIGGER no BEFORE INSERT ON arrival BEGIN SELECT RAISE(ABORT, 'not now'); END")
        }
        for name in ["u1", "u2", "u3", "u4"] {
            try note(ledger, "anna@h", "/in", uid(name), 1, record(name))
        }
        #expect(failure { try ledger.commit() }?.code == .io)
        #expect(try !knows(ledger, "anna@h", uid("u1"), 1))
        try other.write { db in try db.execute(sql: "DROP TRIGGER no") }
        try ledger.commit()
        for name in ["u1", "u2", "u3", "u4"] {
            #expect(try knows(ledger, "anna@h", uid(name), 1), "\(name)")
        }
    }

    @Test func theSameMessageAgainReplacesItsRecord() throws {
        let ledger = try Ledger(path: path)
        for file in ["old", "new"] {
            try note(ledger, "anna@h", "/in", uid("u1"), 1, record(file))
            try ledger.commit()
        }
        #expect(try find(ledger, "anna@h", "/in", uid("u1"), 1) == record("new"))
    }

    @Test func allRecordsOfAStoreByUniqueIDUntilEnough() throws {
        let ledger = try Ledger(path: path)
        for name in ["c", "a", "b"] { try note(ledger, uid(name), 1, record(name)) }
        try note(ledger, "anna@h", "/other", uid("z"), 1, record("z"))
        try ledger.commit()
        let account = try #require(try ledger.account("anna@h"))
        let store = try #require(try ledger.store("/in"))
        var seen: [String] = []
        try ledger.scan(account: account, store: store) { row in
            #expect(row.uid.elementsEqual(row.file))
            seen.append(row.fileName)
            return true
        }
        #expect(seen == ["a", "b", "c"])
        seen = []
        try ledger.scan(account: account) { row in
            seen.append(row.fileName)
            return false
        }
        #expect(seen == ["a"])
        // A walk that was broken off leaves nothing locked.
        try note(ledger, uid("d"), 1, record("d"))
        try ledger.commit()
    }

    @Test("where a unique-id repeats, the header tells messages apart") func header() throws {
        let ledger = try Ledger(path: path)
        let (one, other) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        try note(ledger, uid("same"), 7, record("one"), header: one)
        try note(ledger, uid("same"), 7, record("other"), header: other)
        try ledger.commit()
        #expect(try find(ledger, uid("same"), 7, header: one) == record("one"))
        #expect(try find(ledger, uid("same"), 7, header: other) == record("other"))
        #expect(try find(ledger, uid("same"), 7, header: [UInt8](repeating: 3, count: 32)) == nil)
        #expect(try find(ledger, uid("same"), 7) != nil)
    }

    @Test("an imported unique-id is known at every size, but stored nowhere") func anySize() throws {
        let ledger = try Ledger(path: path)
        try note(ledger, "anna@h", "seen", uid("u1"), -1, Stored(octets: -1, sha256: nil, file: ""))
        try ledger.commit()
        #expect(try knows(ledger, "anna@h", uid("u1"), 4711))
        #expect(try find(ledger, uid("u1"), 4711) == nil)
    }

    @Test("a removal is believed only when the message is missing in a later listing (FIELD: D6)") func removal() throws {
        let ledger = try Ledger(path: path)
        for name in ["stays", "goes"] { try note(ledger, uid(name), 1, record(name)) }
        try ledger.commit()
        let account = try #require(try ledger.account("anna@h"))
        try uid("stays").withUnsafeBytes { stays in
            try uid("goes").withUnsafeBytes { goes in try ledger.expectRemoval(account: account, [(stays, 1), (goes, 1)]) }
        }
        #expect(try find(ledger, uid("goes"), 1) != nil)
        let settled = try ledger.settleRemovals(account: account) { $0.elementsEqual("stays".utf8) }
        #expect(settled.gone == 1 && settled.left == 1)
        #expect(try find(ledger, uid("stays"), 1) != nil)
        #expect(try find(ledger, uid("goes"), 1) == nil, "its unique-id may be another message's by now")
        #expect(try !knows(ledger, "anna@h", uid("goes"), 1))
        let again = try ledger.settleRemovals(account: account) { _ in false }
        #expect(again.gone == 1 && again.left == 0)
    }

    @Test("content is found whatever unique-id it came under") func content() throws {
        let ledger = try Ledger(path: path)
        try note(ledger, uid("old"), 1, record("a.eml"))
        try ledger.commit()
        let store = try #require(try ledger.store("/in"))
        func file(_ hash: [UInt8], _ store: Int64) throws -> String? {
            try hash.withUnsafeBytes { try ledger.file(withContent: $0, in: store) }
        }
        #expect(try file(Self.hash, store) == "a.eml")
        #expect(try file(Self.hash, store + 1) == nil)
        #expect(try file([UInt8](repeating: 9, count: 32), store) == nil)
    }

    @Test("nobody else may read it") func permissions() throws {
        let ledger = try Ledger(path: path)
        try note(ledger, "anna@h", "/in", uid("u1"), 1, record("a"))
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
