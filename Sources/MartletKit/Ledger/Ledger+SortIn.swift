internal import GRDB
internal import GRDBSQLite

/// Commits wait as blocks until somebody reads: a row on its own costs ten times as much, and in a large table of unique-ids in no
/// order 1,000 of them touch 1,000 pages. Sorted in together they touch each page once.
extension Ledger {
    /// Commits that may wait; what the next reader has to sort in at most takes it a tenth of a second.
    static let waitingMost = 32
    /// Of them in one transaction: a megabyte of rows.
    static let togetherMost = 8
    /// Octets of rows that may wait in one block. What is larger is no batch of messages but an import: rows at once.
    static let blockOctetsMost = 1 << 20

    func store(arrival block: UnsafeRawBufferPointer, in db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO arrival (rows) VALUES (?)").sqliteStatement
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        statement.bind(1, block)
        _ = try statement.next()
    }

    /// Makes rows of all that waits, of whatever account.
    func sortIn() throws(Failure) {
        while try anyWaits() { try sortSomeIn() }
        waiting = 0
    }

    /// One transaction: rows appear and their blocks are gone, or neither.
    private func sortSomeIn() throws(Failure) {
        try write { db in
            let statement = try db.cachedStatement(sql: "SELECT id, rows FROM arrival ORDER BY id LIMIT \(Self.togetherMost)")
                .sqliteStatement
            defer { sqlite3_reset(statement) }
            var rows = ArrivedRows()
            var last: Int64 = 0
            while try statement.next() {
                last = sqlite3_column_int64(statement, 0)
                let at = sqlite3_column_blob(statement, 1)
                try rows.append(UnsafeRawBufferPointer(start: at, count: Int(sqlite3_column_bytes(statement, 1))))
            }
            sqlite3_reset(statement)
            try insert(&rows, into: db)
            try db.execute(sql: "DELETE FROM arrival WHERE id <= ?", arguments: [last])
        }
    }

    func insert(_ rows: inout ArrivedRows, into db: Database) throws {
        let sql = """
            INSERT OR REPLACE INTO message (account, uid, listed, header, store, octets, sha256, file, stored)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try rows.insertAll(by: try db.cachedStatement(sql: sql).sqliteStatement)
    }

    private func anyWaits() throws(Failure) -> Bool {
        try access { db in
            let statement = try db.cachedStatement(sql: "SELECT 1 FROM arrival LIMIT 1").sqliteStatement
            defer { sqlite3_reset(statement) }
            return try statement.next()
        }
    }
}
