/// One part of many: `i/n` takes the accounts whose name hashes to i.
///
/// The hash is FNV-1a with 64 bits over the octets of the name, modulo n. It depends on nothing else, so every machine divides one
/// list in the same way, and an account that is added or removed moves no other. A list is divided about evenly, not exactly.
public struct Shard: Equatable, Sendable {
    /// Most parts.
    public static let countAllowed = 1...1_000_000

    /// From 0.
    public let index: Int
    public let count: Int

    /// - Throws: exit code 64 for what is not `i/n` with 0 ≤ i < n.
    public init(_ text: String) throws(Failure) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Self.number(parts[0]), let count = Self.number(parts[1]) else {
            throw .usage("\"\(text)\" is no shard", hint: "--shard 0/8  (the first of eight)")
        }
        guard Self.countAllowed.contains(count), index < count else {
            throw .usage("there is no shard \(index) of \(count)", hint: "--shard 0/\(max(1, count))  (counted from 0)")
        }
        (self.index, self.count) = (index, count)
    }

    public func holds(_ account: String) -> Bool { Self.hash(account) % UInt64(count) == UInt64(index) }

    /// FNV-1a, 64 bits.
    public static func hash(_ name: String) -> UInt64 {
        name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(text) : nil
    }
}
