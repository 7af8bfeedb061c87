public import POP3

/// Which messages a command is for: `all`, `new`, numbers and ranges.
///
///     selection = group { blank group }      a blank narrows (and)
///     group     = term { "," term }          a comma adds (or)
///     term      = all | * | new | N | N-M | N- | -M | $ | last:N
public struct Selection: Equatable, Sendable {
    enum Term: Equatable, Sendable {
        case all, new
        case numbers(Int, Int)
        /// From this number to the highest.
        case from(Int)
        case last
        case lastMany(Int)
    }

    /// All groups must hold; of a group, one term.
    let groups: [[Term]]
    let source: String

    /// - Throws: a usage failure that points at the word it does not understand.
    public init(_ text: String) throws(Failure) {
        source = text
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard !words.isEmpty else { throw .usage("no messages were named", hint: "all, new, or numbers like 1-5,9") }
        var groups: [[Term]] = []
        for word in words {
            var group: [Term] = []
            for term in word.split(separator: ",", omittingEmptySubsequences: false) {
                group.append(try Self.term(term, in: text))
            }
            groups.append(group)
        }
        self.groups = groups
    }

    private static func term(_ word: Substring, in text: String) throws(Failure) -> Term {
        switch word {
        case "all", "*": return .all
        case "new": return .new
        case "$": return .last
        default: break
        }
        if word.hasPrefix("last:"), let count = number(word.dropFirst(5)) { return .lastMany(count) }
        let ends = word.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        if ends.count == 1, let one = number(ends[0]) { return .numbers(one, one) }
        if ends.count == 2 {
            switch (ends[0].isEmpty, ends[1].isEmpty) {
            case (true, false): if let high = number(ends[1]) { return .numbers(1, high) }
            case (false, true): if let low = number(ends[0]) { return .from(low) }
            case (false, false):
                if let low = number(ends[0]), let high = ends[1] == "$" ? Int.max : number(ends[1]) { return .numbers(low, high) }
            case (true, true): break
            }
        }
        throw .usage(
            word.isEmpty ? "a comma with nothing beside it in \"\(text)\"" : "no selection word \"\(word)\" in \"\(text)\"",
            hint: "all, new, or numbers like 1-5,9")
    }

    /// A message number or a count: 1 and above.
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let value = Int(text), value > 0 else {
            return nil
        }
        return value
    }

    /// Whether the selection asks what is new, which costs a look into the ledger.
    public var asksForNew: Bool { groups.contains { $0.contains(.new) } }

    /// The chosen messages as indices into the maildrop, in its order.
    /// - Throws: a usage failure for a single number that does not exist; an empty result is not one.
    public func indices(in maildrop: Maildrop, isNew: (Int) throws(Failure) -> Bool) throws(Failure) -> [Int32] {
        for case .numbers(let low, let high) in groups.joined() where low == high && maildrop.index(ofNumber: low) == nil {
            throw .usage(
                maildrop.isEmpty
                    ? "no message \(low); the mailbox is empty" : "no message \(low); the last is \(maildrop.lastNumber)",
                hint: maildrop.isEmpty ? "status" : "headers last:20")
        }
        var chosen: [Int32] = []
        for index in 0..<maildrop.count {
            var holds = true
            for group in groups where holds {
                holds = false
                for term in group where !holds { holds = try matches(term, index, maildrop, isNew) }
            }
            if holds { chosen.append(Int32(index)) }
        }
        return chosen
    }

    private func matches(
        _ term: Term, _ index: Int, _ maildrop: Maildrop, _ isNew: (Int) throws(Failure) -> Bool
    ) throws(Failure) -> Bool {
        switch term {
        case .all: true
        case .new: try isNew(index)
        case .numbers(let low, let high): (low...max(low, high)).contains(maildrop.number(at: index)) && low <= high
        case .from(let low): maildrop.number(at: index) >= low
        case .last: maildrop.number(at: index) == maildrop.lastNumber
        case .lastMany(let count): index >= maildrop.count - count
        }
    }
}
