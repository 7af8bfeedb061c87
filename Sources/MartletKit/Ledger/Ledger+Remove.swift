internal import GRDB
internal import GRDBSQLite

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The way of a message off the server: DELE is about to be sent (pending), and only when it is missing in a later listing is it
/// believed to be gone (FIELD: D6).
extension Ledger {
    /// Notes, durably, that DELE is about to be sent for these messages.
    public func expectRemoval(account: Int64, _ messages: [(uid: UnsafeRawBufferPointer, listed: Int64)]) throws(Failure) {
        let now = Int64(time(nil))
        try forEach("INSERT OR REPLACE INTO removal (account, uid, listed, asked) VALUES (?, ?, ?, ?)", messages) {
            raw, message in
            sqlite3_bind_int64(raw, 1, account)
            raw.bind(2, message.uid)
            sqlite3_bind_int64(raw, 3, message.listed)
            sqlite3_bind_int64(raw, 4, now)
        }
    }

    /// Compares the removals that were asked for with a listing of now: what is missing in it is gone.
    /// - Parameter isListed: whether the listing has the unique-id.
    /// - Returns: how many are gone, and how many still stand there.
    @discardableResult
    public func settleRemovals(
        account: Int64, isListed: (UnsafeRawBufferPointer) -> Bool
    ) throws(Failure) -> (gone: Int, left: Int) {
        var missing: [(uid: [UInt8], listed: Int64)] = []
        var left = 0
        try look("SELECT uid, listed FROM removal WHERE account = ?") { statement in
            sqlite3_bind_int64(statement, 1, account)
            while try statement.next() {
                let at = sqlite3_column_blob(statement, 0)
                let uid = UnsafeRawBufferPointer(start: at, count: Int(sqlite3_column_bytes(statement, 0)))
                if isListed(uid) { left += 1 } else { missing.append((Array(uid), sqlite3_column_int64(statement, 1))) }
            }
        }
        guard !missing.isEmpty else { return (0, left) }
        let now = Int64(time(nil))
        // Two transactions: a kill between them only has the second one done again.
        try forEach("UPDATE message SET gone = ? WHERE account = ? AND uid = ? AND listed = ? AND gone IS NULL", missing) {
            raw, message in
            sqlite3_bind_int64(raw, 1, now)
            sqlite3_bind_int64(raw, 2, account)
            raw.bindCopy(3, message.uid)
            sqlite3_bind_int64(raw, 4, message.listed)
        }
        try forEach("DELETE FROM removal WHERE account = ? AND uid = ? AND listed = ?", missing) { raw, message in
            sqlite3_bind_int64(raw, 1, account)
            raw.bindCopy(2, message.uid)
            sqlite3_bind_int64(raw, 3, message.listed)
        }
        return (missing.count, left)
    }

    /// Runs a statement once for each value, all in one transaction.
    private func forEach<Value>(_ sql: String, _ values: [Value], _ bind: (SQLiteStatement, Value) -> Void) throws(Failure) {
        try write { db in
            let raw = try db.cachedStatement(sql: sql).sqliteStatement
            defer {
                sqlite3_reset(raw)
                sqlite3_clear_bindings(raw)
            }
            for value in values {
                bind(raw, value)
                _ = try raw.next()
                sqlite3_reset(raw)
            }
        }
    }
}
