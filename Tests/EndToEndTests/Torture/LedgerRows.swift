import Foundation
import GRDBSQLite
import MartletDemo
@testable import MartletKit

/// What the ledger says is stored, read from a copy: the next run shall find the files as the last one left them.
struct LedgerRows {
    struct Row: Equatable {
        let octets: Int
        let sha256: String
        let file: String
    }

    /// By unique-id; a message that is recorded twice stands here twice.
    let rows: [(uniqueID: [UInt8], row: Row)]

    /// - Parameter state: the folder of `XDG_STATE_HOME`. No ledger, or one without tables, has no rows.
    init(state: String, copy folder: String) throws {
        let names = ["ledger.sqlite", "ledger.sqlite-wal"]
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in names where FileManager.default.fileExists(atPath: "\(state)/martlet/\(name)") {
            try FileManager.default.copyItem(atPath: "\(state)/martlet/\(name)", toPath: "\(folder)/\(name)")
        }
        let path = "\(folder)/ledger.sqlite"
        if FileManager.default.fileExists(atPath: path) { try Ledger(path: path).sortIn() }  // what a reader would see
        rows = try Self.read(path)
    }

    /// Where the ledger does not say what is stored.
    func flaws(expecting messages: [DemoMessage], in stored: any StoredMail) -> [String] {
        var flaws: [String] = []
        for message in messages {
            let found = rows.filter { $0.uniqueID == message.uniqueID }.map(\.row)
            let wanted = Row(
                octets: message.wireOctets.count, sha256: sha256(message.wireOctets),
                file: stored.name(of: message) ?? found.first?.file ?? "")
            if found != [wanted] {
                flaws.append("the ledger has for \(String(decoding: message.uniqueID, as: UTF8.self)): \(found)")
            }
        }
        if rows.count != messages.count { flaws.append("\(rows.count) rows in the ledger for \(messages.count) messages") }
        return flaws
    }

    private static func read(_ path: String) throws -> [(uniqueID: [UInt8], row: Row)] {
        var database: OpaquePointer?
        defer { sqlite3_close(database) }
        guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else { return [] }
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        let status = sqlite3_prepare_v2(database, "SELECT uid, octets, sha256, file FROM message", -1, &statement, nil)
        if status == SQLITE_ERROR { return [] }  // no such table yet
        guard status == SQLITE_OK else { throw Martlet.Missing(what: "the ledger: \(String(cString: sqlite3_errmsg(database)))") }
        var rows: [(uniqueID: [UInt8], row: Row)] = []
        while true {
            let status = sqlite3_step(statement)
            if status == SQLITE_DONE { return rows }
            guard status == SQLITE_ROW else {
                throw Martlet.Missing(what: "the ledger: \(String(cString: sqlite3_errmsg(database)))")
            }
            let row = Row(
                octets: Int(sqlite3_column_int64(statement, 1)),
                sha256: octets(statement, 2).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
                file: String(decoding: octets(statement, 3), as: UTF8.self))
            rows.append((octets(statement, 0), row))
        }
    }

    private static func octets(_ statement: OpaquePointer?, _ column: Int32) -> [UInt8] {
        guard let at = sqlite3_column_blob(statement, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: at, count: Int(sqlite3_column_bytes(statement, column))))
    }
}
