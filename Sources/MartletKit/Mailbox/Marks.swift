internal import POP3

/// Which messages go at quit, by number.
///
/// POP3 can take marks back only all at once, and forgets them with the line. So `delete` sends nothing: it holds a mark back on our side,
/// where it can be undone one by one and outlives a lost line. `dele` is sent at once.
public struct Marks {
    /// DELE was sent in this session.
    public private(set) var sent: Set<Int> = []
    /// Known to us alone.
    public private(set) var held: Set<Int> = []
    /// Of the sent ones, those the ledger has as stored.
    private var storedCount = 0

    init() {}

    public var count: Int { sent.count + held.count }
    public var all: Set<Int> { held.isEmpty ? sent : sent.union(held) }
    public func contains(_ number: Int) -> Bool { sent.contains(number) || held.contains(number) }

    /// Whether every mark is on a message that is safely stored.
    var areStored: Bool { held.isEmpty && !sent.isEmpty && storedCount == sent.count }

    mutating func send(_ number: Int, isStored: Bool = false) {
        held.remove(number)
        sent.insert(number)
        if isStored { storedCount += 1 }
    }

    /// - Returns: false where it is marked already.
    mutating func hold(_ number: Int) -> Bool { !sent.contains(number) && held.insert(number).inserted }

    mutating func remove(_ number: Int) {
        held.remove(number)
        // Which of the stored ones it was is not known: none counts as stored any more.
        if sent.remove(number) != nil { storedCount = 0 }
    }

    /// The session is over and the server has forgotten what was sent: all marks are on our side now.
    mutating func comeHome() {
        held.formUnion(sent)
        (sent, storedCount) = ([], 0)
    }

    /// Moves marks from the numbers of one listing to those of the next. A message is the same only where both listings have its unique-id
    /// once, with the same size: nothing else may be deleted by a mark from an earlier session.
    /// - Returns: how many marks found no message.
    mutating func follow(from old: Maildrop?, to new: Maildrop) -> Int {
        let before = count
        comeHome()
        held = Set(
            held.compactMap { number in
                guard let old, let index = old.index(ofNumber: number), old.identity(at: index) == .unique,
                    let uid = old.lentUniqueID(at: index), let now = new.index(ofUniqueID: uid), new.identity(at: now) == .unique,
                    new.octets(at: now) == old.octets(at: index)
                else { return nil }
                return new.number(at: now)
            })
        return before - held.count
    }

    /// Octets of the marked messages as the server lists them.
    func octets(in maildrop: Maildrop) -> Int64 {
        var sum: Int64 = 0
        for number in all {
            guard let index = maildrop.index(ofNumber: number) else { continue }
            sum = sum.addingReportingOverflow(maildrop.octets(at: index) ?? 0).partialValue & .max
        }
        return sum
    }
}
