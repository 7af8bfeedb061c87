import CMartletPlugin

/// One message of the selection.
public struct Message {
    public enum Identity: Sendable {
        /// The server gave no unique-id.
        case none
        case unique
        /// The unique-id stands more than once in the listing: it identifies nothing.
        case repeated
    }

    /// Of this session; changes when others delete.
    public let number: UInt32
    public let identity: Identity
    /// Octets, not text. Lives as long as the selection.
    public let uniqueID: Octets
    /// As the server counts them, a hint; nil when it does not say.
    public let octets: Int64?
    /// Not stored from this account before, as far as the ledger knows.
    public let isNew: Bool
    /// Marked for deletion in this session.
    public let isMarked: Bool

    /// No message: number 0.
    public static var none: Message {
        let nothing = Octets(UnsafeRawBufferPointer(start: nil, count: 0))
        return Message(number: 0, identity: .none, uniqueID: nothing, octets: nil, isNew: false, isMarked: false)
    }
}

/// Chosen messages; lives as long as its call.
public struct Selection {
    let raw: OpaquePointer
    public let count: Int

    init(_ raw: OpaquePointer) { (self.raw, count) = (raw, host.selection_count(raw)) }

    /// Costs one call across the border, no allocation.
    public subscript(index: Int) -> Message {
        var record = martlet_message()
        record.size = MemoryLayout<martlet_message>.size
        precondition(host.selection_message(raw, index, &record) == 0, "no such index in the selection")
        let identity: Message.Identity =
            switch Int(record.identity) {
            case Int(MARTLET_IDENTITY_UNIQUE): .unique
            case Int(MARTLET_IDENTITY_REPEATED): .repeated
            default: .none
            }
        return Message(
            number: record.number, identity: identity, uniqueID: Octets(record.uid),
            octets: record.octets < 0 ? nil : record.octets, isNew: record.is_new, isMarked: record.is_marked)
    }
}
