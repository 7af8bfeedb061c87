import CExportSystem

/// Group commit: whole messages become files together.
///
/// The order is the promise: octets → octets durable → names → names durable → ledger durable → manifest. A kill between any
/// two leaves nothing half: a nameless file vanishes, a named one is whole, and the next run adopts it.
public final class Batch: MessageStore {
    /// Most messages in one batch: one open file each, and what a kill costs at most.
    public static let messageLimit = 1000
    /// Most octets in one batch, so that a kill does not cost an hour on a slow line.
    public static let octetLimit: Int64 = 64 << 20

    public enum Stage: CaseIterable, Sendable { case durable, named, namesDurable, recorded, listed }

    public private(set) var outcome = StoreOutcome()
    /// Seen behind each stage of a commit; tests stop here as a kill would.
    public var onStage: ((Stage) throws(StoreFailure) -> Void)?

    private struct Entry {
        let file: MessageFile
        let number: UInt32
        let octets: Int64
        /// In `texts`: the unique-id, 32 octets of hash, the name and NUL; empty ranges where there is none.
        let uniqueID: Range<Int>
        let sha256: Range<Int>
        var name: Range<Int>
        var state = State.open
    }

    private enum State { case open, stored, adopted, differs }

    private let folder: ExportFolder
    private let manifest: Manifest
    private let log: any StoredLog
    private let rename: Bool
    private let listsHash: Bool
    private let limit: Int
    /// Descriptors asked for, given back at the end: other threads export as well.
    private let room: Int32
    private var files: MessageFiles
    private var entries: [Entry] = []
    private let texts = OctetBuffer(capacity: 128 * 1024)
    private var octets: Int64 = 0
    private var current: MessageFile?
    private var currentOctets: Int64 = 0

    /// - Parameters:
    ///   - rename: store under `NAME-2.eml` where a different file has the name.
    ///   - listsHash: whether the manifest carries the SHA-256.
    ///   - messages: how many the whole run has at most; descriptors are made room for.
    public init(
        _ folder: ExportFolder, manifest: Manifest, log: any StoredLog, rename: Bool = false, listsHash: Bool = true,
        messages: Int = Batch.messageLimit, files: MessageFiles = MessageFiles()
    ) {
        (self.folder, self.manifest, self.log) = (folder, manifest, log)
        (self.rename, self.listsHash, self.files) = (rename, listsHash, files)
        room = export_descriptor_room(Int32(min(messages, Self.messageLimit)))
        limit = max(1, Int(room))
        entries.reserveCapacity(limit)
    }

    deinit {
        discard()
        for entry in entries { files.close(entry.file, in: folder, named: false) }
        export_descriptor_return(room)
    }

    /// Octets of the message being written.
    public var openOctets: Int64 { currentOctets }

    /// Appends to the message being written, opening it at its first octets.
    public func write(_ octets: UnsafeRawBufferPointer) throws(StoreFailure) {
        if current == nil { try open() }
        do { try current!.write(octets) } catch { throw .system(error) }
        currentOctets += Int64(octets.count)
    }

    /// The message being written is whole: it waits for the commit, which comes by itself when the batch is full. Where it has no
    /// unique-id its name is made from the hash, which is needed then.
    public func finish(_ message: WholeMessage) throws(StoreFailure) {
        if current == nil { try open() }  // a message of no octets
        let idStart = texts.count
        if let uniqueID = message.uniqueID { texts.append(uniqueID) }
        let hashStart = texts.count
        if let sha256 = message.sha256 { texts.append(UnsafeRawBufferPointer(start: sha256, count: 32)) }
        let nameStart = texts.count
        if let uniqueID = message.uniqueID {
            FileNames.append(uniqueID: uniqueID, to: texts)
        } else {
            FileNames.append(sha256: UnsafeRawBufferPointer(start: message.sha256!, count: 32), to: texts)
        }
        entries.append(
            Entry(
                file: current!, number: message.number, octets: currentOctets, uniqueID: idStart..<hashStart,
                sha256: hashStart..<nameStart, name: nameStart..<texts.count))
        texts.append(0)
        octets += currentOctets
        (current, currentOctets) = (nil, 0)
        if entries.count >= limit || octets >= Self.octetLimit { try commit() }
    }

