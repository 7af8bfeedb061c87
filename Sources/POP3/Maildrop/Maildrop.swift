/// What LIST and UIDL say of a maildrop, joined. At most 64 octets a message and its unique-id.
///
/// LIST is the truth about what exists; STAT is a hint that servers get wrong (FIELD: D12).
public struct Maildrop: Sendable {
    /// Whether a message can be known again in a later session.
    public enum Identity: Equatable, Sendable {
        /// Its unique-id stands once in the listing.
        case unique
        /// Its unique-id stands more than once: known by content alone. May cause a fetch, never a delete.
        case repeated
        /// The server gave none.
        case none
    }

    private let scan: ScanListing
    private let uniqueIDs: UniqueIDListing
    /// For each message the index in `uniqueIDs`, -1 for none. Empty where both listings are in the same order.
    private let join: [Int32]
    private let joined: Bool
    /// Indices of messages whose unique-id is repeated, ascending. Nearly always empty.
    private var repeated: Set<Int> = []

    public var count: Int { scan.numbers.count }
    public var isEmpty: Bool { scan.numbers.isEmpty }
    /// Whether the server gave unique-ids at all.
    public let hasUniqueIDs: Bool
    /// Octets of all messages whose size is known.
    public let octets: Int64
    /// Highest message number, 0 when empty.
    public let lastNumber: Int

    init(scan: ScanListing, uniqueIDs: UniqueIDListing?) {
        let ids = uniqueIDs ?? UniqueIDListing()
        self.scan = scan
        self.uniqueIDs = ids
        hasUniqueIDs = uniqueIDs != nil
        // An adversary's sizes must not trap the sum.
        octets = scan.octets.reduce(0) { sum, size in size > 0 ? sum.addingReportingOverflow(size).partialValue & .max : sum }
        lastNumber = Int(scan.numbers.max() ?? 0)
        // A number listed twice must not get the unique-id that happens to stand beside it: only the join sees that.
        joined = ids.numbers == scan.numbers && zip(scan.numbers, scan.numbers.dropFirst()).allSatisfy { $0 < $1 }
        join = joined ? [] : Self.join(scan.numbers, ids.numbers)
        repeated = repeatedIndices()
    }

    /// The message number of the message at `index` (0 and above, in the server's order).
    public func number(at index: Int) -> Int { Int(scan.numbers[index]) }

    /// Its size as the server counts it, nil where LIST had none.
    public func octets(at index: Int) -> Int64? { scan.octets[index] < 0 ? nil : scan.octets[index] }

    /// Its unique-id; nil where the server gave none.
    public func uniqueID(at index: Int) -> ArraySlice<UInt8>? {
        let at = joined ? index : Int(join[index])
        return at < 0 ? nil : uniqueIDs.uniqueID(at: at)
    }

    public func identity(at index: Int) -> Identity {
        guard uniqueID(at: index) != nil else { return .none }
        return repeated.contains(index) ? .repeated : .unique
    }

    /// The index of the message with this number. Costs a step where numbers are 1, 2, 3 …, else a search.
    public func index(ofNumber number: Int) -> Int? {
        if number >= 1, number <= count, Int(scan.numbers[number - 1]) == number { return number - 1 }
        return scan.numbers.firstIndex { Int($0) == number }
    }

    private static func join(_ numbers: [Int32], _ ids: [Int32]) -> [Int32] {
        var at: [Int32: Int32] = [:]
        at.reserveCapacity(ids.count)
        for (index, number) in ids.enumerated() {
            // A number listed twice belongs to neither: -1.
            at[number] = at[number] == nil ? Int32(index) : -1
        }
        return numbers.map { at[$0] ?? -1 }
    }

    private func repeatedIndices() -> Set<Int> {
        guard hasUniqueIDs, count > 1 else { return [] }
        // Most servers hand out ascending unique-ids, and an ascending list repeats nothing.
        var ascending = true
        for index in 1..<count where ascending {
            guard let before = uniqueID(at: index - 1), let here = uniqueID(at: index) else { ascending = false; break }
            ascending = before.lexicographicallyPrecedes(here)
        }
        if ascending { return [] }
        var first: [ArraySlice<UInt8>: Int] = [:]
        first.reserveCapacity(count)
        var found: Set<Int> = []
        for index in 0..<count {
            guard let id = uniqueID(at: index) else { continue }
            if let earlier = first[id] {
                found.insert(earlier)
                found.insert(index)
            } else {
                first[id] = index
            }
        }
        return found
    }
}
