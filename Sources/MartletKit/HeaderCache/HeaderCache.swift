internal import GRDB
internal import GRDBSQLite

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Header blocks that were fetched once, by account, unique-id and listed size, in one SQLite database.
///
/// A cache never fails a command: what goes wrong is told to the log, a broken file is thrown away and begun anew, and where that does
/// not help either there is none. Several processes and threads may use the file at once, each through a cache of its own.
final class HeaderCache {
    /// Above this the oldest blocks go; the file stays as large and is filled again.
    static let limitOctets: Int64 = 256 << 20
    /// A larger block is somebody's idea of a joke, or an attack on the disk.
    static let blockLimitOctets = 64 << 10
    /// Changes with the tables: a file of another version is begun anew.
    private static let version: Int32 = 0x6d6c_0001

    /// A block on its way into the database, copied.
    struct Row {
        let uid: [UInt8]
        let listed: Int64
        let block: [UInt8]
    }

    private let path: String
    private let limitOctets: Int64
    private let log: (String) -> Void
    /// nil: broken, done without.
    private var queue: DatabaseQueue?
    private var ids: [String: Int64] = [:]
    /// Whether a read transaction is held: one of its own for each look costs four locks of the file.
    private var isReading = false
    private var wasMadeAnew = false

    /// Opens the database, or makes it (mode 0600).
    /// - Parameter log: told what went wrong, in a line.
    init(path: String, limitOctets: Int64 = HeaderCache.limitOctets, log: @escaping (String) -> Void) {
        (self.path, self.limitOctets, self.log) = (path, limitOctets, log)
        let lock = OpeningLock(path + ".lock")
        defer { lock.release() }
        do { queue = try Self.open(path) } catch { recover(from: error) }
    }

    /// Whether there is a database behind it.
    var works: Bool { queue != nil }

    // MARK: reading

    /// Copies the block of a message out, so that whoever looks at it may use the cache again.
    /// - Returns: false where it is not here.
    func read(_ account: String, _ uid: UnsafeRawBufferPointer, _ listed: Int64, into block: inout [UInt8]) -> Bool {
        var copy = block
        block = []
        defer { block = copy }
        copy.removeAll(keepingCapacity: true)
        return look("SELECT block FROM header WHERE account = ? AND uid = ? AND listed = ?", account, uid, listed) { statement in
            let at = sqlite3_column_blob(statement, 0)
            copy.append(
                contentsOf: UnsafeRawBufferPointer(start: at, count: at == nil ? 0 : Int(sqlite3_column_bytes(statement, 0))))
        }
    }

    func has(_ account: String, _ uid: UnsafeRawBufferPointer, _ listed: Int64) -> Bool {
        look("SELECT 1 FROM header WHERE account = ? AND uid = ? AND listed = ?", account, uid, listed) { _ in }
    }

    private func look(
        _ sql: String, _ account: String, _ uid: UnsafeRawBufferPointer, _ listed: Int64, _ found: (SQLiteStatement) -> Void
    ) -> Bool {
        guard let account = id(of: account) else { return false }
        return access(false) { db in
            if !isReading { try db.beginTransaction(.deferred) }
            isReading = true
            let statement = try db.cachedStatement(sql: sql).sqliteStatement
            defer { sqlite3_reset(statement) }
            sqlite3_bind_int64(statement, 1, account)
            statement.bind(2, uid)
            sqlite3_bind_int64(statement, 3, listed)
            guard try statement.next() else { return false }
            found(statement)
            return true
        }
    }

    /// To be called when nothing more is read for now: a held read transaction keeps the log of changes from being folded in.
    func endReading() {
        guard isReading else { return }
        isReading = false
        access(()) { db in if db.isInsideTransaction { try db.commit() } }
    }

    private func id(of account: String) -> Int64? {
        if let known = ids[account] { return known }
        let found: Int64? = access(nil) {
            try Int64.fetchOne($0, sql: "SELECT id FROM account WHERE name = ?", arguments: [account])
        }
        if let found { ids[account] = found }
        return found
    }

    // MARK: writing

