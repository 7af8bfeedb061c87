import ExportCore
import MartletPlugin
import PluginSystem

/// Fills the ledger from a folder's manifest: what the folder has, of the account that is asked for.
struct LedgerRebuild {
    struct Found {
        /// Lines that became rows.
        var noted = 0
        /// Lines whose file is not there, or has another size than the line says.
        var missing = 0
        /// Lines of other accounts, or of messages without a unique-id or a listed size: nothing to know them by.
        var unidentified = 0
    }

    private let call: Call
    private let folder: ExportFolder
    private let manifest: Manifest

    init(_ call: Call, _ folder: ExportFolder, _ manifest: Manifest) {
        (self.call, self.folder, self.manifest) = (call, folder, manifest)
    }

    /// - Throws: a `SystemError` for the folder; a ledger that fails has said so and ends the rows.
    func run(into ledger: Ledger) throws(SystemError) -> Found {
        var noted = 0
        let found = try forEach { uniqueID, record in
            guard ledger.note(uniqueID: uniqueID, record) else { return false }
            noted += 1
            return noted.isMultiple(of: 10_000) ? ledger.commit() : true
        }
        _ = ledger.commit()
        return found
    }

    /// Calls `each` with what would become a row, until it answers false.
    func forEach(_ each: (_ uniqueID: Octets, LedgerRecord) -> Bool) throws(SystemError) -> Found {
        var found = Found()
        let lines = manifest.lines()
        let account = call.account
        while let line = try lines.next() {
            guard let entry = ManifestEntry(line) else { continue }
            guard let uniqueID = entry.uniqueID, entry.listed >= 0, entry.account == nil || entry.account == account else {
                found.unidentified += 1
                continue
            }
            guard folder.size(of: entry.file) == entry.octets else {
                found.missing += 1
                continue
            }
            let goesOn = uniqueID.withUnsafeBytes { uniqueID in
                Array(entry.file.utf8).withUnsafeBytes { file in
                    (entry.sha256 ?? []).withUnsafeBytes { sha256 in
                        each(
                            Octets(uniqueID),
                            LedgerRecord(
                                octets: entry.octets, sha256: entry.sha256 == nil ? nil : sha256.baseAddress, file: Octets(file),
                                listed: entry.listed))
                    }
                }
            }
            guard goesOn else { return found }
            found.noted += 1
        }
        return found
    }
}
