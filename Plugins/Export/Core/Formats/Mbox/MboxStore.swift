import CPluginSystem
import PluginSystem

/// Messages appended to one mbox (mboxrd: `From ` lines quoted so that nothing is lost), in batches that are whole or not there.
///
/// The order is the promise: batch durable → journal durable → appended and durable → ledger durable → manifest → journal gone. A kill
/// between any two loses nothing: the next run completes the batch, and where the ledger had not heard of a message, which therefore
/// comes once more, it is found in the mbox, recorded, and not appended again. A message that others have changed or taken out since
/// is not found, and is appended.
///
/// A message is as received, CR and all; it is closed by LF where its last line has no end, and followed by an empty line.
public final class MboxStore: MessageStore {
    /// As ``Batch``'s.
    public static let messageLimit = Batch.messageLimit
    public static let octetLimit = Batch.octetLimit

    public private(set) var outcome = StoreOutcome()
    /// Seen behind each stage of a commit; tests stop here as a kill would.
    public var onStage: ((MboxStage) throws(StoreFailure) -> Void)?

    private struct Entry {
        var message: MboxJournal.Message
        /// Of its `From ` line: in the batch, or in the mbox where it was there already.
        var offset: Int64
        let isAdopted: Bool
    }

    private let mbox: Mbox
    private let log: any StoredLog
    private let listsHash: Bool
    private let now: Int64
    private let spool = Spool()
    private var header = HeaderFields()
    private var entries: [Entry] = []
    private var pendingOctets: Int64 = 0
    private let scratch = OctetBuffer(capacity: 1024)
    /// Where the mbox may have a message already, by a hash of its unique-id or content, from the manifest: 16 octets each.
    private var known: [Int: Int64] = [:]
    /// A commit that failed: what is under way belongs to the next run.
    private var failure: StoreFailure?

    /// - Parameters:
    ///   - listsHash: whether the manifest carries the SHA-256.
    ///   - now: seconds since 1970, for messages without date; nil asks the clock.
    public init(_ mbox: Mbox, log: any StoredLog, listsHash: Bool = true, now: Int64? = nil) throws(StoreFailure) {
        (self.mbox, self.log, self.listsHash, self.now) = (mbox, log, listsHash, now ?? plugin_now())
        if !mbox.folder.isNew { try StoreFailure.wrapping(learn) }
    }

    public var openOctets: Int64 { spool.count }

    public func write(_ octets: UnsafeRawBufferPointer) throws(StoreFailure) {
        do { try spool.append(octets) } catch { throw .system(error) }
    }

    public func finish(_ message: WholeMessage) throws(StoreFailure) {
        if let failure { throw failure }
        defer { spool.reset() }
        let identity = Identity(
            uniqueID: message.uniqueID.map { Array($0) },
            sha256: message.sha256.map { Array(UnsafeRawBufferPointer(start: $0, count: 32)) })
        let start = mbox.batch.count
        do {
            let place = try find(identity)
            if place == nil { try appendToBatch() }
            let kept = MboxJournal.Message(
                number: message.number, octets: spool.count, file: place.map(mbox.place) ?? [], uniqueID: identity.uniqueID,
                sha256: identity.sha256)
            entries.append(Entry(message: kept, offset: place ?? start, isAdopted: place != nil))
        } catch {
            // The disk is full, say. The messages before this one may fit.
            do { try mbox.batch.cut(to: start) } catch { failure = .system(error) }
            throw .system(error)
        }
        if entries.last?.isAdopted == false { pendingOctets += spool.count }
        if entries.count >= Self.messageLimit || pendingOctets >= Self.octetLimit { try commit() }
    }

    public func discard() { spool.reset() }

    public func commit() throws(StoreFailure) {
        if let failure { throw failure }
        guard !entries.isEmpty else { return }
        defer {
            entries.removeAll(keepingCapacity: true)
            pendingOctets = 0
        }
        do throws(StoreFailure) {
            if !mbox.batch.isEmpty {
                try append()
            } else {
                try StoreFailure.wrapping(mbox.file.sync)  // what is found there may be from a run that did not wait for the disk
            }
            try record()
            try onStage?(.recorded)
            try list()
            try onStage?(.listed)
            try StoreFailure.wrapping(mbox.forget)
        } catch {
            failure = error
            throw error
        }
    }

    // MARK: - One message

