internal import GRDB
internal import GRDBSQLite
internal import POP3

/// One stored message as the ledger knows it, without its account and store. Everything in it is lent: by the database until
/// the next step, by the caller for a call.
public struct LedgerRow {
    /// Octets, not text.
    public var uid: UnsafeRawBufferPointer
    /// Octets as LIST gives them, part of the identity; -1: not known, any size.
    public var listed: Int64
    /// SHA-256 of the header block, part of the identity where unique-ids repeat; empty where nobody asked for it.
    public var header = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Octets stored; -1: not known.
    public var octets: Int64
    /// 32 octets; empty where nobody asked for a hash.
    public var sha256 = UnsafeRawBufferPointer(start: nil, count: 0)
    /// UTF-8; where it is within the store.
    public var file: UnsafeRawBufferPointer
    /// Unix time it was stored; 0 when noting: now.
    public var stored: Int64 = 0

    /// The columns a row is read from, in the order of ``init(_:)``.
    static let columns = "uid, listed, header, octets, sha256, file, stored"

    public init(
        uid: UnsafeRawBufferPointer, listed: Int64, header: UnsafeRawBufferPointer = .init(start: nil, count: 0), octets: Int64,
        sha256: UnsafeRawBufferPointer = .init(start: nil, count: 0), file: UnsafeRawBufferPointer
    ) {
        (self.uid, self.listed, self.header) = (uid, listed, header)
        (self.octets, self.sha256, self.file) = (octets, sha256, file)
    }

    init(_ raw: SQLiteStatement) {
        (uid, listed, header) = (Self.octets(raw, 0), sqlite3_column_int64(raw, 1), Self.octets(raw, 2))
        (octets, sha256, file) = (sqlite3_column_int64(raw, 3), Self.octets(raw, 4), Self.octets(raw, 5))
        stored = sqlite3_column_int64(raw, 6)
    }

    private static func octets(_ raw: SQLiteStatement, _ column: Int32) -> UnsafeRawBufferPointer {
        let at = sqlite3_column_blob(raw, column)
        return UnsafeRawBufferPointer(start: at, count: at == nil ? 0 : Int(sqlite3_column_bytes(raw, column)))
    }

    public var fileName: String { String(decoding: file, as: UTF8.self) }
}

/// Rows waiting for their transaction, in two blocks: 1,000 of them cost no allocation each.
struct NotedRows {
    private struct Row {
        let account, store, listed, octets: Int64
        /// Where each ends in `texts`, in the order in which they lie there.
        let uidStart, uidEnd, headerEnd, sha256End, fileEnd: Int
    }

    private var rows: [Row] = []
    private var texts: [UInt8] = []

    var isEmpty: Bool { rows.isEmpty }

    mutating func append(account: Int64, store: Int64, _ row: LedgerRow) {
        let start = texts.count
        texts.append(contentsOf: row.uid)
        let uidEnd = texts.count
        texts.append(contentsOf: row.header)
        let headerEnd = texts.count
        texts.append(contentsOf: row.sha256)
        let sha256End = texts.count
        texts.append(contentsOf: row.file)
        rows.append(
            Row(
                account: account, store: store, listed: row.listed, octets: row.octets, uidStart: start, uidEnd: uidEnd,
                headerEnd: headerEnd, sha256End: sha256End, fileEnd: texts.count))
    }

    /// In the order of the table: a page is then touched once a batch, whatever order the server has.
    private mutating func sort() {
        texts.withUnsafeBytes { texts in
            func ascends(_ one: Row, _ other: Row) -> Bool {
                Maildrop.compare(
                    UnsafeRawBufferPointer(rebasing: texts[one.uidStart..<one.uidEnd]),
                    UnsafeRawBufferPointer(rebasing: texts[other.uidStart..<other.uidEnd])) <= 0
            }
            if zip(rows, rows.dropFirst()).allSatisfy(ascends) { return }
            rows.sort { !ascends($1, $0) }
        }
    }

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
    }

    /// Statements are bound by hand, and to the octets where they lie: one row of a batch costs about a microsecond this way.
    mutating func insertAll(by raw: SQLiteStatement, at now: Int64) throws {
        sort()
        defer {
            sqlite3_reset(raw)
            sqlite3_clear_bindings(raw)
        }
        sqlite3_bind_int64(raw, 9, now)
        try texts.withUnsafeBytes { texts in
            for row in rows {
                sqlite3_bind_int64(raw, 1, row.account)
                raw.bind(2, texts, row.uidStart, row.uidEnd)
                sqlite3_bind_int64(raw, 3, row.listed)
                raw.bind(4, texts, row.uidEnd, row.headerEnd)
                sqlite3_bind_int64(raw, 5, row.store)
                sqlite3_bind_int64(raw, 6, row.octets)
                if row.sha256End > row.headerEnd {
                    raw.bind(7, texts, row.headerEnd, row.sha256End)
                } else {
                    sqlite3_bind_null(raw, 7)
                }
                raw.bindText(8, texts, row.sha256End, row.fileEnd)
                let status = sqlite3_step(raw)
                guard status == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: status)) }
                sqlite3_reset(raw)
            }
        }
    }
}

extension SQLiteStatement {
    /// Binds octets where they lie; they must stay there until the statement is reset.
    func bind(_ index: Int32, _ octets: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
        if end > start, let base = octets.baseAddress {
            sqlite3_bind_blob(self, index, base + start, Int32(end - start), nil)
        } else {
            sqlite3_bind_zeroblob(self, index, 0)
        }
    }

    func bind(_ index: Int32, _ octets: UnsafeRawBufferPointer) { bind(index, octets, 0, octets.count) }

    /// Binds octets that do not stay where they lie.
    func bindCopy(_ index: Int32, _ octets: [UInt8]) {
        guard !octets.isEmpty else { return bind(index, UnsafeRawBufferPointer(start: nil, count: 0)) }
        sqlite3_bind_blob(self, index, octets, Int32(octets.count), Self.copied)
    }

    /// SQLITE_TRANSIENT, a macro that Swift does not see.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    func bindText(_ index: Int32, _ octets: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
        guard end > start, let base = octets.baseAddress else {
            sqlite3_bind_text(self, index, "", 0, Self.copied)
            return
        }
        sqlite3_bind_text(self, index, (base + start).assumingMemoryBound(to: CChar.self), Int32(end - start), nil)
    }

    /// Steps to the next row.
    /// - Returns: false behind the last.
    func next() throws -> Bool {
        let status = sqlite3_step(self)
        if status == SQLITE_DONE { return false }
        guard status == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: status)) }
        return true
    }
}
