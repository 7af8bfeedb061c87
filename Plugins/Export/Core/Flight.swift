import CPluginSystem
import PluginSystem

/// One batch of whole messages on its way to the disk: octets durable, names, names durable. Filled and read by the thread of the run,
/// which stays away between ``takeOff()`` and ``land()``; a thread of its own works then.
final class Flight {
    /// A message that has its name. Its pointers are the flight's.
    struct Landed {
        let number: UInt32
        let octets, listed: Int64
        let uniqueID: UnsafeRawBufferPointer?
        let sha256: UnsafeRawPointer?
        /// Relative to the folder.
        let file: UnsafeRawBufferPointer
        /// False: the very file was there.
        let isNew: Bool
    }

    private struct Entry {
        let file: MessageFile
        let number: UInt32
        let octets, listed: Int64
        /// In `texts`: the unique-id, 32 octets of hash; empty ranges where there is none.
        let uniqueID: Range<Int>
        let sha256: Range<Int>
        /// The name of an equal file that the folder has already, or empty.
        let twin: Range<Int>
        /// The name, with what stands before it in the manifest; NUL follows.
        var name: Range<Int>
        var state = State.open
    }

    private enum State { case open, stored, adopted, differs }

    @exclusivity(unchecked) private(set) var octets: Int64 = 0
    /// A different file, not of ours, has the name.
    private(set) var differing = 0
    private(set) var firstDiffering: String?
    private(set) var failure: StoreFailure?
    var onStage: ((Batch.Stage) throws(StoreFailure) -> Void)?

    private let folder: ExportFolder
    private let manifest: Manifest
    private let stepsAside: Bool
    @exclusivity(unchecked) private var entries: [Entry] = []
    private let texts = OctetBuffer(capacity: 128 * 1024)
    @exclusivity(unchecked) private var names = MessageNames()
    private var thread: OpaquePointer?

    init(_ folder: ExportFolder, _ manifest: Manifest, stepsAside: Bool) {
        (self.folder, self.manifest, self.stepsAside) = (folder, manifest, stepsAside)
    }

    var count: Int { entries.count }
    var hasNames: Bool { !unproven && entries.contains { $0.state == .stored || $0.state == .adopted } }

    // MARK: filling

    func add(_ file: MessageFile, _ message: WholeMessage, octets: Int64, name: (OctetBuffer) -> Void) {
        let idStart = texts.count
        if let uniqueID = message.uniqueID { texts.append(uniqueID) }
        let hashStart = texts.count
        if let sha256 = message.sha256 { texts.append(UnsafeRawBufferPointer(start: sha256, count: 32)) }
        let twinStart = texts.count
        if let twin = message.twin {
            texts.append(twin)
            texts.append(0)
        }
        let nameStart = texts.count
        if folder.layout == .maildir { texts.append("new/") }
        name(texts)
        entries.append(
            Entry(
                file: file, number: message.number, octets: octets, listed: message.listed, uniqueID: idStart..<hashStart,
                sha256: hashStart..<twinStart, twin: twinStart..<nameStart,
                name: nameStart..<texts.count))
        texts.append(0)
        self.octets += octets
    }

    /// Names the message added last at once, and lets go of its descriptor: for a folder that need not be durable.
    func nameLast() throws(SystemError) {
        let last = entries.count - 1
        do { try name(last) } catch {
            entries[last].file.close(in: folder, named: false)
            entries.removeLast()
            throw error
        }
        entries[last].file.close(in: folder, named: entries[last].state == .stored)
    }

    // MARK: flying

    /// Starts a thread that makes files of the messages. Where there can be none the work is done here.
    func takeOff() {
        thread = plugin_thread_start(
            { Unmanaged<Flight>.fromOpaque($0!).takeUnretainedValue().fly() }, Unmanaged.passUnretained(self).toOpaque())
        if thread == nil { fly() }
    }

    /// Waits for that thread.
    func land() {
        if let thread { plugin_thread_join(thread) }
        thread = nil
    }

