/// Message numbers: ranges in ascending order that neither touch nor overlap, so that a list of thousands costs a binary search.
struct NumberSet: Equatable, Sendable {
    private(set) var ranges: [ClosedRange<Int>]

    /// - Parameter ranges: in any order.
    init(_ ranges: [ClosedRange<Int>]) {
        self.ranges = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound || range.lowerBound - 1 == last.upperBound {
                self.ranges[self.ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    func contains(_ number: Int) -> Bool {
        var low = 0, high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].contains(number) { return true }
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return false
    }

    /// Whether it is one number.
    var isSingle: Bool { ranges.count == 1 && ranges[0].count == 1 }

    /// Reads `5`, `1-5`, `7-`, `-3`, `7-$`; nil for what is none of these. A range from high to low has no number in it.
    static func read(_ text: String) -> NumberSet? {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        if ends.count == 1 { return number(ends[0]).map { NumberSet([$0...$0]) } }
        guard ends.count == 2, !(ends[0].isEmpty && ends[1].isEmpty),
            let low = ends[0].isEmpty ? 1 : number(ends[0]),
            let high = ends[1].isEmpty || ends[1] == "$" && !ends[0].isEmpty ? Int.max : number(ends[1])
        else { return nil }
        return NumberSet(low <= high ? [low...high] : [])
    }

    /// A message number or a count: 1 and above, ASCII digits.
    static func number(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let value = Int(text), value > 0 else {
            return nil
        }
        return value
    }
}

/// A size below, above or between: both ends belong to it.
struct OctetRange: Equatable, Sendable {
    let lowest: Int64
    let highest: Int64

    func contains(_ octets: Int64) -> Bool { octets >= lowest && octets <= highest }

    /// Reads `1M`, `20K`, `1.5G`, `300`: units of 1024; nil for what is none of these.
    static func octets(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
        let unit = text.last.flatMap { units[Character($0.lowercased())] }
        let parts = (unit == nil ? Substring(text) : text.dropLast()).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty, parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
            let whole = Int64(first), parts.count == 1 || (1...3).contains(parts[1].utf8.count) && unit != nil
        else { return nil }
        let (octets, isTooMuch) = whole.multipliedReportingOverflow(by: unit ?? 1)
        guard !isTooMuch, parts.count > 1 else { return isTooMuch ? nil : octets }
        var scale: Int64 = 1
        for _ in 0..<parts[1].utf8.count { scale *= 10 }
        let (sum, isAbove) = octets.addingReportingOverflow((Int64(parts[1]) ?? 0) * (unit ?? 1) / scale)
        return isAbove ? nil : sum
    }
}
