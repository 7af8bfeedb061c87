internal import GRDB
internal import GRDBSQLite

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
