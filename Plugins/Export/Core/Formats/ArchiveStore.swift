import CPluginSystem
import PluginSystem

/// Messages as the entries of a tar or ZIP archive that leaves through a descriptor.
///
/// A message is spooled until it is whole, so a broken one leaves no trace. Entries are named as files would be, a name given twice
/// getting `-2`; their time is that of the Date field, else that of the run. The ledger never hears of them: what becomes of octets
/// behind a pipe is not known. ``end()`` makes it an archive; without it every reader sees that something is missing.
public final class ArchiveStore: MessageStore {
    public enum Format: String, CaseIterable, Sendable { case tar, zip }

    public private(set) var outcome = StoreOutcome()

    private let archive: any ArchiveStream
    private let namer: MessageNamer
    private let now: Int64
    private let spool = Spool()
    private var header = HeaderFields()
    private var taken = TakenNames()
    private let plainName = OctetBuffer(capacity: 256)
    private let name = OctetBuffer(capacity: 256)
    /// Written, and not yet committed.
    private var pending = StoreOutcome()
    /// Behind it the archive has a hole: nothing may follow.
    private var failure: SystemError?

    /// - Parameters:
    ///   - descriptor: where the archive goes; stays the caller's.
    ///   - now: seconds since 1970; nil asks the clock.
    public convenience init(_ format: Format, to descriptor: Int32, names: MessageNamer = MessageNamer(), now: Int64? = nil) {
        let sink = DescriptorSink(descriptor)
        self.init(format == .tar ? TarStream(sink) : ZipStream(sink), names: names, now: now)
    }

    init(_ archive: any ArchiveStream, names: MessageNamer = MessageNamer(), now: Int64? = nil) {
        (self.archive, namer, self.now) = (archive, names, now ?? plugin_now())
    }

    public var openOctets: Int64 { spool.count }

    public func write(_ octets: UnsafeRawBufferPointer) throws(StoreFailure) {
        do { try spool.append(octets) } catch { throw .system(error) }
    }

    public func finish(_ message: WholeMessage) throws(StoreFailure) {
        if let failure { throw .system(failure) }
        defer { spool.reset() }
        header.reset()
        header.feed(spool.head)
        plainName.removeAll()
        namer.append(message, octets: spool.count, header: header, to: plainName)
        name.removeAll()
        taken.take(plainName.octets, to: name)
        do {
            try archive.add(name.octets, spool, modified: header.read().date?.seconds ?? now)
        } catch {
            failure = error
            throw .system(error)
        }
        pending.stored += 1
        pending.storedOctets += spool.count
    }

    public func discard() { spool.reset() }

    /// Hands on what was gathered.
    public func commit() throws(StoreFailure) {
        if let failure { throw .system(failure) }
        do {
            try archive.flush()
        } catch {
            failure = error
            throw .system(error)
        }
        outcome.stored += pending.stored
        outcome.storedOctets += pending.storedOctets
        pending = StoreOutcome()
    }

    /// Completes the archive. To be called once, last, and also where messages failed: the archive is whole as far as it goes.
    public func end() throws(StoreFailure) {
        try commit()
        do {
            try archive.end()
        } catch {
            failure = error
            throw .system(error)
        }
    }
}
