/// What may stand before a `:` or a comparison: one row a key.
struct SelectionKey: Sendable {
    enum Form: Sendable {
        /// `key:VALUE`
        case colon
        /// `key>VALUE`, `<`, `>=`, `<=`
        case comparison
    }

    let name: String
    let form: Form
    /// A whole term, to show.
    let example: String
    /// For `help selection`.
    let about: String
    /// Whether the value is text that somebody wrote, where blanks are likely.
    var takesText = false
    /// Makes the test, or nil where the value is none.
    let read: @Sendable (Value) -> SelectionTest?

    /// What stands behind the key.
    struct Value {
        let sign: String
        let text: String
        let dates: DateWords
    }

    static let all = [
        SelectionKey(name: "from", form: .colon, example: "from:anna", about: "who sent it: name or address", takesText: true) {
            text(.from, $0.text)
        },
        SelectionKey(name: "to", form: .colon, example: "to:club@example.org", about: "whom it is to", takesText: true) {
            text(.to, $0.text)
        },
        SelectionKey(
            name: "subject", form: .colon, example: "subject:\"two words\"", about: "what it is about", takesText: true
        ) { text(.subject, $0.text) },
        SelectionKey(
            name: "header", form: .colon, example: "header:list-id:swift", about: "any field; header:list-id: has one",
            takesText: true
        ) { named($0.text) },
        SelectionKey(name: "size", form: .comparison, example: "size>1M", about: "also < >= <=; K, M and G of 1024") {
            size($0.sign, $0.text)
        },
        SelectionKey(name: "older", form: .colon, example: "older:30d", about: "12h 30d 2w 6m 1y ago, or before 2026-11-01") {
            $0.dates.moment($0.text).map { .date(DateRange(until: $0)) }
        },
        SelectionKey(name: "newer", form: .colon, example: "newer:2026-11-01", about: "likewise; that day belongs to it") {
            $0.dates.moment($0.text).map { .date(DateRange(from: $0)) }
        },
        SelectionKey(
            name: "date", form: .colon, example: "date:2026-11", about: "today, yesterday, a year, month, day, or A..B"
        ) { $0.dates.span($0.text).map { .date($0) } },
        SelectionKey(name: "uid", form: .colon, example: "uid:000a7f", about: "how its unique-id begins") {
            $0.text.isEmpty ? nil : .uniqueID(Array($0.text.utf8))
        },
        SelectionKey(name: "last", form: .colon, example: "last:20", about: "the last so many") {
            NumberSet.number($0.text).map { .lastMany($0) }
        },
    ]

    static func named(_ name: String) -> SelectionKey? { all.first { $0.name == name } }

    private static func text(_ field: HeaderField, _ text: String) -> SelectionTest? {
        let folded = Folded(text)
        return folded.octets.isEmpty ? nil : .text(field, folded)
    }

    /// `NAME:TEXT`; without a text the field has to be there.
    private static func named(_ text: String) -> SelectionTest? {
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex, !text[..<colon].contains(" ") else { return nil }
        return .text(.named(text[..<colon].lowercased()), Folded(String(text[text.index(after: colon)...])))
    }

    private static func size(_ sign: String, _ text: String) -> SelectionTest? {
        guard let octets = OctetRange.octets(text) else { return nil }
        return switch sign {
        case ">": .size(OctetRange(lowest: octets == .max ? octets : octets + 1, highest: .max))
        case ">=": .size(OctetRange(lowest: octets, highest: .max))
        case "<": .size(OctetRange(lowest: 0, highest: octets - 1))
        default: .size(OctetRange(lowest: 0, highest: octets))
        }
    }
}
