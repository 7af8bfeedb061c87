import ExportCore
import MartletPlugin

/// One run: what is missing, the messages as they come, and the account given at the end.
final class ExportRun: MessageSink {
    /// Progress inside a long message, at most this often.
    private static let progressOctets: Int64 = 256 << 10

    let call: Call
    let selection: Selection
    let folder: ExportFolder
    /// Whether the fetch has to hash: for the manifest, or because content is all that names a message.
    private(set) var hashes: Bool

    private let ledger: Ledger
    private let manifest: Manifest
    private let batch: Batch
    private let hashesAll: Bool
    /// Indices in the selection of what is fetched, and where in them we are.
    private var wanted: [Int] = []
    private var cursor = 0
    private var already = 0
    private var expectedOctets: Int64? = 0
    private var receivedOctets: Int64 = 0
    private var reported: Int64 = 0
    private var refused = 0
    private var firstRefusal = ""
    /// A message that broke off with the connection: the host tells of that.
    private var brokenOff = 0
    private var failure: StoreFailure?
    private var stopped = false

    init(_ call: Call, _ selection: Selection, path: Octets) throws(CommandExit) {
        (self.call, self.selection) = (call, selection)
        hashesAll = !call.flag("no-hash")
        hashes = hashesAll
        do {
            folder = try ExportFolder(path: path.raw, durable: !call.flag("no-sync"))
            try folder.claim { call.makeStoreName() }
            manifest = try Manifest(folder)
        } catch {
            throw Self.refuse(call, error, path.string)
        }
        ledger = call.ledger(folder.store)
        batch = Batch(
            folder, manifest: manifest, log: LedgerLog(ledger), rename: call.flag("rename"), listsHash: hashesAll,
            messages: selection.count)
    }

    /// Numbers to fetch: the selection without what the ledger and the folder both have. Repairs the manifest of an older folder.
    func plan() throws(CommandExit) -> [UInt32] {
        var present: Set<String> = []
        if !folder.isNew {
            do { present = try folder.names() } catch { throw Self.refuse(call, error, folder.path) }
            try repairManifest(present)
        }
        var numbers: [UInt32] = []
        numbers.reserveCapacity(selection.count)
        wanted.reserveCapacity(selection.count)
        for index in 0..<selection.count {
            let message = selection[index]
            if !folder.isNew, try isStored(message.number, present) {
                already += 1
                continue
            }
            if message.identity != .unique { hashes = true }
            numbers.append(message.number)
            wanted.append(index)
            expectedOctets = message.octets.flatMap { octets in expectedOctets.map { $0 + octets } }
        }
        return numbers
    }

    func begin(_ number: UInt32) -> Flow {
        while cursor < wanted.count, selection[wanted[cursor]].number != number { cursor += 1 }
        return cursor < wanted.count ? .go : .skip
    }

    func body(_ octets: borrowing RawSpan) -> Flow {
        octets.withUnsafeBytes { octets in
            do throws(StoreFailure) { try batch.write(octets) } catch { return stop(error) }
            receivedOctets += Int64(octets.count)
            if receivedOctets - reported >= Self.progressOctets { progress() }
            return .go
        }
    }

    func end(_ number: UInt32, failure text: Octets, sha256: UnsafeRawPointer?) -> Flow {
        guard text.isEmpty else {
            if batch.openOctets > 0 { brokenOff += 1 } else { refuse(number, text.string) }
            batch.discard()
            return call.cancelled ? halt() : .go
        }
        guard begin(number) == .go else { return .go }
        let message = selection[wanted[cursor]]
        let isUnique = message.identity == .unique && !message.uniqueID.isEmpty
        guard isUnique || sha256 != nil else {
            batch.discard()
            refuse(number, "it has neither a unique-id nor a hash to name it by")
            return .go
        }
        do throws(StoreFailure) {
            try batch.finish(
                WholeMessage(number: number, uniqueID: isUnique ? message.uniqueID.raw : nil, sha256: sha256))
        } catch {
            return stop(error)
        }
        cursor += 1
        progress()
        return call.cancelled ? halt() : .go
    }

    /// Commits what is whole and tells how it went.
    func finish(fetchCode: Int32) throws(CommandExit) {
        batch.discard()
        if failure == nil {
            do throws(StoreFailure) { try batch.commit() } catch { failure = error }
        } else {
            // The disk may take the names still, although it has no room for more octets.
            do throws(StoreFailure) { try batch.commit() } catch { /* the first failure is the one to tell */  }
        }
        let report = Report(
            stored: batch.outcome.stored, octets: batch.outcome.storedOctets, already: already + batch.outcome.adopted,
            differing: batch.outcome.differing, refused: refused + (fetchCode == 0 ? brokenOff : 0), total: selection.count,
            folder: folder.path)
        report.tell(call, complete: failure == nil && fetchCode == 0 && !stopped)
        if let failure { throw report.fail(call, failure) }
        if stopped { throw CommandExit(.exitInterrupted) }
        if fetchCode != 0 { throw CommandExit(fetchCode) }
        if let first = batch.outcome.firstDiffering { throw report.failDiffering(call, first) }
        if report.refused > 0 { throw report.failRefused(call, first: firstRefusal) }
    }

    private func isStored(_ number: UInt32, _ present: Set<String>) throws(CommandExit) -> Bool {
        switch ledger.find(number) {
        case .absent: return false
        case .record(let record): return present.contains(record.file.string)
        case .unreadable: throw ledgerExit()
        }
    }

    /// A kill between ledger and manifest left messages unlisted.
    private func repairManifest(_ present: Set<String>) throws(CommandExit) {
        let read = ledger.forEach { uniqueID, record in
            guard present.contains(record.file.string) else { return }
            manifest.append(
                number: nil, uniqueID: uniqueID.raw, octets: record.octets, sha256: hashesAll ? record.sha256 : nil,
                file: record.file.raw)
        }
        guard read else { throw ledgerExit() }
        do { try manifest.flush() } catch { throw Self.refuse(call, error, folder.path) }
    }

    private func ledgerExit() -> CommandExit {
        call.fail(.exitIO, "the ledger cannot be read; nothing was fetched")
    }

    private func refuse(_ number: UInt32, _ text: String) {
        refused += 1
        if firstRefusal.isEmpty { firstRefusal = "message \(number): \(text)" }
    }

    private func stop(_ error: StoreFailure) -> Flow {
        failure = error
        batch.discard()
        return .stop
    }

    private func halt() -> Flow {
        stopped = true
        return .stop
    }

    private func progress() {
        reported = receivedOctets
        call.progress(cursor, of: wanted.count, octets: receivedOctets, ofOctets: expectedOctets)
    }

    private static func refuse(_ call: Call, _ error: SystemError, _ path: String) -> CommandExit {
        if error.isLocked {
            return call.fail(.exitTryLater, "another export is writing into \(path)", hint: "the same line when it is done")
        }
        return call.fail(
            error.isNoSpace ? .exitIO : .exitCannotCreate, "cannot \(error.action) in \(path): \(error.reason)",
            hint: "another folder, or set this one right")
    }
}

/// The ledger as the batch sees it.
private final class LedgerLog: StoredLog {
    private let ledger: Ledger

    init(_ ledger: Ledger) { self.ledger = ledger }

    func record(number: UInt32, octets: Int64, sha256: UnsafeRawPointer?, file: UnsafeRawBufferPointer) -> Bool {
        ledger.record(number, LedgerRecord(octets: octets, sha256: sha256, file: Octets(file)))
    }

    func commit() -> Bool { ledger.commit() }
}
