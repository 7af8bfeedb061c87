import GRDB
@testable import MartletKit
import Testing

/// Commits wait as blocks until somebody reads.
@Suite("rows on their way into the ledger") struct LedgerSortInTests {
    private let folder: ScratchFolder
    private var path: String { folder.path + "/ledger.sqlite" }

    init() throws { folder = try ScratchFolder() }

    private func note(_ ledger: Ledger, _ uid: String, octets: Int64 = 12) throws {
        let (account, store) = (try ledger.makeAccount("anna@h"), try ledger.makeStore("/in"))
        Array(uid.utf8).withUnsafeBytes { octetsOfUID in
            ledger.note(
                account: account, store: store, LedgerRow(uid: octetsOfUID, listed: 1, octets: octets, file: octetsOfUID))
        }
    }

    private func seen(_ ledger: Ledger) throws -> [String] {
        var seen: [String] = []
        guard let account = try ledger.account("anna@h") else { return [] }
        try ledger.scan(account: account) { row in
            seen.append("\(String(decoding: row.uid, as: UTF8.self)) \(row.octets)")
            return true
        }
        return seen
    }

    /// Blocks that wait, and rows.
    private func counts() throws -> [Int] {
        let database = try DatabaseQueue(path: path)
        return try ["arrival", "message"].map { table in
            try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? -1 }
        }
    }

    @Test("a commit is one row until somebody reads, then a row a message, in the order of unique-ids") func readers() throws {
        let ledger = try Ledger(path: path)
        for uid in ["u3", "u1", "u2"] { try note(ledger, uid) }
        try ledger.commit()
        #expect(try counts() == [1, 0])
        #expect(try seen(ledger) == ["u1 12", "u2 12", "u3 12"])
        #expect(try counts() == [0, 3])
    }

    @Test("of one message in several commits the last counts") func lastCounts() throws {
        let ledger = try Ledger(path: path)
        for octets in [1, 2, 3] as [Int64] {
            try note(ledger, "u1", octets: octets)
            try note(ledger, "u1", octets: octets * 10)
            try ledger.commit()
        }
        #expect(try seen(ledger) == ["u1 30"])
    }

    @Test("what another process committed is seen by the next reader") func others() throws {
        let (one, other) = (try Ledger(path: path), try Ledger(path: path))
        #expect(try seen(one) == [])
        try note(other, "u1")
        try other.commit()
        try note(one, "u2")
        try one.commit()
        #expect(try seen(one) == ["u1 12", "u2 12"])
        try note(other, "u3")
        try other.commit()
        try one.endReading()
        #expect(try seen(one) == ["u1 12", "u2 12", "u3 12"])
    }

    @Test("a ledger from before there were blocks gets its table, whatever numbers it has seen") func older() throws {
        try note(try Ledger(path: path), "u0")
        try DatabaseQueue(path: path).write { db in
            try db.execute(sql: "DROP TABLE arrival; DELETE FROM grdb_migrations WHERE identifier <> '1'")
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('2')")
        }
        let ledger = try Ledger(path: path)
        try note(ledger, "u1")
        try ledger.commit()
        #expect(try seen(ledger) == ["u1 12"])
    }

    @Test("no more commits wait than a reader can sort in at once") func bound() throws {
        let ledger = try Ledger(path: path)
        for index in 0..<Ledger.waitingMost * 2 + 3 {
            try note(ledger, "u\(index)")
            try ledger.commit()
        }
        #expect(try counts() == [3, Ledger.waitingMost * 2])
    }

    @Test("an import is rows at once") func imports() throws {
        let ledger = try Ledger(path: path)
        let many = Ledger.blockOctetsMost / 60
        for index in 0..<many { try note(ledger, "u\(index)") }
        try ledger.commit()
        #expect(try counts() == [0, many])
    }

    @Test("sorting in that fails in its middle leaves the blocks, and is done again by the next reader") func halfWay() throws {
        let ledger = try Ledger(path: path)
        for uid in ["u1", "u2", "u3", "u4"] { try note(ledger, uid) }
        try ledger.commit()
        let other = try DatabaseQueue(path: path)
        try other.write { db in
            try db.execute(
                sql:
                    "CREATE TRIGGER no BEFORE INSERT ON message WHEN NEW.uid = x'7533' BEGIN SELECT RAISE(ABORT, 'not this one'); END"
            )
        }
        #expect(failure { try seen(ledger) }?.code == .io)
        #expect(try counts() == [1, 0])
        try other.write { db in try db.execute(sql: "DROP TRIGGER no") }
        #expect(try seen(ledger) == ["u1 12", "u2 12", "u3 12", "u4 12"])
    }

    @Test(
        "a garbled block is a failure, and its neighbours stay",
        arguments: [("00", 1), ("ff", 1), ("00", 55), ("ff", 56), ("01", 80)]
    )
    func garbled(_ octet: String, _ count: Int) throws {
        let hex = String(repeating: octet, count: count)
        let ledger = try Ledger(path: path)
        try note(ledger, "u1")
        try ledger.commit()
        try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO arrival (rows) VALUES (x'\(hex)')") }
        let error = failure { try seen(ledger) }
        #expect(error?.code == .io && error?.message.contains("garbled") == true, "\(String(describing: error))")
        #expect(try counts() == [2, 0])
        try DatabaseQueue(path: path).write { try $0.execute(sql: "DELETE FROM arrival WHERE rows = x'\(hex)'") }
        #expect(try seen(ledger) == ["u1 12"])
    }
}
