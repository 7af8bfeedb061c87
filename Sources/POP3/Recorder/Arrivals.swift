/// Octets that came and were not read yet, and how they were cut.
struct Arrivals {
    private var octets: [UInt8] = []
    /// Where each piece ends in `octets`.
    private var ends: [Int] = []
    /// What of both is done with.
    private var head = 0
    private var firstEnd = 0

    mutating func arrive(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        // What stays is at most the receive buffer of the connection.
        octets.removeFirst(head)
        ends.removeFirst(firstEnd)
        for index in ends.indices { ends[index] -= head }
        (head, firstEnd) = (0, 0)
        octets.append(contentsOf: bytes)
        ends.append(octets.count)
    }

    var isEmpty: Bool { head == octets.count }

    /// Unread octets up to the end of the line that is being read, its line end included.
    var lineLength: Int { (octets[head...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? octets.count) - head }

    /// The next octets, at most up to where they were cut.
    /// - Returns: them, and whether a piece ends behind them; nil where there are none.
    mutating func take(_ most: Int) -> (octets: ArraySlice<UInt8>, isCut: Bool)? {
        guard most > 0, !isEmpty else { return nil }
        let end = head + min(most, ends[firstEnd] - head)
        defer { head = end }
        let isCut = end == ends[firstEnd]
        if isCut { firstEnd += 1 }
        return (octets[head..<end], isCut)
    }

    mutating func removeAll() { self = Arrivals() }
}
