import ExportCore
import MartletPlugin

/// What becomes of each message of the selection, before anything is fetched. A few octets a message: a maildrop of a million is planned as
/// well.
final class Plan {
    enum Reason: String { case stored, larger, limit }

    let selection: Selection
    /// Indices in the selection of what is fetched, in the order in which it is.
    private(set) var wanted: [UInt32] = []
    /// Indices of what was stored long enough ago to be deleted on the server.
    private(set) var due: [UInt32] = []
    private(set) var already = 0
    private(set) var larger = 0
    /// Beyond `--limit`: the next run's.
    private(set) var left = 0
    /// Whether something is fetched whose unique-id identifies nothing.
    private(set) var hasAnonymous = false
    /// Octets of what is fetched; nil where the server does not say all sizes.
    private(set) var expectedOctets: Int64? = 0

    /// Called with the index of every message that is not fetched.
    var onSkip: ((Int, Reason) -> Void)?

    init(_ selection: Selection) { self.selection = selection }

    /// - Parameters:
    ///   - ledger: nil: nothing is known to be stored.
    ///   - now: Unix time.
    ///   - isThere: whether a file that the ledger has is in place.
    /// - Returns: false when the ledger cannot be read; the host has said so.
    func make(
        _ options: ExportOptions, ledger: (any StoredRecords)?, now: Int64, isThere: (LedgerRecord) -> Bool
    ) -> Bool {
        var stored = Bits(selection.count)
        var old = Bits(options.removesAfter == nil ? 0 : selection.count)
        if let ledger {
            let isRead = ledger.match(selection) { index, record in
                guard isThere(record) else { return }
                stored.insert(index)
                if let after = options.removesAfter, record.stored <= now - after { old.insert(index) }
            }
            guard isRead else { return false }
        }
        wanted.reserveCapacity(selection.count - stored.count)
        for place in 0..<selection.count {
            let index = options.newestFirst ? selection.count - 1 - place : place
            if stored.contains(index) {
                already += 1
                if options.removesAfter != nil, old.contains(index) { due.append(UInt32(index)) }
                onSkip?(index, .stored)
                continue
            }
            let message = selection[index]
            let octets = message.octets
            if let largest = options.largest, let octets, octets > largest {
                larger += 1
                onSkip?(index, .larger)
            } else {
                want(index, message)
            }
        }
        return true
    }

    /// Numbers of messages that are fetched although they seemed to be stored.
    private(set) var again: Set<UInt32> = []

    /// Fetches a message although it seemed to be stored: what the server has under its unique-id is something else, or what is stored
    /// is, or they cannot be compared. Beyond the limit it waits for the next run.
    func wantAgain(_ index: Int, limit: Int?) {
        guard wanted.count < limit ?? .max else { return }
        already -= 1
        let message = selection[index]
        again.insert(message.number)
        want(index, message)
    }

    /// Leaves all but the first of what is fetched to the next run. To be called when all that is known to be stored was dropped.
    func cut(to limit: Int) {
        guard wanted.count > limit else { return }
        for index in wanted[limit...] { onSkip?(Int(index), .limit) }
        left = wanted.count - limit
        wanted.removeLast(left)
        recount()
    }

    /// Whether something is fetched that nothing identifies: the next run fetches it again.
    var hasNameless: Bool { hasAnonymous && wanted.contains { selection[Int($0)].identity == .none } }

    /// A message that is stored after all: known by its header.
    func drop(_ indices: Set<UInt32>) {
        guard !indices.isEmpty else { return }
        wanted.removeAll(where: indices.contains)
        already += indices.count
        recount()
    }

    private func recount() {
        (hasAnonymous, expectedOctets) = (false, 0)
        for index in wanted { count(selection[Int(index)]) }
    }

    private func want(_ index: Int, _ message: Message) {
        wanted.append(UInt32(index))
        count(message)
    }

    private func count(_ message: Message) {
        if message.identity != .unique { hasAnonymous = true }
        expectedOctets = message.octets.flatMap { octets in
            expectedOctets.flatMap { sum in
                let (total, overflow) = sum.addingReportingOverflow(octets)
                return overflow ? nil : total
            }
        }
    }
}

/// A bit for each message.
struct Bits {
    private var words: [UInt64]
    private(set) var count = 0

    init(_ size: Int) { words = Array(repeating: 0, count: (size + 63) / 64) }

    func contains(_ index: Int) -> Bool { words[index / 64] & 1 << UInt64(index % 64) != 0 }

    mutating func insert(_ index: Int) {
        guard !contains(index) else { return }
        words[index / 64] |= 1 << UInt64(index % 64)
        count += 1
    }
}
