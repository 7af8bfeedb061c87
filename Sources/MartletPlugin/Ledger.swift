import CMartletPlugin

/// What the ledger knows of one stored message. Its pointers live until the next ledger call.
public struct LedgerRecord {
    /// -1: not known.
    public var octets: Int64
    /// 32 octets.
    public var sha256: UnsafeRawPointer?
    public var file: Octets
    /// SHA-256 of the header block, 32 octets; part of the identity where unique-ids repeat.
    public var header: UnsafeRawPointer?
    /// Octets as LIST gave them; -1: not known.
    public var listed: Int64
    /// Unix time it was stored; of no meaning when noting.
    public var stored: Int64 = 0

    public init(octets: Int64, sha256: UnsafeRawPointer?, file: Octets, header: UnsafeRawPointer? = nil, listed: Int64 = -1) {
        (self.octets, self.sha256, self.file, self.header, self.listed) = (octets, sha256, file, header, listed)
    }

    init(_ record: martlet_record) {
        (octets, sha256, file) = (record.octets, UnsafeRawPointer(record.sha256), Octets(record.file))
        (header, listed, stored) = (UnsafeRawPointer(record.header_sha256), record.listed, record.stored)
    }

    var raw: martlet_record {
        var record = martlet_record()
        record.size = MemoryLayout<martlet_record>.size
        record.octets = octets
        record.sha256 = sha256?.assumingMemoryBound(to: UInt8.self)
        record.file = file.text
        record.header_sha256 = header?.assumingMemoryBound(to: UInt8.self)
        record.listed = listed
        return record
    }
}

/// The records of one store, for the account that is signed in.
public final class Ledger {
    public enum Found {
        case record(LedgerRecord)
        case absent
        /// The ledger cannot be read; the host has said so.
        case unreadable
    }

    private let raw: OpaquePointer
    private let store: UnsafeMutableRawBufferPointer

    init(_ raw: OpaquePointer, _ store: String) {
        self.raw = raw
        self.store = .allocate(byteCount: max(store.utf8.count, 1), alignment: 1)
        self.store.copyBytes(from: store.utf8)
    }

    deinit { store.deallocate() }

    private var name: martlet_text { Octets(UnsafeRawBufferPointer(store)).text }

    /// Whether the message of that number is recorded. No allocation here.
    /// - Parameter header: 32 octets: also one whose unique-id is repeated, when it has this header block.
    public func find(_ number: UInt32, header: UnsafeRawPointer? = nil) -> Found {
        var record = martlet_record()
        record.size = MemoryLayout<martlet_record>.size
        let status =
            if let header {
                host.ledger_find_header(raw, name, number, header.assumingMemoryBound(to: UInt8.self), &record)
            } else {
                host.ledger_find(raw, name, number, &record)
            }
        return switch status {
        case 0: .absent
        case 1: .record(LedgerRecord(record))
        default: .unreadable
        }
    }

    /// The file of a message with this content (32 octets), from whatever account and under whatever unique-id; nil where there is none
    /// or the ledger cannot be read.
    public func file(withContent sha256: UnsafeRawPointer) -> Octets? {
        var file = martlet_text()
        let found = host.ledger_find_content(raw, name, sha256.assumingMemoryBound(to: UInt8.self), &file)
        return found == 1 ? Octets(file) : nil
    }

    /// Calls `body` with the index in the selection of each message that is recorded, and its record.
    /// - Returns: false when the ledger cannot be read; the host has said so.
    public func match(_ selection: Selection, _ body: (_ index: Int, LedgerRecord) -> Void) -> Bool {
        withoutActuallyEscaping(body) { body in
            let box = Matcher(body)
            return withExtendedLifetime(box) {
                host.ledger_match(
                    raw, name, selection.raw,
                    { context, index, record in
                        Unmanaged<Matcher>.fromOpaque(context!)._withUnsafeGuaranteedRef {
                            $0.body(index, LedgerRecord(record!.pointee))
                        }
                        return 0
                    }, Unmanaged.passUnretained(box).toOpaque()) == 0
            }
        }
    }

    /// Notes that the message is stored: octets and name are durable. In force at ``commit()``.
    /// - Returns: false when the host has said why not.
    public func record(_ number: UInt32, _ record: LedgerRecord) -> Bool {
        var record = record.raw
        return host.ledger_record(raw, name, number, &record) == 0
    }

    /// Likewise for a message of the account that need not be listed now.
    public func note(uniqueID: Octets, _ record: LedgerRecord) -> Bool {
        var record = record.raw
        return host.ledger_note(raw, name, uniqueID.text, &record) == 0
    }

    /// Makes the noted records durable, all or none.
    public func commit() -> Bool { host.ledger_commit(raw) == 0 }

    /// Calls `body` for every record, by unique-id, until it answers false.
    /// - Returns: false when the ledger cannot be read; the host has said so.
    public func forEach(_ body: (_ uniqueID: Octets, LedgerRecord) -> Bool) -> Bool {
        withoutActuallyEscaping(body) { body in
            let box = Visitor(body)
            return withExtendedLifetime(box) {
                host.ledger_each(
                    raw, name,
                    { context, uid, record in
                        Unmanaged<Visitor>.fromOpaque(context!).takeUnretainedValue()
                            .body(Octets(uid), LedgerRecord(record!.pointee)) ? 0 : 1
                    }, Unmanaged.passUnretained(box).toOpaque()) == 0
            }
        }
    }

    private final class Visitor {
        let body: (Octets, LedgerRecord) -> Bool
        init(_ body: @escaping (Octets, LedgerRecord) -> Bool) { self.body = body }
    }

    private final class Matcher {
        let body: (Int, LedgerRecord) -> Void
        init(_ body: @escaping (Int, LedgerRecord) -> Void) { self.body = body }
    }
}
