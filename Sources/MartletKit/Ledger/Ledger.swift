internal import GRDB
internal import GRDBSQLite

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What is stored, where, and since when: one row for each (account, unique-id, size, store), in one SQLite database.
///
/// `synchronous=FULL` and one transaction a batch: when ``commit()`` returns, the rows survive a power cut.
public final class Ledger {
    /// One row, without its account and unique-id.
    public struct Record: Equatable {
        public var octets: Int64
        /// 32 octets, or none where nobody asked for a hash.
        public var sha256: [UInt8]?
        public var file: String
    }

    private struct Pending {
        var account, store: Int64
        var uid: [UInt8]
        var listed: Int64
        var record: Record
    }

    private let queue: DatabaseQueue
    private var pending: [Pending] = []
    /// Ids of account and store names, -1 for a name the database does not have: most runs ask for one name 20,000 times.
    private var ids: [String: Int64] = [:]
    /// Whether a read transaction is open: held over many look-ups, because each of its own costs four locks of the file.
    private var isReading = false

    /// Opens the database, or makes it (mode 0600).
    /// - Throws: a failure with exit code 74.
    public init(path: String) throws(Failure) {
        do {
            let lock = OpeningLock(path + ".lock")
            defer { lock.release() }
            Self.make(path)
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            // A read transaction stays open between two calls, see `look`.
            configuration.allowsUnsafeTransactions = true
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try LedgerSchema.migrator.migrate(queue)
        } catch { throw Self.failure(error, path) }
    }

