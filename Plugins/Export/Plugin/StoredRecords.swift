import MartletPlugin

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What is known to be stored, beside a selection.
protocol StoredRecords {
    /// Calls `body` with the index in the selection of each message that is recorded, and its record.
    /// - Returns: false when it cannot be read; the call has failed.
    func match(_ selection: Selection, _ body: (_ index: Int, LedgerRecord) -> Void) -> Bool
}

extension Ledger: StoredRecords {}

/// What a ledger would have if it were rebuilt now from a folder's manifest: for a run that may record nothing.
struct ManifestRecords: StoredRecords {
    private let call: Call
    private let rows: LedgerRebuild
    private let shown: String

    init(_ call: Call, _ rows: LedgerRebuild, _ shown: String) { (self.call, self.rows, self.shown) = (call, rows, shown) }

    /// Costs an entry of a dictionary a message.
    func match(_ selection: Selection, _ body: (_ index: Int, LedgerRecord) -> Void) -> Bool {
        var places: [[UInt8]: Int] = [:]
        for index in 0..<selection.count where selection[index].identity == .unique {
            places[Array(selection[index].uniqueID.raw)] = index
        }
        let now = Int64(time(nil))
        do {
            _ = try rows.forEach { uniqueID, record in
                if let index = places[Array(uniqueID.raw)], selection[index].octets == record.listed {
                    var record = record
                    record.stored = now
                    body(index, record)
                }
                return true
            }
        } catch {
            _ = FolderDestination.refuse(call, error, shown)
            return false
        }
        return true
    }
}