    /// Keeps blocks, in one transaction. Larger ones than ``blockLimitOctets`` are for the caller to leave out.
    func store(_ rows: [Row], account: String) {
        guard !rows.isEmpty else { return }
        endReading()
        access(()) { db in
            try db.inTransaction(.immediate) {
                try db.execute(sql: "INSERT OR IGNORE INTO account (name) VALUES (?)", arguments: [account])
                guard let id = try Int64.fetchOne(db, sql: "SELECT id FROM account WHERE name = ?", arguments: [account]) else {
                    return .rollback
                }
                try self.makeRoom(db, for: rows.reduce(0) { $0 + Int64($1.block.count + $1.uid.count) })
                let statement = try db.cachedStatement(
                    sql: "INSERT OR REPLACE INTO header (account, uid, listed, block) VALUES (?, ?, ?, ?)"
                ).sqliteStatement
                for row in rows {
                    defer { sqlite3_reset(statement) }
                    sqlite3_bind_int64(statement, 1, id)
                    statement.bindCopy(2, row.uid)
                    sqlite3_bind_int64(statement, 3, row.listed)
                    statement.bindCopy(4, row.block)
                    _ = try statement.next()
                }
                return .commit
            }
        }
    }

    /// Drops the quarter that came first until the new blocks fit. Pages that fall free are used again.
    private func makeRoom(_ db: Database, for octets: Int64) throws {
        func number(_ pragma: String) throws -> Int64 { try Int64.fetchOne(db, sql: "PRAGMA \(pragma)") ?? 0 }
        let page = try number("page_size")
        while try (number("page_count") - number("freelist_count")) * page + octets > limitOctets {
            try db.execute(
                sql: """
                    DELETE FROM header WHERE id <= (SELECT id FROM header ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 4 FROM header))
                    """)
            if db.changesCount == 0 { return }
        }
    }

    // MARK: SQLite

    private static func open(_ path: String) throws -> DatabaseQueue {
        // SQLite would make it readable for others where the umask says so. An existing file is not opened here: to close it again would
        // drop the locks of every other connection of this process (as in Ledger).
        let descriptor = makeFile(path)
        if descriptor >= 0 { close(descriptor) }
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = false
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            // OFF: a power cut may break the file, and a broken cache is begun anew.
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.inDatabase { db in
            if try Int32.fetchOne(db, sql: "PRAGMA user_version") == Self.version { return }
            try db.inTransaction(.immediate) {
                try db.execute(
                    sql: """
                        DROP TABLE IF EXISTS account;
                        DROP TABLE IF EXISTS header;
                        CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
                        -- Blocks are too large for a table that is its own index; ids ascend, so the lowest is the oldest.
                        CREATE TABLE header (
                            id INTEGER PRIMARY KEY,
                            account INTEGER NOT NULL,
                            uid BLOB NOT NULL,
                            listed INTEGER NOT NULL,     -- octets as LIST gives them; -1: not known
                            block BLOB NOT NULL,
                            UNIQUE (account, uid, listed)
                        );
                        PRAGMA user_version = \(Self.version);
                        """)
                return .commit
            }
        }
        return queue
    }

    private func access<R>(_ otherwise: R, _ body: (Database) throws -> R) -> R {
        guard let queue else { return otherwise }
        do { return try queue.inDatabase(body) } catch {
            let lock = OpeningLock(path + ".lock")
            defer { lock.release() }
            recover(from: error)
            return otherwise
        }
    }

    /// Begins a broken file anew, once; does without the cache where that is no help. A file that others keep busy is left alone.
    private func recover(from error: any Error) {
        let failure = error as? DatabaseError
        log("header cache \(path): \(failure?.message ?? "\(error)")")
        isReading = false
        ids = [:]
        let isBroken = [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(failure?.resultCode)
        if failure?.resultCode == .SQLITE_BUSY, queue != nil {
            queue.map { queue in
                // What is half done is undone; if that fails too the connection is of no use.
                do { try queue.inDatabase { db in if db.isInsideTransaction { try db.rollback() } } } catch { self.queue = nil }
            }
            return
        }
        queue = nil
        guard isBroken, !wasMadeAnew else { return }
        wasMadeAnew = true
        for ending in ["", "-wal", "-shm"] { unlink(path + ending) }
        do { queue = try Self.open(path) } catch { log("header cache \(path): done without: \(error)") }
    }
}

/// Makes the file where it is missing, for the user alone.
private func makeFile(_ path: String) -> Int32 { open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600) }