    /// Throws the message being written away.
    public func discard() {
        if let file = current { files.close(file, in: folder, named: false) }
        (current, currentOctets) = (nil, 0)
    }

    /// Makes every whole message a file. To be called before any return, whatever the reason.
    ///
    /// What fails half-way keeps what it has: the messages named so far are recorded and listed, then the error is thrown.
    public func commit() throws(StoreFailure) {
        guard !entries.isEmpty else { return }
        defer {
            for entry in entries { files.close(entry.file, in: folder, named: entry.state == .stored) }
            entries.removeAll(keepingCapacity: true)
            texts.removeAll()
            octets = 0
        }
        do { try syncOctets() } catch { throw .system(error) }
        try onStage?(.durable)
        var failure: StoreFailure?
        for index in entries.indices {
            do { try name(index) } catch {
                failure = .system(error)
                break
            }
        }
        try onStage?(.named)
        do { try folder.syncNames() } catch { throw .system(error) }
        try onStage?(.namesDurable)
        try record()
        try onStage?(.recorded)
        try list()
        try onStage?(.listed)
        if let failure { throw failure }
    }

    private func open() throws(StoreFailure) {
        do {
            current = try files.open(in: folder)
        } catch  where error.isDescriptorLimit && !entries.isEmpty {
            try commit()  // others took the descriptors we counted on
            do { current = try files.open(in: folder) } catch { throw .system(error) }
        } catch {
            throw .system(error)
        }
        currentOctets = 0
    }

    private func syncOctets() throws(SystemError) {
        guard folder.durable else { return }
        if export_can_sync_all() == 1 {
            try check(export_sync_all(folder.descriptor), "make messages durable")
        } else {
            for entry in entries { try check(export_sync(entry.file.descriptor), "make messages durable") }
        }
    }

    private func name(_ index: Int) throws(SystemError) {
        let entry = entries[index]
        let first = entry.name
        var attempt: UInt64 = 1
        while true {
            let name = entries[index].name
            if try files.name(entry.file, in: folder, as: texts.name(at: name.lowerBound)) {
                entries[index].state = .stored
                return
            }
            if try entry.file.isSame(as: texts.name(at: name.lowerBound), in: folder) {
                entries[index].state = .adopted
                return
            }
            attempt += 1
            guard rename, attempt < 10_000 else { break }
            let start = texts.count
            let original = [UInt8](texts[first])
            original.withUnsafeBytes { FileNames.append($0, attempt: attempt, to: texts) }
            entries[index].name = start..<texts.count
            texts.append(0)
        }
        entries[index].state = .differs
        outcome.differing += 1
        if outcome.firstDiffering == nil { outcome.firstDiffering = String(decoding: texts[first], as: UTF8.self) }
    }

    private func hash(_ entry: Entry) -> UnsafeRawPointer? { entry.sha256.isEmpty ? nil : texts[entry.sha256].baseAddress }

    private func record() throws(StoreFailure) {
        var records = false
        for entry in entries where entry.state == .stored || entry.state == .adopted {
            guard !entry.uniqueID.isEmpty else { continue }
            let name = texts[entry.name]
            guard log.record(number: entry.number, octets: entry.octets, sha256: hash(entry), file: name) else { throw .ledger }
            records = true
        }
        if records, !log.commit() { throw .ledger }
        for entry in entries {
            if entry.state == .stored {
                outcome.stored += 1
                outcome.storedOctets += entry.octets
            } else if entry.state == .adopted {
                outcome.adopted += 1
            }
        }
    }

    private func list() throws(StoreFailure) {
        for entry in entries where entry.state == .stored || entry.state == .adopted {
            let name = texts[entry.name]
            manifest.append(
                number: entry.number, uniqueID: entry.uniqueID.isEmpty ? nil : texts[entry.uniqueID], octets: entry.octets,
                sha256: listsHash ? hash(entry) : nil, file: name)
            if entry.uniqueID.isEmpty { manifest.noteListed(name) }  // the same content may come again
        }
        do { try manifest.flush() } catch { throw .system(error) }
    }
}
