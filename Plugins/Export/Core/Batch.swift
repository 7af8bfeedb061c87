import CPluginSystem
import PluginSystem

/// Group commit: whole messages become files together, while the next ones come in.
///
/// The order is the promise: octets → octets durable → names → names durable → ledger durable → manifest. A kill between any
/// two leaves nothing half: a nameless file vanishes, a named one is whole, and the next run adopts it. The disk's part of it is
/// a ``Flight`` with a thread of its own; ledger and manifest are written by the thread of the run, when the flight has landed.
///
/// In a folder that need not be durable nothing is waited for: a message has its name as soon as it is whole.
public final class Batch: MessageStore {
    /// Most messages in one batch: one open file each, and what a kill costs at most.
    public static let messageLimit = 1000
    /// Most octets in one batch, so that a kill does not cost an hour on a slow line.
    public static let octetLimit: Int64 = 64 << 20

    public enum Stage: CaseIterable, Sendable { case durable, named, namesDurable, recorded, listed }

    public struct Options {
        /// Store under `NAME-2.eml` where a different file has the name.
        public var renames = false
        /// Whether the manifest carries the SHA-256.
        public var listsHash = true
        /// How many messages the whole run has at most; descriptors are made room for.
        public var messages = Batch.messageLimit
        /// Appends the name of a message, without NUL; nil: made of its unique-id. Such names identify nothing, so a taken one is stepped
        /// aside for.
        public var makeName: ((WholeMessage, Int64, OctetBuffer) -> Void)?

        public init() {}
    }

    public private(set) var outcome = StoreOutcome()
    /// Seen behind each stage of a commit; tests stop here as a kill would.
    public var onStage: ((Stage) throws(StoreFailure) -> Void)? {
        didSet { flight.onStage = onStage }
    }

    private let folder: ExportFolder
    private let manifest: Manifest
    private let log: any StoredLog
    private let options: Options
    private let limit: Int
    /// Descriptors asked for, given back at the end: other threads export as well.
    private let room: Int32
    @exclusivity(unchecked) private var files: MessageFiles
    /// What is being filled, and what is on its way to the disk: they take turns.
    @exclusivity(unchecked) private var flight: Flight
    private var other: Flight
    private var isAway = false
    @exclusivity(unchecked) private var current: MessageFile?
    @exclusivity(unchecked) private var currentOctets: Int64 = 0

    public init(
        _ folder: ExportFolder, manifest: Manifest, log: any StoredLog, options: Options = Options(),
        files: MessageFiles = MessageFiles()
    ) {
        (self.folder, self.manifest, self.log) = (folder, manifest, log)
        (self.options, self.files) = (options, files)
        // Two flights of open files; without waiting for the disk there is one open file.
        let wanted = folder.durable ? 2 * min(options.messages, Self.messageLimit) : 1
        room = plugin_descriptor_room(Int32(wanted))
        limit = folder.durable ? max(1, Int(room) / 2) : Self.messageLimit
        let stepsAside = options.renames || options.makeName != nil
        flight = Flight(folder, manifest, stepsAside: stepsAside)
        other = Flight(folder, manifest, stepsAside: stepsAside)
    }

    deinit {
        discard()
        if isAway { other.land() }
        flight.close()
        other.close()
        plugin_descriptor_return(room)
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
        flight.add(current!, message, octets: currentOctets) { texts in
            if folder.layout == .maildir {
                FileNames.append(maildir: message, octets: currentOctets, to: texts)
            } else if let makeName = options.makeName {
                makeName(message, currentOctets, texts)
            } else if let uniqueID = message.uniqueID {
                FileNames.append(uniqueID: uniqueID, to: texts)
            } else {
                FileNames.append(sha256: UnsafeRawBufferPointer(start: message.sha256!, count: 32), to: texts)
            }
        }
        (current, currentOctets) = (nil, 0)
        if !folder.durable {
            do { try flight.nameLast() } catch { throw .system(error) }
        }
        if flight.count >= limit || flight.octets >= Self.octetLimit { try send() }
    }

    /// Throws the message being written away.
    public func discard() {
        current?.close(in: folder, named: false)
        (current, currentOctets) = (nil, 0)
    }

    /// Makes every whole message a file, and waits for it. To be called before any return, whatever the reason.
    ///
    /// What fails half-way keeps what it has: the messages named so far are recorded and listed, then the error is thrown.
    public func commit() throws(StoreFailure) {
        try collect()
        if flight.count > 0 {
            flight.fly()
            swap(&flight, &other)
            try settle(other)
        }
        do throws(SystemError) {
            try manifest.removeDoubles()
            try manifest.sync()
        } catch { throw .system(error) }
    }

    /// Sends the full batch on its way and takes up an empty one.
    private func send() throws(StoreFailure) {
        try collect()
        swap(&flight, &other)
        if folder.durable {
            isAway = true
            other.takeOff()
        } else {
            other.fly()
            try settle(other)
        }
    }

    /// Waits for the batch that is on its way.
    private func collect() throws(StoreFailure) {
        guard isAway else { return }
        isAway = false
        other.land()
        try settle(other)
    }

    /// Ledger and manifest of a batch whose files have their names.
    private func settle(_ landed: Flight) throws(StoreFailure) {
        defer { landed.close() }
        if landed.hasNames {
            try record(landed)
            try onStage?(.recorded)
            try list(landed)
            try onStage?(.listed)
        }
        outcome.differing += landed.differing
        if outcome.firstDiffering == nil { outcome.firstDiffering = landed.firstDiffering }
        if let failure = landed.failure { throw failure }
    }

    private func open() throws(StoreFailure) {
        do {
            current = try files.open(in: folder)
        } catch  where error.isDescriptorLimit && (flight.count > 0 || isAway) {
            try commit()  // others took the descriptors we counted on
            do { current = try files.open(in: folder) } catch { throw .system(error) }
        } catch {
            throw .system(error)
        }
        currentOctets = 0
    }

    private func record(_ landed: Flight) throws(StoreFailure) {
        try landed.forEachNamed { (entry) throws(StoreFailure) in
            guard
                log.record(
                    number: entry.number, octets: entry.octets, sha256: entry.sha256, file: entry.file, isNew: entry.isNew)
            else { throw .ledger }
        }
        guard log.commit() else { throw .ledger }
        landed.forEachNamed { entry in
            if entry.isNew {
                outcome.stored += 1
                outcome.storedOctets += entry.octets
            } else {
                outcome.adopted += 1
            }
        }
    }

    private func list(_ landed: Flight) throws(StoreFailure) {
        landed.forEachNamed { entry in
            // What was there may have its line already.
            guard entry.isNew || !manifest.lists(entry.file) else { return }
            manifest.append(
                number: entry.number, uniqueID: entry.uniqueID, octets: entry.octets,
                sha256: options.listsHash ? entry.sha256 : nil, file: entry.file, listed: entry.listed)
            // The same content, or name, may come again.
            if entry.uniqueID == nil || options.makeName != nil { manifest.noteListed(entry.file) }
        }
        do { try manifest.flush() } catch { throw .system(error) }
    }
}
