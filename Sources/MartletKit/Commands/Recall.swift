internal import POP3

/// What a person means by "this one" and "those": the message shown last and the last listing. Both outlive a session where messages
/// have unique-ids; numbers may be others then.
public struct Recall {
    private struct Messages {
        let maildrop: Maildrop
        let generation: Int
        let indices: [Int32]
    }

    private var shown: Messages?
    private var list: Messages?

    public init() {}

    /// - Parameter generation: of the listing, ``Mailbox/listingGeneration``.
    mutating func show(_ index: Int, of maildrop: Maildrop, _ generation: Int) {
        shown = Messages(maildrop: maildrop, generation: generation, indices: [Int32(index)])
    }

    mutating func list(_ indices: [Int32], of maildrop: Maildrop, _ generation: Int) {
        list = Messages(maildrop: maildrop, generation: generation, indices: indices)
    }

    /// The message shown last; nil where there is none or it has left.
    func current(in maildrop: Maildrop, _ generation: Int) -> Int? {
        shown.flatMap { Self.found($0, in: maildrop, generation).first.map(Int.init) }
    }

    /// The messages listed last, as far as they are there; nil where nothing was listed.
    func listed(in maildrop: Maildrop, _ generation: Int) -> Set<Int32>? {
        list.map { Set(Self.found($0, in: maildrop, generation)) }
    }

    private static func found(_ messages: Messages, in maildrop: Maildrop, _ generation: Int) -> [Int32] {
        guard messages.generation != generation else { return messages.indices }
        return messages.indices.compactMap { index in
            guard messages.maildrop.identity(at: Int(index)) == .unique,
                let uid = messages.maildrop.lentUniqueID(at: Int(index)), let now = maildrop.index(ofUniqueID: uid),
                maildrop.identity(at: now) == .unique
            else { return nil }
            return Int32(now)
        }
    }
}
