#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

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
    /// Indices of the messages that have a unique-id, by unique-id octet for octet. Empty where the listing is in that order already.
    private let order: [Int32]
    /// Whether every message has a unique-id and the listing ascends by it, as most servers' do.
    private let ascends: Bool
    /// Indices of messages whose unique-id is repeated. Nearly always empty.
    private var repeated: Set<Int32> = []

    public var count: Int { scan.numbers.count }
    public var isEmpty: Bool { scan.numbers.isEmpty }
    /// Whether the server gave unique-ids at all.
    public let hasUniqueIDs: Bool
    /// Octets of all messages whose size is known.
    public let octets: Int64
    /// Lines of LIST, and of UIDL, that are no entry: there may be messages that nobody knows of.
    public var oddLines: (list: Int, uidl: Int) { (scan.oddLines, uniqueIDs.oddLines) }
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
        let known = Known(uniqueIDs: ids, join: join, count: scan.numbers.count)
        ascends = known.ascends
        order = ascends ? [] : known.sorted()
        if !ascends { repeated = known.repeated(in: order) }
    }

    /// What orders the messages by unique-id.
    private struct Known {
        let uniqueIDs: UniqueIDListing
        let join: [Int32]
        let count: Int

        @inline(__always)
        func at(_ index: Int32) -> UnsafeRawBufferPointer {
            uniqueIDs.lentUniqueID(at: join.isEmpty ? Int(index) : Int(join[Int(index)]))
        }

        var ascends: Bool {
            guard uniqueIDs.numbers.count == count, join.isEmpty else { return false }
            return (1..<max(1, count)).allSatisfy { Maildrop.compare(at(Int32($0 - 1)), at(Int32($0))) < 0 }
        }

        func sorted() -> [Int32] {
            guard !uniqueIDs.numbers.isEmpty else { return [] }
            var order: [Int32] = []
            order.reserveCapacity(count)
            for index in 0..<Int32(count) where join.isEmpty || join[Int(index)] >= 0 { order.append(index) }
            order.sort { one, other in
                let by = Maildrop.compare(at(one), at(other))
                return by == 0 ? one < other : by < 0
            }
            return order
        }

        func repeated(in order: [Int32]) -> Set<Int32> {
            var found: Set<Int32> = []
            for (one, other) in zip(order, order.dropFirst()) where Maildrop.compare(at(one), at(other)) == 0 {
                found.insert(one)
                found.insert(other)
            }
            return found
        }
    }

    /// Octet by octet, a beginning before what it begins: less than 0, 0 or more than 0.
    @inline(__always)
    public static func compare(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
        let shorter = min(one.count, other.count)
        let by = shorter == 0 ? 0 : Int(memcmp(one.baseAddress!, other.baseAddress!, shorter))
        return by == 0 ? one.count - other.count : by
    }

    /// The message number of the message at `index` (0 and above, in the server's order).
    public func number(at index: Int) -> Int { Int(scan.numbers[index]) }

    /// Its size as the server counts it, nil where LIST had none.
    public func octets(at index: Int) -> Int64? { scan.octets[index] < 0 ? nil : scan.octets[index] }

    /// A copy of its unique-id; nil where the server gave none.
    public func uniqueID(at index: Int) -> [UInt8]? { lentUniqueID(at: index).map(Array.init) }

    /// Its unique-id, not copied: valid as long as this value or a copy of it is held.
    public func lentUniqueID(at index: Int) -> UnsafeRawBufferPointer? {
        guard !joined else { return uniqueIDs.lentUniqueID(at: index) }
        let at = Int(join[index])
        return at < 0 ? nil : uniqueIDs.lentUniqueID(at: at)
    }

    public func identity(at index: Int) -> Identity {
        guard joined || join[index] >= 0 else { return .none }
        return !repeated.isEmpty && repeated.contains(Int32(index)) ? .repeated : .unique
    }

    /// How many messages have a unique-id, repeated ones included: the places of ``index(atPlace:)``.
    public var placeCount: Int { ascends ? count : order.count }

    /// The index of the message at a place in the order of unique-ids, octet by octet: for a merge with something ordered so.
    public func index(atPlace place: Int) -> Int { ascends ? place : Int(order[place]) }

    /// Whether any message has this unique-id. Costs a binary search.
    public func lists(uniqueID: UnsafeRawBufferPointer) -> Bool { index(ofUniqueID: uniqueID) != nil }

    /// The index of a message with this unique-id, one of them where it is repeated. Costs a binary search.
    public func index(ofUniqueID uniqueID: UnsafeRawBufferPointer) -> Int? {
        var low = 0, high = placeCount
        while low < high {
            let middle = (low + high) / 2
            let index = index(atPlace: middle)
            let by = Self.compare(lentUniqueID(at: index)!, uniqueID)
            if by == 0 { return index }
            if by < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
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
}
