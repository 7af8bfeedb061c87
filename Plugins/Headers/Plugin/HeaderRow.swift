import HeadersCore
import MartletPlugin

/// A message as a row: on a terminal, in tab-separated columns, as JSON.
enum HeaderRow {
    static let columns = [
        Column("#", .integer, width: 4), Column("marks", .marks, width: 2, notIn: [.json, .heading]),
        Column("date", .time, width: 12, narrowest: 60), Column("from", width: 18, notIn: .json),
        Column("size", .octets, width: 6, notIn: .json, narrowest: 72), Column("subject"),
        // For programs: what people see in the marks, and what does not fit.
        Column("uid", notIn: [.table, .tsv]), Column("octets", .octets, notIn: [.table, .tsv]),
        Column("new", .bool, notIn: [.table, .tsv]), Column("parts", .bool, notIn: [.table, .tsv]),
        Column("marked", .bool, notIn: [.table, .tsv]), Column("from", .json, notIn: [.table, .tsv]),
    ]

    static func cells(_ message: Message, _ header: HeaderSummary) -> [Cell] {
        let octets = Cell.integer(message.octets ?? -1)
        return [
            .integer(Int64(message.number)), .text(marks(message, header)), header.date.map { .integer($0) } ?? .unknown,
            .text(header.sender), octets, .text(header.subject),
            .text(message.uniqueID.string), octets, .bool(message.isNew), .bool(header.hasParts), .bool(message.isMarked),
            .text(header.authorsJSON),
        ]
    }

    /// Two columns: new or to be deleted, then whether there is more than text.
    private static func marks(_ message: Message, _ header: HeaderSummary) -> String {
        let first = message.isMarked ? "D" : message.isNew ? "N" : " "
        return header.hasParts ? first + "+" : first == " " ? "" : first
    }
}