    /// Writes the message as it will stand in the mbox.
    private func appendToBatch() throws(SystemError) {
        header.reset()
        header.feed(spool.head)
        scratch.removeAll()
        FromLine.append(header.read(), now: now, to: scratch)
        try mbox.batch.append(scratch.octets)
        try forEachQuotedPiece { (piece) throws(SystemError) in try mbox.batch.append(piece) }
    }

    /// The message from behind its `From ` line to the empty line, inclusive.
    private func forEachQuotedPiece(_ body: MboxQuoter.Emit) throws(SystemError) {
        var quoter = MboxQuoter()
        try spool.forEachPiece { (piece) throws(SystemError) in try quoter.feed(piece, body) }
        try quoter.finish(body)
        let ends: StaticString = quoter.isAtLineStart ? "\n" : "\n\n"
        try body(UnsafeRawBufferPointer(start: ends.utf8Start, count: ends.utf8CodeUnitCount))
    }

    // MARK: - Messages that are there already

    private func learn() throws(SystemError) {
        let lines = try ManifestLines(of: mbox.folder)
        while let line = try lines.next() {
            guard let entry = ManifestEntry(line) else { continue }
            let identity = Identity(uniqueID: entry.uniqueID, sha256: entry.sha256)
            guard !identity.isNone, let offset = Mbox.offset(of: Array(entry.file.utf8)) else { continue }
            known[identity.key(entry.octets)] = offset
        }
    }

    /// The offset of the message in the mbox, octets compared; nil where it is not, or no longer, where it was.
    private func find(_ message: Identity) throws(SystemError) -> Int64? {
        guard !known.isEmpty, !message.isNone, let offset = known[message.key(spool.count)] else { return nil }
        try mbox.file.open()
        let line = try mbox.file.read(at: offset, limit: 1024)
        guard line.starts(with: "From ".utf8), let end = line.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        var at = offset + Int64(end) + 1
        var isSame = true
        try forEachQuotedPiece { (piece) throws(SystemError) in
            if isSame { isSame = try mbox.file.common(piece, at: at) == piece.count }
            at += Int64(piece.count)
        }
        guard isSame else { return nil }
        let next = try mbox.file.read(at: at, limit: 5)
        return next.isEmpty || next.elementsEqual("From ".utf8) ? offset : nil
    }

    // MARK: - The commit

    private func append() throws(StoreFailure) {
        let tell = { (stage: MboxStage) throws(StoreFailure) -> Void in try self.onStage?(stage) }
        try mbox.append(onStage: tell) { first in
            for index in entries.indices where !entries[index].isAdopted {
                entries[index].offset += first
                entries[index].message.file = mbox.newPlace(entries[index].offset)
            }
            return entries.filter { !$0.isAdopted }.map(\.message).map(listed)
        }
    }

    private func record() throws(StoreFailure) {
        for entry in entries {
            let message = entry.message
            let recorded = message.file.withUnsafeBytes { file in
                (message.sha256 ?? []).withUnsafeBytes {
                    log.record(
                        number: message.number, octets: message.octets, sha256: $0.count == 32 ? $0.baseAddress : nil, file: file,
                        isNew: !entry.isAdopted)
                }
            }
            guard recorded else { throw .ledger }
        }
        guard log.commit() else { throw .ledger }
        for entry in entries {
            if entry.isAdopted {
                outcome.adopted += 1
            } else {
                outcome.stored += 1
                outcome.storedOctets += entry.message.octets
            }
        }
    }

    private func list() throws(StoreFailure) {
        for entry in entries where !entry.isAdopted {
            mbox.manifest.append(listed(entry.message))
            let identity = Identity(uniqueID: entry.message.uniqueID, sha256: entry.message.sha256)
            if !identity.isNone { known[identity.key(entry.message.octets)] = entry.offset }
        }
        try StoreFailure.wrapping(mbox.manifest.flush)
    }

    /// As the manifest is to have it.
    private func listed(_ message: MboxJournal.Message) -> MboxJournal.Message {
        var message = message
        if !listsHash { message.sha256 = nil }
        return message
    }
}

/// What a message is known by when it comes again.
private struct Identity {
    let uniqueID: [UInt8]?
    /// 32 octets.
    let sha256: [UInt8]?

    var isNone: Bool { uniqueID == nil && sha256 == nil }

    func key(_ octets: Int64) -> Int {
        var hasher = Hasher()
        hasher.combine(octets)
        hasher.combine(uniqueID ?? sha256)
        return hasher.finalize()
    }
}
