internal import GRDB
internal import GRDBSQLite
internal import POP3

/// Rows of one commit, one behind the other in a block of octets: noting one costs no allocation, storing all of them one row of
/// SQLite, which takes a tenth of what 1,000 take.
struct ArrivingRows {
    private(set) var block: [UInt8] = []

    var isEmpty: Bool { block.isEmpty }

    mutating func append(account: Int64, store: Int64, _ row: LedgerRow, at now: Int64) {
        let head = RowHead(
            account: account, store: store, listed: row.listed, octets: row.octets, stored: now, uid: UInt32(row.uid.count),
            header: UInt32(row.header.count), sha256: UInt32(row.sha256.count), file: UInt32(row.file.count))
        withUnsafeBytes(of: head) { block.append(contentsOf: $0) }
        block.append(contentsOf: row.uid)
        block.append(contentsOf: row.header)
        block.append(contentsOf: row.sha256)
        block.append(contentsOf: row.file)
    }

    mutating func removeAll() { block.removeAll(keepingCapacity: true) }
}

/// Rows of many commits on their way into the table.
struct ArrivedRows {
    private var octets: [UInt8] = []
    /// Where in `octets` each row begins.
    private var rows: [Int] = []

    /// - Throws: `SQLITE_CORRUPT` for what ``ArrivingRows`` cannot have written.
    mutating func append(_ block: UnsafeRawBufferPointer) throws {
        var at = 0
        while at < block.count {
            guard block.count - at >= RowHead.size else { throw Self.garbled }
            let head = RowHead(block, at)
            guard block.count - at - RowHead.size >= head.textOctets else { throw Self.garbled }
            rows.append(octets.count + at)
            at += RowHead.size + head.textOctets
        }
        octets.append(contentsOf: block)
    }

    private static var garbled: DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "its newest rows are garbled")
    }

    /// Inserts in the order of the table, so that a page is touched once, whatever order the server has.
    mutating func insertAll(by raw: SQLiteStatement) throws {
        defer {
            sqlite3_reset(raw)
            sqlite3_clear_bindings(raw)
        }
        try octets.withUnsafeBytes { octets in
            rows.sort { Self.precedes($0, $1, in: octets) }
            for row in rows {
                let head = RowHead(octets, row)
                var end = row + RowHead.size
                func text(_ count: UInt32) -> UnsafeRawBufferPointer {
                    defer { end += Int(count) }
                    return UnsafeRawBufferPointer(rebasing: octets[end..<end + Int(count)])
                }
                sqlite3_bind_int64(raw, 1, head.account)
                raw.bind(2, text(head.uid))
                sqlite3_bind_int64(raw, 3, head.listed)
                raw.bind(4, text(head.header))
                sqlite3_bind_int64(raw, 5, head.store)
                sqlite3_bind_int64(raw, 6, head.octets)
                let sha256 = text(head.sha256)
                if sha256.isEmpty { sqlite3_bind_null(raw, 7) } else { raw.bind(7, sha256) }
                raw.bindText(8, text(head.file))
                sqlite3_bind_int64(raw, 9, head.stored)
                let status = sqlite3_step(raw)
                guard status == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: status)) }
                sqlite3_reset(raw)
            }
        }
    }

    /// By account and unique-id; of equal ones the later comes later, and replaces the earlier.
    private static func precedes(_ one: Int, _ other: Int, in octets: UnsafeRawBufferPointer) -> Bool {
        let (head, otherHead) = (RowHead(octets, one), RowHead(octets, other))
        if head.account != otherHead.account { return head.account < otherHead.account }
        func uid(_ at: Int, _ head: RowHead) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(rebasing: octets[at + RowHead.size..<at + RowHead.size + Int(head.uid)])
        }
        let by = Maildrop.compare(uid(one, head), uid(other, otherHead))
        return by == 0 ? one < other : by < 0
    }
}

/// What a row's texts (unique-id, header hash, SHA-256, file) lie behind. The byte order is the machine's: the database is not
/// carried to another while rows are on their way, and if it is, lengths are refused.
private struct RowHead {
    let account, store, listed, octets, stored: Int64
    let uid, header, sha256, file: UInt32

    static let size = MemoryLayout<RowHead>.size

    var textOctets: Int { Int(uid) + Int(header) + Int(sha256) + Int(file) }
}

extension RowHead {
    init(_ block: UnsafeRawBufferPointer, _ at: Int) { self = block.loadUnaligned(fromByteOffset: at, as: RowHead.self) }
}
