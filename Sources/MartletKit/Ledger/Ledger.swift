internal import GRDB
internal import GRDBSQLite

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What is stored, where, and since when: one row for each (account, unique-id, size, header, store), in one SQLite database.
///
/// `synchronous=FULL` and one transaction a batch: when ``commit()`` returns, the rows survive a power cut. They become rows of the
/// table when somebody reads (`Ledger+SortIn.swift`). Reading is in `Ledger+Find.swift`, the way of a message off the server in
/// `Ledger+Remove.swift`.
public final class Ledger {
    private let queue: DatabaseQueue
    /// Ids of account and store names, -1 for a name the database does not have: most runs ask for one name 20,000 times.
    private var ids: [String: Int64] = [:]
    /// Whether a read transaction is open: held over many look-ups, because each of its own costs four locks of the file.
    private var isReading = false
    @exclusivity(unchecked) private var noted = ArrivingRows()
    /// When the first of them was noted, Unix time.
    private var notedAt: Int64 = 0
    /// Commits of this connection that were not sorted in yet.
    var waiting = 0
    /// Whether the index by content is known to be there.
    var isContentIndexed = false

    /// Opens the database, or makes it (mode 0600).
    /// - Throws: a failure with exit code 74.
    public init(path: String) throws(Failure) {
        do {
            let lock = OpeningLock(path + ".lock")
            defer { lock.release() }
            Self.make(path)
            var configuration = Configuration()
            configuration.busyMode = .timeout(30)
            // Ids come from the very tables they refer to; to look both up again cost a third of every insert.
            configuration.foreignKeysEnabled = false
            // A read transaction stays open between two calls, see `look`.
            configuration.allowsUnsafeTransactions = true
            configuration.prepareDatabase { db in
                // 8 MB of cache: unique-ids in no order touch a page each.
                try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000")
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
        guard descriptor >= 0 else { return }
        close(descriptor)
        if let slash = path.lastIndex(of: "/") { Folders.syncNames(in: String(path[..<slash])) }
    }

    // MARK: names

    /// The id of an account; nil where nothing was ever stored from it.
    public func account(_ name: String) throws(Failure) -> Int64? { try id(of: name, in: "account", make: false) }
    public func makeAccount(_ name: String) throws(Failure) -> Int64 { try id(of: name, in: "account", make: true) ?? -1 }
    /// The id of a store; nil where nothing was ever stored in it.
    public func store(_ name: String) throws(Failure) -> Int64? { try id(of: name, in: "store", make: false) }
    public func makeStore(_ name: String) throws(Failure) -> Int64 { try id(of: name, in: "store", make: true) ?? -1 }

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

    // MARK: writing

    /// Notes a stored message; durable after ``commit()``. What is lent is copied. Costs no allocation.
    public func note(account: Int64, store: Int64, _ row: LedgerRow) {
        if noted.isEmpty { notedAt = Int64(time(nil)) }
        noted.append(account: account, store: store, row, at: notedAt)
    }

    /// Writes everything noted since the last commit in one transaction, durably.
    public func commit() throws(Failure) {
        guard !noted.isEmpty else { return }
        let waits = noted.block.count <= Self.blockOctetsMost
        try write { db in
            try noted.block.withUnsafeBytes { block in
                if waits { return try store(arrival: block, in: db) }
                var rows = ArrivedRows()
                try rows.append(block)
                try insert(&rows, into: db)
            }
        }
        noted.removeAll()
        waiting += waits ? 1 : 0
        if waiting >= Self.waitingMost { try sortIn() }
    }

    /// Runs statements in a transaction of their own.
    func write(_ body: (Database) throws -> Void) throws(Failure) {
        try endReading()
        try access { db in
            try db.inTransaction(.immediate) {
                try body(db)
                return .commit
            }
        }
    }

    // MARK: SQLite

    /// Reads inside the held transaction.
    func look<R>(_ sql: String, _ body: (SQLiteStatement) throws -> R) throws(Failure) -> R {
        let begins = !isReading
        if begins { try sortIn() }
        isReading = true
        return try access { db in
            if begins { try db.beginTransaction(.deferred) }
            let statement = try db.cachedStatement(sql: sql).sqliteStatement
            defer { sqlite3_reset(statement) }
            return try body(statement)
        }
    }

    func endReading() throws(Failure) {
        guard isReading else { return }
        isReading = false
        try access { db in if db.isInsideTransaction { try db.commit() } }
    }

    /// For what is not worth a cached statement.
    func execute(_ sql: String) throws(Failure) {
        try endReading()
        try access { db in try db.execute(sql: sql) }
    }

    func access<R>(_ body: (Database) throws -> R) throws(Failure) -> R {
        do { return try queue.inDatabase(body) } catch { throw Self.failure(error, queue.path) }
    }

    private static func failure(_ error: any Error, _ path: String) -> Failure {
        let why = (error as? DatabaseError)?.message ?? "\(error)"
        return Failure(
            .io, "ledger", "the ledger \(path) cannot be used: \(why)", kept: "everything already exported",
            hint: "free space or mend its permissions, then the same line again")
    }
}
