internal import POP3

extension Selection {
    /// What a selection chose.
    struct Result: Equatable {
        /// Indices into the maildrop, in its order.
        var indices: [Int32] = []
        /// Messages whose header the server refused, so that nobody can tell: they are not chosen.
        var refused = 0
    }

    /// The chosen messages. Headers are asked for only where every other test leaves the answer open, all in one go.
    /// - Throws: a usage failure for a single number that does not exist; an empty result is not one.
    func evaluate(_ facts: SelectionFacts) throws(Failure) -> Result {
        try checkNames(facts)
        var result = Result()
        var open: [Int32] = []
        for index in 0..<facts.maildrop.count {
            switch try tree.truth(of: index, nil, facts) {
            case .yes: result.indices.append(Int32(index))
            case .unknown: open.append(Int32(index))
            case .no: break
            }
        }
        guard !open.isEmpty, asks({ $0.cost == .header }) else { return result }
        let decided = try tree.decide(open, fetches: true, facts)
        result.refused = decided.refused
        if !decided.chosen.isEmpty { result.indices = (result.indices + decided.chosen).sorted() }
        return result
    }

    /// Refuses what names something that is not there.
    private func checkNames(_ facts: SelectionFacts) throws(Failure) {
        let maildrop = facts.maildrop
        for number in singles where maildrop.index(ofNumber: number) == nil {
            throw .usage(
                maildrop.isEmpty
                    ? "no message \(number); the mailbox is empty" : "no message \(number); the last is \(maildrop.lastNumber)",
                hint: maildrop.isEmpty ? "status" : "headers last:20")
        }
        if facts.current == nil, asks({ $0 == .current }) {
            throw .usage("no message was shown yet, so \".\" means none", hint: "a number, or $ for the last message")
        }
        if facts.listed == nil, asks({ $0 == .listed }) {
            throw .usage("nothing was listed yet, so \"^\" means nothing", hint: "headers last:20")
        }
    }
}

extension SelectionNode {
    /// What the headers of messages said.
    struct Decided {
        var chosen: [Int32] = []
        var refused = 0
        /// Not at hand.
        var absent = 0
    }

    /// Looks at the headers of messages that could not be told without. `chosen` comes in the order of the headers.
    func decide(_ open: [Int32], fetches: Bool, _ facts: SelectionFacts) throws(Failure) -> Decided {
        let state = Deciding()
        try facts.headers.headers(open, fetches: fetches) { index, answer in
            switch answer {
            case .block(let block):
                do throws(Failure) {
                    if try truth(of: Int(index), HeaderTexts.read(block), facts) == .yes { state.decided.chosen.append(index) }
                } catch {
                    state.failure = error
                    return .stop
                }
            case .refused: state.decided.refused += 1
            case .absent: state.decided.absent += 1
            }
            return .go
        }
        if let failure = state.failure { throw failure }
        return state.decided
    }

    /// Shared with the closure that is called back.
    private final class Deciding {
        var decided = Decided()
        var failure: Failure?
    }
}
