internal import CMartletPlugin
internal import POP3

/// Chosen messages, as `martlet_selection *` shows them to a plugin. Unique-ids are lent from the listing.
final class PluginSelection {
    let maildrop: Maildrop
    let indices: [Int32]
    private unowned let call: PluginCall
    private let newness: Newness?
    private let marks: Marks

    var raw: OpaquePointer { OpaquePointer(Unmanaged.passUnretained(self).toOpaque()) }

    static func of(_ raw: OpaquePointer) -> PluginSelection {
        Unmanaged<PluginSelection>.fromOpaque(UnsafeRawPointer(raw)).takeUnretainedValue()
    }

    init(maildrop: Maildrop, indices: [Int32], call: PluginCall) {
        self.maildrop = maildrop
        self.indices = indices
        self.call = call
        marks = call.workspace.mailbox.marks
        newness = call.guarded(nil) { () throws(Failure) in try call.workspace.newness() }
    }

    var count: Int { indices.count }

    /// Fills as much of the plugin's struct as its size says it has.
    func fill(_ index: Int, _ out: UnsafeMutablePointer<martlet_message>) -> Int32 {
        // `is_marked` lies in what was padding before: every plugin has room for it.
        guard indices.indices.contains(index), out.pointee.size >= MemoryLayout<martlet_message>.size else { return 1 }
        let at = Int(indices[index])
        out.pointee.number = UInt32(maildrop.number(at: at))
        out.pointee.identity =
            switch maildrop.identity(at: at) {
            case .none: UInt32(MARTLET_IDENTITY_NONE)
            case .unique: UInt32(MARTLET_IDENTITY_UNIQUE)
            case .repeated: UInt32(MARTLET_IDENTITY_REPEATED)
            }
        out.pointee.uid = martlet_text(maildrop.lentUniqueID(at: at))
        out.pointee.octets = maildrop.octets(at: at) ?? -1
        out.pointee.is_new =
            newness.map { newness in
                newness.allAreNew || call.guarded(true) { () throws(Failure) in try newness.isNew(at) }
            } ?? true
        out.pointee.is_marked = marks.contains(maildrop.number(at: at))
        return 0
    }
}

extension martlet_text {
    init(_ octets: UnsafeRawBufferPointer?) {
        self.init(at: octets?.baseAddress?.assumingMemoryBound(to: CChar.self), len: octets?.count ?? 0)
    }

    var octets: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: at, count: at == nil ? 0 : len) }
}
