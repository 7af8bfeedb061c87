internal import POP3

/// Why a selection matches nothing: a sentence, and what to type instead.
struct EmptySelection: Equatable {
    let text: String
    /// A selection, and what to know about it; nil where there is nothing better.
    var hint: String?
    var remark = ""
}

extension Selection {
    /// Headers read from the cache for one guess: half a second. Beyond that the reason is not worth the wait.
    private static let headersRead = 20_000

    /// Finds the one term that emptied the selection. Headers are looked at as far as they are in the cache; none is fetched for this.
    func explainEmpty(_ facts: SelectionFacts) throws(Failure) -> EmptySelection {
        let start = "nothing matches \"\(source)\""
        if facts.maildrop.isEmpty { return EmptySelection(text: start + ": the mailbox is empty") }
        let terms = tree.conjuncts
        if let found = try narrowedNumbers(terms, facts) {
            return EmptySelection(text: start + ": " + found.0, hint: found.1, remark: found.2)
        }
        guard terms.count > 1 else { return EmptySelection(text: start) }
        let cheapFirst = terms.indices.sorted {
            (terms[$0].cost == .header ? 1 : 0, $0) < (terms[$1].cost == .header ? 1 : 0, $1)
        }
        for index in cheapFirst {
            let rest = terms.indices.filter { $0 != index }.map { terms[$0] }
            let (count, isAtLeast) = try matches(SelectionNode(every: rest), facts)
            guard count > 0 else { continue }
            let many = "\(isAtLeast ? "at least " : "")\(count) match\(count == 1 ? "" : "es")"
            return EmptySelection(
                text: start + ": \(many) without \"\(text(at: terms[index].place))\"",
                hint: rest.map { text(at: $0.place) }.joined(separator: " "))
        }
        return EmptySelection(text: start)
    }

    /// `1-5,9 new` where the comma was meant: the numbers are there and none of them is new.
    private func narrowedNumbers(_ terms: [SelectionNode], _ facts: SelectionFacts) throws(Failure) -> (String, String, String)? {
        guard terms.count == 2, let at = terms.firstIndex(where: { $0.numbers != nil }), let numbers = terms[at].numbers,
            case .test(let test) = terms[1 - at].kind, [.new, .seen, .marked, .exported].contains(test),
            try matches(terms[at], facts).count > 0
        else { return nil }
        let word = text(at: terms[1 - at].place)
        let parts = text(at: terms[at].place).split(separator: ",").map { $0.filter { $0 != " " } }
        let named = parts.count < 2 ? parts.joined() : parts.dropLast().joined(separator: ", ") + " and " + parts[parts.count - 1]
        let both = at == 0 ? parts + [word] : [word] + parts
        return (
            "\(named) \(numbers.isSingle ? "is" : "are") not \(word)", both.joined(separator: ","), "comma adds, space narrows"
        )
    }

    /// How many messages a part of the selection chooses, and whether there may be more.
    private func matches(_ node: SelectionNode, _ facts: SelectionFacts) throws(Failure) -> (count: Int, isAtLeast: Bool) {
        var count = 0
        var open: [Int32] = []
        for index in 0..<facts.maildrop.count {
            switch try node.truth(of: index, nil, facts) {
            case .yes: count += 1
            case .unknown: open.append(Int32(index))
            case .no: break
            }
        }
        guard !open.isEmpty, node.cost == .header else { return (count, false) }
        guard open.count <= Self.headersRead else { return (count, true) }
        let decided = try node.decide(open, fetches: false, facts)
        return (count + decided.chosen.count, decided.absent > 0)
    }
}

extension SelectionNode {
    /// The numbers, where it is nothing but numbers.
    fileprivate var numbers: NumberSet? {
        if case .test(.numbers(let numbers)) = kind { numbers } else { nil }
    }
}
