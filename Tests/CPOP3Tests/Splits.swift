/// Every way to cut that a test of a parser should try, and dice that fall the same way every time.

struct Dice: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

/// The places to cut `count` octets at: nowhere, everywhere, at each place alone, and `random` times at several.
func everySplit(of count: Int, random: Int = 20) -> [[Int]] {
    guard count > 1 else { return [[]] }
    return [[], Array(1..<count)] + (1..<count).map { [$0] } + severalCuts(of: count, random: random)
}

/// `random` times some places, which may fall together, to cut `count` octets at.
func severalCuts(of count: Int, random: Int) -> [[Int]] {
    var dice = Dice(UInt64(count))
    return (0..<random).map { _ in
        (0..<Int.random(in: 2...8, using: &dice)).map { _ in Int.random(in: 0...count, using: &dice) }.sorted()
    }
}
