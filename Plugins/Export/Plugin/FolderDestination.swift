import ExportCore
import MartletPlugin
import PluginSystem

/// A folder of `.eml` files, or a Maildir, with its manifest.
final class FolderDestination: Destination {
    let shown: String
    private let call: Call
    private let options: ExportOptions
    private let folder: ExportFolder
    private let manifest: Manifest
    private let scratch = OctetBuffer(capacity: 256)
    private let namer: MessageNamer
    /// Of the message that comes in, where names are made of it.
    private var fields = HeaderFields()

    var ledgerStore: String? { folder.store }
    var freeOctets: Int64? { folder.freeOctets }
    var needsHash: Bool { namer.needsHash }
    var watches: Bool { namer.needsHeader }

    init(_ call: Call, _ options: ExportOptions, path: Octets) throws(CommandExit) {
        (self.call, self.options, shown) = (call, options, path.string)
        namer = MessageNamer(template: options.nameTemplate, account: call.account)
        if options.format == .eml, ExportFolder.isMaildir(path.raw) {
            throw call.fail(.exitUsage, "\(path.string) is a Maildir", hint: "--format maildir, or another folder")
        }
        do {
            let layout: ExportFolder.Layout = options.format == .maildir ? .maildir : .files
            if options.isDryRun {
                folder = try ExportFolder(lookingAt: path.raw, layout: layout)
            } else {
                folder = try ExportFolder(path: path.raw, durable: options.isDurable, layout: layout)
                try folder.claim { call.makeStoreName() }
            }
            manifest = try Manifest(folder, account: call.account)
        } catch { throw Self.refuse(call, error, path.string) }
        // Behind a fetch of hours it would be late to say so.
        if options.makesIndex { try Self.checkIndex(call, folder) }
    }

    private static func checkIndex(_ call: Call, _ folder: ExportFolder) throws(CommandExit) {
        do throws(StoreFailure) { try IndexPage.checkOld(folder) } catch {
            guard case .refused(let text, let hint) = error else { throw refuse(call, error, folder.path) }
            throw call.fail(.exitCannotCreate, text + "; nothing was fetched", hint: hint)
        }
    }

    /// Where the ledger has nothing of a folder that is only looked at: what its manifest would make of it.
    private var unrecorded: ManifestRecords?

    func records(_ ledger: Ledger?) -> (any StoredRecords)? { unrecorded ?? ledger }

    /// Reads names and manifest, and mends what a kill or a move left apart: rows without their line, and lines without rows, where
    /// the ledger is another than the one that saw them stored. A dry run mends nothing and knows what would be.
    func prepare(_ ledger: Ledger?) throws(CommandExit) {
        guard !folder.isNew else { return }
        do { try manifest.learn() } catch { throw Self.refuse(call, error, shown) }
        guard let ledger else {  // a folder that lost its marker, only looked at
            unrecorded = ManifestRecords(call, LedgerRebuild(call, folder, manifest), shown)
            return
        }
        var rows = 0
        let listsAll = options.isDryRun || manifest.index.count(exactly: .present) == 0
        guard
            ledger.forEach({ uniqueID, record in
                rows += 1
                if listsAll { return false }
                guard manifest.index.has(record.file.raw, .present), !manifest.index.has(record.file.raw, .listed) else {
                    return true
                }
                manifest.append(
                    number: nil, uniqueID: uniqueID.raw, octets: record.octets, sha256: options.hashes ? record.sha256 : nil,
                    file: record.file.raw, listed: record.listed)
                return true
            })
        else { throw call.fail(.exitIO, "the ledger cannot be read; nothing was fetched") }
        do {
            try manifest.flush()
            if rows == 0, options.isDryRun {
                unrecorded = ManifestRecords(call, LedgerRebuild(call, folder, manifest), shown)
            } else if rows == 0 {
                let found = try LedgerRebuild(call, folder, manifest).run(into: ledger)
                if found.noted > 0 { call.note("\(found.noted) messages of \(shown) are known again by its manifest") }
            }
        } catch { throw Self.refuse(call, error, shown) }
    }

    /// A name whose file went may be another message's by now: then the manifest says so.
    func has(_ record: LedgerRecord) -> Bool {
        manifest.index.has(record.file.raw, .present)
            && manifest.index.has(record.file.raw, octets: record.octets, sha256: record.sha256)
    }

    func file(named sha256: UnsafeRawPointer) -> UnsafeRawBufferPointer? {
        guard manifest.index.count > 0, options.format == .eml else { return nil }
        scratch.removeAll()
        FileNames.append(sha256: UnsafeRawBufferPointer(start: sha256, count: 32), to: scratch)
        return manifest.index.has(scratch.octets, .present) ? scratch.octets : nil
    }

    var isReadable: Bool { true }

    func read(_ file: String, octets: Int64, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        folder.read(file, octets: octets, body)
    }

    func makeDurable(_ files: [String]) throws(CommandExit) {
        do { try folder.makeDurable(files) } catch { throw Self.refuse(call, error, shown) }
    }

    func makeStore(_ log: any StoredLog, count: Int) -> any MessageStore {
        var batch = Batch.Options()
        (batch.renames, batch.listsHash, batch.messages) = (options.renames, options.hashes, count)
        if options.nameTemplate != nil {
            batch.makeName = { [unowned self] message, octets, out in
                namer.append(message, octets: octets, header: fields, to: out)
            }
        }
        return Batch(folder, manifest: manifest, log: log, options: batch)
    }

    func messageBegins() { fields.reset() }

    func messageContinues(_ octets: UnsafeRawBufferPointer) { if !fields.isComplete { fields.feed(octets) } }

    /// The page for people who would rather look, where it was asked for.
    func end() throws(CommandExit) {
        guard options.makesIndex else { return }
        do throws(StoreFailure) { try IndexPage.write(in: folder, title: call.account) } catch {
            throw Self.refuse(call, error, shown)
        }
    }

    static func refuse(_ call: Call, _ failure: StoreFailure, _ path: String) -> CommandExit {
        switch failure {
        case .system(let error): refuse(call, error, path)
        case .refused(let text, let hint): call.fail(.exitCannotCreate, text, hint: hint)
        case .ledger: CommandExit(call.failCode)
        }
    }

    static func refuse(_ call: Call, _ error: SystemError, _ path: String) -> CommandExit {
        if error.isLocked {
            return call.fail(.exitTryLater, "another export is writing into \(path)", hint: "the same line when it is done")
        }
        return call.fail(
            error.isNoSpace ? .exitIO : .exitCannotCreate, "cannot \(error.action) in \(path): \(error.reason)",
            hint: "another folder, or set this one right")
    }
}
