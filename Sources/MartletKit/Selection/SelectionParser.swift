/// Makes a tree of an expression.
///
///     selection = every { "or" every }
///     every     = part { ["and"] part }              a blank narrows, and so does the word
///     part      = "not" part | group
///     group     = member { "," member }              a comma adds
///     member    = word | "(" selection ")"
///
/// A comma binds most tightly, then a blank and `and`, then `or`; `not` takes the whole group behind it, so `not 1,2` is all but 1 and 2.
struct SelectionParser {
    /// Parentheses and `not` inside each other. The parser and the evaluation call themselves as deep.
    static let depthLimit = 64

    private let source: String
    private let tokens: [SelectionToken]
    private let term: SelectionTerm
    private var at = 0
    private var depth = 0
    /// Numbers named alone, which have to exist.
    private var singles: [Int] = []

    static func parse(_ source: String, now: Int64) throws(Failure) -> (tree: SelectionNode, singles: [Int]) {
        var parser = SelectionParser(
            source: source, tokens: try SelectionLexer.tokens(of: source),
            term: SelectionTerm(source: source, dates: DateWords(now: now)))
        guard parser.tokens.count > 1 else { throw .usage("no messages were named", hint: "all, new, or numbers like 1-5,9") }
        let tree = try parser.selection()
        if parser.next.kind == .close { throw parser.trouble("a ) that closes nothing", parser.next) }
        return (tree, parser.singles)
    }

    private init(source: String, tokens: [SelectionToken], term: SelectionTerm) {
        (self.source, self.tokens, self.term) = (source, tokens, term)
    }

    private var next: SelectionToken { tokens[at] }

    private mutating func selection() throws(Failure) -> SelectionNode {
        var nodes = [try every()]
        while next.is("or") {
            at += 1
            nodes.append(try every(behind: "or"))
        }
        return SelectionNode(any: nodes)
    }

    private mutating func every(behind word: String? = nil) throws(Failure) -> SelectionNode {
        var nodes = [try part(behind: word)]
        while true {
            if next.is("and") {
                at += 1
                nodes.append(try part(behind: "and"))
            } else if next.kind == .word && !next.is("or") || next.kind == .open {
                nodes.append(try part(behind: nil))
            } else if next.kind == .comma {
                throw trouble("a comma with nothing beside it", next)
            } else {
                return SelectionNode(every: nodes)
            }
        }
    }

    private mutating func part(behind word: String?) throws(Failure) -> SelectionNode {
        guard next.is("not") else { return try group(behind: word) }
        let not = next
        at += 1
        try enter(not)
        defer { depth -= 1 }
        let node = try part(behind: "not")
        return SelectionNode(not: node, at: not.place.lowerBound..<node.place.upperBound)
    }

    private mutating func group(behind word: String?) throws(Failure) -> SelectionNode {
        var nodes = [try member(behind: word)]
        while next.kind == .comma {
            let comma = next
            at += 1
            if next.is("not") {
                throw trouble("\"not\" behind a comma is not clear", next, hint: "parentheses, like 1,(not 2)")
            }
            if next.kind == .comma || next.kind == .close || next.kind == .end {
                throw trouble("a comma with nothing beside it", comma)
            }
            nodes.append(try member(behind: nil))
        }
        return SelectionNode(any: Self.numbersTogether(nodes))
    }

    private mutating func member(behind word: String?) throws(Failure) -> SelectionNode {
        let token = next
        switch token.kind {
        case .comma: throw trouble("a comma with nothing beside it", token)
        case .end: throw trouble("nothing behind \"\(word ?? "")\"", token)
        case .close: throw trouble(word.map { "nothing behind \"\($0)\"" } ?? "a ) that closes nothing", token)
        case .open: return try parenthesised(token)
        case .word: break
        }
        if token.is("and") || token.is("or") {
            throw trouble(
                word.map { "nothing behind \"\($0)\"" } ?? "nothing before \"\(token.is("and") ? "and" : "or")\"", token)
        }
        let before = at > 0 && tokens[at - 1].kind == .word ? tokens[at - 1] : nil
        let test = try term.read(token, behind: before)
        at += 1
        if case .numbers(let numbers) = test, numbers.isSingle, !token.text.contains("-") {
            singles.append(numbers.ranges[0].lowerBound)
        }
        return SelectionNode(test, at: token.place)
    }

    private mutating func parenthesised(_ open: SelectionToken) throws(Failure) -> SelectionNode {
        at += 1
        if next.kind == .close { throw trouble("nothing between ( and )", next) }
        try enter(open)
        defer { depth -= 1 }
        if next.kind == .end { throw trouble("a ( is never closed", open) }
        let inner = try selection()
        guard next.kind == .close else { throw trouble("a ( is never closed", open) }
        at += 1
        return inner.widened(to: open.place.lowerBound..<tokens[at - 1].place.upperBound)
    }

    private mutating func enter(_ token: SelectionToken) throws(Failure) {
        guard depth < Self.depthLimit else { throw trouble("more than \(Self.depthLimit) ( and not inside each other", token) }
        depth += 1
    }

    /// Numbers beside each other become one test: a list of thousands is then looked at once a message.
    private static func numbersTogether(_ nodes: [SelectionNode]) -> [SelectionNode] {
        guard nodes.count > 1 else { return nodes }
        var ranges: [ClosedRange<Int>] = []
        var rest: [SelectionNode] = []
        var place: Range<Int>?
        for node in nodes {
            if case .test(.numbers(let numbers)) = node.kind {
                ranges += numbers.ranges
                place = (place?.lowerBound ?? node.place.lowerBound)..<node.place.upperBound
            } else {
                rest.append(node)
            }
        }
        return (place.map { [SelectionNode(.numbers(NumberSet(ranges)), at: $0)] } ?? []) + rest
    }

    private func trouble(_ message: String, _ token: SelectionToken, hint: String = "help selection") -> Failure {
        .usage(message, hint: hint, at: Excerpt(source, at: token.place.lowerBound))
    }
}
