import CMartletPlugin

/// What the ledger knows of one stored message. Its pointers live until the next ledger call.
public struct LedgerRecord {
    public let octets: Int64
    public let sha256: UnsafeRawPointer?
    public let file: Octets

    init(_ record: martlet_record) {
        (octets, sha256, file) = (record.octets, UnsafeRawPointer(record.sha256), Octets(record.file))
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
    public func find(_ number: UInt32) -> Found {
        var record = martlet_record()
        record.size = MemoryLayout<martlet_record>.size
        return switch host.ledger_find(raw, name, number, &record) {
        case 0: .absent
        case 1: .record(LedgerRecord(record))
        default: .unreadable
        }
    }

    /// Notes that the message is stored: octets and name are durable. In force at ``commit()``.
    /// - Returns: false when the host has said why not.
    public func record(_ number: UInt32, octets: Int64, sha256: UnsafeRawPointer?, file: Octets) -> Bool {
        var record = martlet_record()
        record.size = MemoryLayout<martlet_record>.size
        record.octets = octets
        record.sha256 = sha256?.assumingMemoryBound(to: UInt8.self)
        record.file = file.text
        return host.ledger_record(raw, name, number, &record) == 0
    }

    /// Makes the noted records durable, all or none.
    public func commit() -> Bool { host.ledger_commit(raw) == 0 }

    /// Calls `body` for every record, by unique-id.
    public func forEach(_ body: (_ uniqueID: Octets, LedgerRecord) -> Void) -> Bool {
        withoutActuallyEscaping(body) { body in
            let box = Visitor(body)
            return withExtendedLifetime(box) {
                host.ledger_each(
                    raw, name,
                    { context, uid, record in
                        Unmanaged<Visitor>.fromOpaque(context!).takeUnretainedValue()
                            .body(Octets(uid), LedgerRecord(record!.pointee))
                        return 0
                    }, Unmanaged.passUnretained(box).toOpaque()) == 0
            }
        }
    }

    private final class Visitor {
        var body: (Octets, LedgerRecord) -> Void
        init(_ body: @escaping (Octets, LedgerRecord) -> Void) { self.body = body }
    }
}
