/// Counts messages by group. Memory: at most ``most`` groups, whatever comes.
public struct Tally {
    /// Groups that are kept; the messages of all further ones are counted as one. A hundred thousand are some 30 MB at worst.
    public static let most = 100_000

    public let grouping: Grouping
    private let limit: Int
    private var places: [String: Int] = [:]
    private var groups: [Group] = []
    private var unknown = Group(.unknown, key: "(unknown)")
    private var others = Group(.others, key: "(others)")

    public init(by grouping: Grouping, most: Int = Tally.most) {
        (self.grouping, limit) = (grouping, most)
        guard grouping == .size else { return }
        for name in SizeClass.names { _ = place(of: name) }
    }

    public var isEmpty: Bool { messages == 0 }
    public var messages: Int { all.messages }
    public var octets: Int64 { all.octets }

    private var all: Group {
        var all = Group(key: "")
        for group in groups + [unknown, others] { all.add(messages: group.messages, octets: group.octets) }
        return all
    }

    /// - Parameters:
    ///   - key: nil: the message does not say.
    ///   - octets: as the server counts them; at least 0.
    public mutating func add(_ key: String?, name: String = "", octets: Int64) {
        guard let key else { return unknown.add(octets: octets) }
        guard let place = place(of: key) else { return others.add(octets: octets) }
        groups[place].add(octets: octets)
        if !name.isEmpty { groups[place].name = name }
    }

    private mutating func place(of key: String) -> Int? {
        if let place = places[key] { return place }
        guard groups.count < limit else { return nil }
        places[key] = groups.count
        groups.append(Group(key: key))
        return groups.count - 1
    }

    /// The largest groups, largest first or in the order of months and sizes; the rest is one group at the end, and so are the messages
    /// that do not say, where the order is not by size.
    /// - Parameter most: groups by name; nil: all.
    public func ranked(most: Int? = nil) -> [Group] {
        let isLarger: (Group, Group) -> Bool = {
            ($0.octets, $0.messages, $1.key) > ($1.octets, $1.messages, $0.key)
        }
        var named = groups + (grouping.isOrdered || unknown.messages == 0 ? [] : [unknown])
        var rest = others
        if grouping != .size {
            named.sort(by: isLarger)
            for group in named.dropFirst(most ?? named.count) { rest.add(messages: group.messages, octets: group.octets) }
            named = Array(named.prefix(most ?? named.count))
        }
        if grouping == .month { named.sort { $0.key < $1.key } }
        if grouping.isOrdered, unknown.messages > 0 { named.append(unknown) }
        return named + (rest.messages > 0 ? [rest] : [])
    }
}

/// Classes of sizes, in the units that selections have.
public enum SizeClass {
    static let names = ["<10 K", "<100 K", "<1 M", "<10 M", "<100 M", ">=100 M"]
    private static let ends: [Int64] = [10 << 10, 100 << 10, 1 << 20, 10 << 20, 100 << 20]

    public static func name(of octets: Int64) -> String { names[ends.firstIndex { octets < $0 } ?? ends.count] }
}
