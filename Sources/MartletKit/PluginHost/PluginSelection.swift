internal import CMartletPlugin
internal import POP3

/// Chosen messages, as `martlet_selection *` shows them to a plugin. Their unique-ids are copied once, side by side.
final class PluginSelection {
    private let maildrop: Maildrop
    private let indices: [Int]
    private unowned let call: PluginCall
    private let uids: UnsafeMutablePointer<CChar>
    private let ends: [Int]
    /// Nothing of this account is in the ledger: every message is new, and the ledger need not be asked for each.
    private let allAreNew: Bool

    var raw: OpaquePointer { OpaquePointer(Unmanaged.passUnretained(self).toOpaque()) }

    static func of(_ raw: OpaquePointer) -> PluginSelection {
        Unmanaged<PluginSelection>.fromOpaque(UnsafeRawPointer(raw)).takeUnretainedValue()
    }

    init(maildrop: Maildrop, indices: [Int], call: PluginCall) {
        self.maildrop = maildrop
        self.indices = indices
        self.call = call
        allAreNew = call.guarded(true) { () throws(Failure) in
            try !call.workspace.ledger().knows(account: call.workspace.mailbox.account())
        }
        var ends: [Int] = []
        ends.reserveCapacity(indices.count)
        var total = 0
        for index in indices {
            total += maildrop.uniqueID(at: index)?.count ?? 0
            ends.append(total)
        }
        self.ends = ends
        uids = .allocate(capacity: max(1, total))
        var at = 0
        for index in indices {
            maildrop.uniqueID(at: index)?.withUnsafeBytes { octets in
                guard let base = octets.baseAddress else { return }
                UnsafeMutableRawPointer(uids + at).copyMemory(from: base, byteCount: octets.count)
                at += octets.count
            }
        }
    }

    deinit { uids.deallocate() }

    var count: Int { indices.count }

    /// Fills as much of the plugin's struct as its size says it has.
    func fill(_ index: Int, _ out: UnsafeMutablePointer<martlet_message>) -> Int32 {
        guard indices.indices.contains(index), out.pointee.size >= MemoryLayout<martlet_message>.size else { return 1 }
        let at = indices[index]
        let begin = index == 0 ? 0 : ends[index - 1]
        out.pointee.number = UInt32(maildrop.number(at: at))
        out.pointee.identity =
            switch maildrop.identity(at: at) {
            case .none: UInt32(MARTLET_IDENTITY_NONE)
            case .unique: UInt32(MARTLET_IDENTITY_UNIQUE)
            case .repeated: UInt32(MARTLET_IDENTITY_REPEATED)
            }
        out.pointee.uid = martlet_text(at: uids + begin, len: ends[index] - begin)
        out.pointee.octets = maildrop.octets(at: at) ?? -1
        out.pointee.is_new = allAreNew || call.guarded(true) { () throws(Failure) in try call.workspace.isNew(at, in: maildrop) }
        return 0
    }
}