    /// Makes the file where it is missing: SQLite would make it readable for others where the umask says so.
    ///
    /// One that exists is not opened here: to close it again would drop the locks of every other connection of this process
    /// (sqlite.org, "How To Corrupt An SQLite Database File", section 2.2).
    private static func make(_ path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    /// What this message of the account is recorded as in the store; nil where it is not.
    /// - Parameter listed: the size that LIST gives, part of a message's identity.
    public func find(account: String, store: String, uid: ArraySlice<UInt8>, listed: Int64) throws(Failure) -> Record? {
        guard let account = try id(of: account, in: "account", make: false),
            let store = try id(of: store, in: "store", make: false)
        else { return nil }
        return try look { db in
            let statement = try db.cachedStatement(
                sql: "SELECT octets, sha256, file FROM message WHERE account = ? AND uid = ? AND listed = ? AND store = ?")
            let raw = statement.sqliteStatement
            defer { sqlite3_reset(raw) }
            sqlite3_bind_int64(raw, 1, account)
            Self.bind(uid, at: 2, of: raw)
            sqlite3_bind_int64(raw, 3, listed)
            sqlite3_bind_int64(raw, 4, store)
            let status = sqlite3_step(raw)
            if status == SQLITE_DONE { return nil }
            guard status == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: status)) }
            return Self.record(of: raw, from: 0)
        }
    }

    /// Whether anything was ever stored from the account.
    public func knows(account: String) throws(Failure) -> Bool { try id(of: account, in: "account", make: false) != nil }

    /// Whether any store of the account has the message.
    public func knows(account: String, uid: ArraySlice<UInt8>, listed: Int64) throws(Failure) -> Bool {
        guard let account = try id(of: account, in: "account", make: false) else { return false }
        return try look { db in
            let statement = try db.cachedStatement(
                sql: "SELECT 1 FROM message WHERE account = ? AND uid = ? AND listed = ? LIMIT 1")
            let raw = statement.sqliteStatement
            defer { sqlite3_reset(raw) }
            sqlite3_bind_int64(raw, 1, account)
            Self.bind(uid, at: 2, of: raw)
            sqlite3_bind_int64(raw, 3, listed)
            let status = sqlite3_step(raw)
            guard status == SQLITE_ROW || status == SQLITE_DONE else {
                throw DatabaseError(resultCode: ResultCode(rawValue: status))
            }
            return status == SQLITE_ROW
        }
    }

    /// Notes a stored message; durable after ``commit()``.
    public func note(account: String, store: String, uid: ArraySlice<UInt8>, listed: Int64, _ record: Record) throws(Failure) {
        guard let account = try id(of: account, in: "account", make: true), let store = try id(of: store, in: "store", make: true)
        else { return }
        pending.append(Pending(account: account, store: store, uid: Array(uid), listed: listed, record: record))
    }

    /// Writes everything noted since the last commit in one transaction, durably.
    public func commit() throws(Failure) {
        guard !pending.isEmpty else { return }
        let rows = pending
        let now = Int64(time(nil))
        try endReading()
        try access { db in
            try db.inTransaction(.immediate) {
                let statement = try db.cachedStatement(
                    sql: """
                        INSERT OR REPLACE INTO message (account, uid, listed, store, octets, sha256, file, stored)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                let raw = statement.sqliteStatement
                for row in rows { try Self.insert(row, at: now, by: raw) }
                return .commit
            }
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Every record of the store in the account, by unique-id, until `each` answers false.
    public func each(account: String, store: String, _ each: (ArraySlice<UInt8>, Record) -> Bool) throws(Failure) {
        guard let account = try id(of: account, in: "account", make: false),
            let store = try id(of: store, in: "store", make: false)
        else { return }
        try access { db in
            let statement = try db.cachedStatement(
                sql: "SELECT uid, octets, sha256, file FROM message WHERE account = ? AND store = ? ORDER BY uid")
            let raw = statement.sqliteStatement
            defer { sqlite3_reset(raw) }
            sqlite3_bind_int64(raw, 1, account)
            sqlite3_bind_int64(raw, 2, store)
            while true {
                let status = sqlite3_step(raw)
                if status == SQLITE_DONE { return }
                guard status == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: status)) }
                if !each(Self.blob(of: raw, 0)[...], Self.record(of: raw, from: 1)) { return }
            }
        }
    }

    // MARK: SQLite

    /// Statements are bound by hand: one row of a batch costs about a microsecond this way.
    private static func insert(_ row: Pending, at now: Int64, by raw: SQLiteStatement) throws {
        defer { sqlite3_reset(raw) }
        sqlite3_bind_int64(raw, 1, row.account)
        bind(row.uid[...], at: 2, of: raw)
        sqlite3_bind_int64(raw, 3, row.listed)
        sqlite3_bind_int64(raw, 4, row.store)
        sqlite3_bind_int64(raw, 5, row.record.octets)
        if let sha256 = row.record.sha256 { bind(sha256[...], at: 6, of: raw) } else { sqlite3_bind_null(raw, 6) }
        var file = row.record.file
        file.withUTF8 { text in
            _ = sqlite3_bind_text(
                raw, 7, UnsafeRawPointer(text.baseAddress!).assumingMemoryBound(to: CChar.self), Int32(text.count), copied)
        }
        sqlite3_bind_int64(raw, 8, now)
        let status = sqlite3_step(raw)
        guard status == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: status)) }
    }

    /// SQLite takes a copy: the octets are borrowed for the call.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private static func bind(_ octets: ArraySlice<UInt8>, at index: Int32, of raw: SQLiteStatement) {
        octets.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress, bytes.count > 0 {
                _ = sqlite3_bind_blob(raw, index, base, Int32(bytes.count), copied)
            } else {
                _ = sqlite3_bind_zeroblob(raw, index, 0)
            }
        }
    }

    private static func blob(of raw: SQLiteStatement, _ column: Int32) -> [UInt8] {
        guard let at = sqlite3_column_blob(raw, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: at, count: Int(sqlite3_column_bytes(raw, column))))
    }

    private static func record(of raw: SQLiteStatement, from column: Int32) -> Record {
        let sha256 = sqlite3_column_type(raw, column + 1) == SQLITE_NULL ? nil : blob(of: raw, column + 1)
        return Record(
            octets: sqlite3_column_int64(raw, column), sha256: sha256,
            file: String(decoding: blob(of: raw, column + 2), as: UTF8.self))
    }

    private func id(of name: String, in table: String, make: Bool) throws(Failure) -> Int64? {
        let key = table + "/" + name
        if let known = ids[key], known >= 0 || !make { return known < 0 ? nil : known }
        if make { try endReading() }
        let found: Int64? = try access { db in
            if make { try db.execute(sql: "INSERT OR IGNORE INTO \(table) (name) VALUES (?)", arguments: [name]) }
            return try Int64.fetchOne(db, sql: "SELECT id FROM \(table) WHERE name = ?", arguments: [name])
        }
        ids[key] = found ?? -1
        return found
    }

    /// Reads inside the held transaction.
    private func look<R>(_ body: (Database) throws -> R) throws(Failure) -> R {
        let begins = !isReading
        isReading = true
        return try access { db in
            if begins { try db.beginTransaction(.deferred) }
            return try body(db)
        }
    }

    private func endReading() throws(Failure) {
        guard isReading else { return }
        isReading = false
        try access { db in if db.isInsideTransaction { try db.commit() } }
    }

    private func access<R>(_ body: (Database) throws -> R) throws(Failure) -> R {
        do { return try queue.inDatabase(body) } catch { throw Self.failure(error, queue.path) }
    }

    private static func failure(_ error: any Error, _ path: String) -> Failure {
        let why = (error as? DatabaseError)?.message ?? "\(error)"
        return Failure(
            .io, "ledger", "the ledger \(path) cannot be used: \(why)", kept: "everything already exported",
            hint: "free space or mend its permissions, then the same line again")
    }
}
