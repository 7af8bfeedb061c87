/// Whether something holds of a message. `unknown` until its header is there, and for ever where it cannot be told: no size in the
/// listing, no date in the header. What stays unknown is not chosen, and neither is its opposite.
enum Truth: Int, Comparable {
    case no = 0
    case unknown = 1
    case yes = 2

    init(_ holds: Bool) { self = holds ? .yes : .no }

    static func < (one: Truth, other: Truth) -> Bool { one.rawValue < other.rawValue }

    static prefix func ! (truth: Truth) -> Truth {
        switch truth {
        case .no: .yes
        case .unknown: .unknown
        case .yes: .no
        }
    }
}

/// What one term asks of a message.
enum SelectionTest: Equatable, Sendable {
    case all
    case numbers(NumberSet)
    /// `$`
    case last
    case lastMany(Int)
    /// `.`
    case current
    /// `^`
    case listed
    case marked
    /// The octets that a unique-id begins with.
    case uniqueID([UInt8])
    case size(OctetRange)
    case new, seen, exported
    case text(HeaderField, Folded)
    /// Within these seconds since 1970.
    case date(DateRange)

    /// What a look costs; cheap ones are looked at first.
    enum Cost: Int, Comparable, Sendable {
        /// In the listing.
        case listing
        /// In the ledger.
        case ledger
        /// A TOP, where the header is not in the cache.
        case header

        static func < (one: Cost, other: Cost) -> Bool { one.rawValue < other.rawValue }
    }

    var cost: Cost {
        switch self {
        case .all, .numbers, .last, .lastMany, .current, .listed, .marked, .uniqueID, .size: .listing
        case .new, .seen, .exported: .ledger
        case .text, .date: .header
        }
    }
}

/// A field of the header that text is looked for in.
enum HeaderField: Equatable, Sendable {
    case from, to, subject
    case named(String)
}

/// A selection as a tree; each node knows the scalars of the expression it came from.
struct SelectionNode: Equatable, Sendable {
    indirect enum Kind: Equatable, Sendable {
        case test(SelectionTest)
        case not(SelectionNode)
        /// In the order to look, cheapest first.
        case every([SelectionNode])
        case any([SelectionNode])
    }

    let kind: Kind
    let place: Range<Int>
    let cost: SelectionTest.Cost

    init(_ test: SelectionTest, at place: Range<Int>) { (kind, self.place, cost) = (.test(test), place, test.cost) }

    init(not node: SelectionNode, at place: Range<Int>) { (kind, self.place, cost) = (.not(node), place, node.cost) }

    init(every nodes: [SelectionNode]) {
        let place = Self.span(nodes)
        let kind = nodes.count > 1 ? Kind.every(Self.ordered(nodes)) : nodes[0].kind
        (self.kind, self.place, cost) = (kind, place, nodes.map(\.cost).max()!)
    }

    init(any nodes: [SelectionNode]) {
        let place = Self.span(nodes)
        let kind = nodes.count > 1 ? Kind.any(Self.ordered(nodes)) : nodes[0].kind
        (self.kind, self.place, cost) = (kind, place, nodes.map(\.cost).max()!)
    }

    private init(_ kind: Kind, _ place: Range<Int>, _ cost: SelectionTest.Cost) {
        (self.kind, self.place, self.cost) = (kind, place, cost)
    }

    /// The same, the parentheses around it belonging to it.
    func widened(to place: Range<Int>) -> SelectionNode { SelectionNode(kind, place, cost) }

    private static func span(_ nodes: [SelectionNode]) -> Range<Int> {
        nodes.map(\.place.lowerBound).min()!..<nodes.map(\.place.upperBound).max()!
    }

    private static func ordered(_ nodes: [SelectionNode]) -> [SelectionNode] {
        nodes.sorted { ($0.cost, $0.place.lowerBound) < ($1.cost, $1.place.lowerBound) }
    }

    /// The terms that must all hold, in the order they were written.
    var conjuncts: [SelectionNode] {
        guard case .every(let nodes) = kind else { return [self] }
        return nodes.sorted { $0.place.lowerBound < $1.place.lowerBound }
    }

    /// Whether any term is one of these.
    func asks(_ wanted: (SelectionTest) -> Bool) -> Bool {
        switch kind {
        case .test(let test): wanted(test)
        case .not(let node): node.asks(wanted)
        case .every(let nodes), .any(let nodes): nodes.contains { $0.asks(wanted) }
        }
    }
}
