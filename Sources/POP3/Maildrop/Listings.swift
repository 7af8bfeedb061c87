/// The reply to LIST: number and size of each message (RFC 1939 section 5).
public struct ScanListing: Equatable, Sendable {
    public internal(set) var numbers: [Int32] = []
    /// Octets as the server counts them: a hint, never a frame. -1 where the line has no size.
    public internal(set) var octets: [Int64] = []
    /// Lines that are no entry. They cost nothing but themselves.
    public var oddLines: Int { odd.count }
    private(set) var odd = OddLines()
    private let limit: Int

    /// - Parameter limit: of lines, whatever stands in them.
    init(limit: Int = Limits.messages) { self.limit = limit }

    mutating func add(_ line: UnsafeRawBufferPointer) throws(POP3Error) {
        guard numbers.count + odd.count < limit else { throw POP3Error(.limit, detail: "more than \(limit) messages") }
        guard let entry = ListingLine(line) else { return odd.add(line) }
        numbers.append(entry.number)
        octets.append(entry.octets ?? -1)
    }
}

/// The reply to UIDL: number and unique-id of each message (RFC 1939 section 7). Unique-ids are octets, not text: 8-bit ones exist.
public struct UniqueIDListing: Equatable, Sendable {
    public internal(set) var numbers: [Int32] = []
    /// All unique-ids behind each other; `ends` says where each ends: 32 bits hold ``Limits/uniqueIDsOctets``.
    private let octets = OctetStorage()
    private var ends: [UInt32] = []
    /// Lines that are no entry, or have no unique-id.
    public var oddLines: Int { odd.count }
    private(set) var odd = OddLines()
    private let limit: Int

    /// - Parameter limit: of lines, whatever stands in them.
    init(limit: Int = Limits.messages) { self.limit = limit }

    /// A copy of the unique-id of the entry at `index`, an empty one never.
    public func uniqueID(at index: Int) -> [UInt8] { Array(lentUniqueID(at: index)) }

    /// The unique-id of the entry at `index`: no copy, valid as long as the listing.
    func lentUniqueID(at index: Int) -> UnsafeRawBufferPointer {
        octets[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
    }

    public static func == (one: UniqueIDListing, other: UniqueIDListing) -> Bool {
        one.numbers == other.numbers && one.ends == other.ends && one.odd == other.odd
            && one.octets[0..<one.octets.count].elementsEqual(other.octets[0..<other.octets.count])
    }

    mutating func add(_ line: UnsafeRawBufferPointer) throws(POP3Error) {
        guard numbers.count + odd.count < limit else { throw POP3Error(.limit, detail: "more than \(limit) messages") }
        guard let entry = ListingLine(line), !entry.rest.isEmpty else { return odd.add(line) }
        guard entry.rest.count <= Limits.uniqueIDOctets, octets.count <= Limits.uniqueIDsOctets - entry.rest.count else {
            throw POP3Error(.limit, detail: "a unique-id of \(entry.rest.count) octets")
        }
        try octets.append(entry.rest)
        numbers.append(entry.number)
        ends.append(UInt32(octets.count))
    }
}
