/// A cell as each format has it.
enum CellText {
    static func table(_ cell: Console.Cell, _ kind: Console.Column.Kind) -> String {
        switch cell {
        case .text(let text): Escape.line(text)
        case .integer(.min) where kind != .integer: ""
        case .integer(let value):
            switch kind {
            case .octets: value < 0 ? "?" : Size.text(value)
            case .time: TimeText.short(value)
            case .bool: value == 0 ? "" : "yes"
            default: String(value)
            }
        }
    }

    static func tsv(_ cell: Console.Cell, _ kind: Console.Column.Kind) -> String {
        switch cell {
        case .text(let text): Escape.line(text)
        case .integer(.min) where kind != .integer: ""
        case .integer(let value): kind == .time ? TimeText.rfc3339(value) : String(value)
        }
    }

    static func json(_ cell: Console.Cell, _ column: Console.Column, into json: inout JSONText) {
        let key = column.name == "#" ? "n" : column.name.lowercased()
        switch cell {
        case .text(let text):
            json.key(key)
            if column.kind == .json { json.value(text) } else { json.string(text) }
        case .integer(.min) where column.kind != .integer:
            json.key(key)
            json.null()
        case .integer(let value):
            switch column.kind {
            case .time: json.field(key, TimeText.rfc3339(value))
            case .bool: json.field(key, value != 0)
            case .octets where value < 0: break
            default: json.field(key, value)
            }
        }
    }
}
