internal import POP3

/// What a selection is measured against. Messages are indices into the maildrop.
struct SelectionFacts {
    let maildrop: Maildrop
    var isNew: (Int) throws(Failure) -> Bool = { _ in true }
    var isExported: (Int) throws(Failure) -> Bool = { _ in false }
    var isMarked: (Int) -> Bool = { _ in false }
    /// `.`
    var current: Int?
    /// `^`
    var listed: Set<Int32>?
    var headers: any HeaderSource
}

extension SelectionNode {
    /// Whether it holds of a message; `unknown` where its header would have to be there.
    func truth(of index: Int, _ header: HeaderTexts?, _ facts: SelectionFacts) throws(Failure) -> Truth {
        switch kind {
        case .test(let test): return try test.truth(of: index, header, facts)
        case .not(let node): return !(try node.truth(of: index, header, facts))
        case .every(let nodes):
            var truth = Truth.yes
            for node in nodes where truth != .no { truth = min(truth, try node.truth(of: index, header, facts)) }
            return truth
        case .any(let nodes):
            var truth = Truth.no
            for node in nodes where truth != .yes { truth = max(truth, try node.truth(of: index, header, facts)) }
            return truth
        }
    }
}

extension SelectionTest {
    fileprivate func truth(of index: Int, _ header: HeaderTexts?, _ facts: SelectionFacts) throws(Failure) -> Truth {
        let maildrop = facts.maildrop
        switch self {
        case .all: return .yes
        case .numbers(let numbers): return Truth(numbers.contains(maildrop.number(at: index)))
        case .last: return Truth(maildrop.number(at: index) == maildrop.lastNumber)
        case .lastMany(let count): return Truth(index >= maildrop.count - count)
        case .current: return Truth(index == facts.current)
        case .listed: return Truth(facts.listed?.contains(Int32(index)) ?? false)
        case .marked: return Truth(facts.isMarked(index))
        case .uniqueID(let beginning): return Truth(maildrop.lentUniqueID(at: index)?.starts(with: beginning) ?? false)
        case .size(let range): return maildrop.octets(at: index).map { Truth(range.contains($0)) } ?? .unknown
        case .new: return Truth(try facts.isNew(index))
        case .seen: return Truth(try !facts.isNew(index))
        case .exported: return Truth(try facts.isExported(index))
        case .text(let field, let wanted): return header.map { Truth(Self.texts(of: field, $0, contain: wanted)) } ?? .unknown
        case .date(let range): return header?.date.map { Truth(range.contains($0)) } ?? .unknown
        }
    }

    private static func texts(of field: HeaderField, _ header: HeaderTexts, contain wanted: Folded) -> Bool {
        switch field {
        case .from: Folded(header.from).contains(wanted)
        case .to: Folded(header.to).contains(wanted)
        case .subject: Folded(header.subject).contains(wanted)
        case .named(let name): header.values(of: name).contains { Folded($0).contains(wanted) }
        }
    }
}