    /// Makes files of the messages, durably where the folder is. What fails is kept in ``failure``.
    func fly() {
        do throws(StoreFailure) {
            do { try syncOctets() } catch { throw .system(error) }
            try onStage?(.durable)
            for index in entries.indices where entries[index].state == .open {
                do { try name(index) } catch {
                    failure = .system(error)
                    break
                }
            }
            try onStage?(.named)
            do { try folder.syncNames() } catch { throw .system(error) }
            try onStage?(.namesDurable)
        } catch {
            // Names that are not durable do not count: the next run finds the files and adopts them.
            unproven = true
            failure = error
        }
    }

    /// Whether names were given that may not outlive a power cut.
    private var unproven = false

    private func syncOctets() throws(SystemError) {
        guard folder.durable else { return }
        if plugin_can_sync_all() == 1 {
            try check(plugin_sync_all(folder.descriptor), "make messages durable")
        } else {
            for entry in entries { try check(plugin_sync(entry.file.descriptor), "make messages durable") }
        }
    }

    /// The name as the folder knows it.
    private func path(_ name: Range<Int>) -> UnsafePointer<CChar> {
        texts.name(at: name.lowerBound + (folder.layout == .maildir ? 4 : 0))
    }

    /// Whether the message is in a Maildir already, moved out of `new` by its reader before the run that stored it could record it.
    private func isRead(_ entry: Entry, _ name: Range<Int>) throws(SystemError) -> Bool {
        guard folder.layout == .maildir, manifest.index.has(texts[name], .present) else { return false }
        return try entry.file.isSame(asStored: String(decoding: texts[name], as: UTF8.self), in: folder)
    }

    private func name(_ index: Int) throws(SystemError) {
        let entry = entries[index]
        let twin = entry.twin.dropLast()  // its NUL
        if !twin.isEmpty, try entry.file.isSame(asStored: String(decoding: texts[twin], as: UTF8.self), in: folder) {
            entries[index].name = twin
            entries[index].state = .adopted
            return
        }
        let first = entry.name
        var attempt: UInt64 = 1
        while true {
            let name = entries[index].name
            if try isRead(entry, name) {
                entries[index].state = .adopted
                return
            }
            if try names.name(entry.file, in: folder, as: path(name)) {
                entries[index].state = .stored
                return
            }
            if try entry.file.isSame(as: path(name), in: folder) {
                entries[index].state = .adopted
                return
            }
            // Another message of ours had the name: a server that gives unique-ids twice, or a name that identifies nothing.
            guard stepsAside || manifest.lists(texts[name]), attempt < 10_000 else { break }
            attempt += 1
            let start = texts.count
            let original = [UInt8](texts[first])
            original.withUnsafeBytes { FileNames.append($0, attempt: attempt, to: texts) }
            entries[index].name = start..<texts.count
            texts.append(0)
        }
        entries[index].state = .differs
        differing += 1
        if firstDiffering == nil { firstDiffering = String(decoding: texts[first], as: UTF8.self) }
    }

    // MARK: landed

    /// Every message that has its name for good, in the order they came.
    func forEachNamed<E>(_ body: (Landed) throws(E) -> Void) throws(E) {
        guard !unproven else { return }
        for entry in entries where entry.state == .stored || entry.state == .adopted {
            try body(
                Landed(
                    number: entry.number, octets: entry.octets, listed: entry.listed,
                    uniqueID: entry.uniqueID.isEmpty ? nil : texts[entry.uniqueID],
                    sha256: entry.sha256.isEmpty ? nil : texts[entry.sha256].baseAddress, file: texts[entry.name],
                    isNew: entry.state == .stored))
        }
    }

    /// Lets go of everything and is empty again.
    func close() {
        if folder.durable {
            for entry in entries { entry.file.close(in: folder, named: entry.state == .stored) }
        }
        entries.removeAll(keepingCapacity: true)
        texts.removeAll()
        (octets, differing, firstDiffering, failure, unproven) = (0, 0, nil, nil, false)
    }
}
