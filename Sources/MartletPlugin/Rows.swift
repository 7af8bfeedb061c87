import CMartletPlugin

/// A column of a table: heading, and in lower case the key in JSON.
public struct Column: Sendable {
    public enum Kind: Int32, Sendable {
        case text = 0
        case integer, octets
        /// Seconds since 1970: local and short on a terminal, RFC 3339 in UTC elsewhere.
        case time
        /// 0 or 1.
        case bool
        /// Text that is one JSON value.
        case json
        /// Text whose letters give the row its looks: N new, D to be deleted.
        case marks
    }

    /// Where the column is left out.
    public struct Absence: OptionSet, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        public static let table = Absence(rawValue: UInt32(MARTLET_NOT_IN_TABLE))
        public static let tsv = Absence(rawValue: UInt32(MARTLET_NOT_IN_TSV))
        public static let json = Absence(rawValue: UInt32(MARTLET_NOT_IN_JSON))
        /// It is there, without its name above it.
        public static let heading = Absence(rawValue: UInt32(MARTLET_NO_HEADING))
    }

    public var name: String
    public var kind: Kind
    /// Columns on a terminal; 0: what is left over.
    public var width: UInt32
    public var absence: Absence
    /// Left out on terminals with fewer columns than this.
    public var narrowest: UInt32

    public init(
        _ name: String, _ kind: Kind = .text, width: UInt32 = 0, notIn absence: Absence = [], narrowest: UInt32 = 0
    ) {
        (self.name, self.kind, self.width) = (name, kind, width)
        (self.absence, self.narrowest) = (absence, narrowest)
    }
}

/// A value under a column; the host escapes text for where it goes.
public enum Cell: Sendable {
    case text(String)
    case integer(Int64)

    /// A time, size or truth that is not known.
    public static let unknown = Cell.integer(.min)
    public static func bool(_ value: Bool) -> Cell { .integer(value ? 1 : 0) }
}

extension Call {
    /// Declares the columns, once, before the first row.
    public func rows(_ columns: [Column]) {
        withColumns(columns) { host.rows_begin(raw, $0, columns.count) }
    }

    /// One cell for each column.
    public func row(_ cells: [Cell]) {
        withCells(cells) { host.row(raw, $0, cells.count) }
    }

    /// The result as one record: its cells under `--json`, else `line` as a note.
    public func summary(_ line: String, _ cells: [(Column, Cell)]) {
        line.lend { line in
            withColumns(cells.map(\.0)) { columns in
                withCells(cells.map(\.1)) { host.summary(raw, line, columns, $0, cells.count) }
            }
        }
    }

    /// Text for people, of any number of lines, to stdout; escaped by the host, through the user's pager on a terminal.
    public func text(_ text: String) { text.lend { host.text(raw, $0) } }

    /// Octets to stdout as they are; on a terminal they are text, escaped.
    public func octets(_ octets: UnsafeRawBufferPointer) {
        host.octets(raw, octets.baseAddress?.assumingMemoryBound(to: UInt8.self), octets.count)
    }

    /// Columns of the terminal that stdout is; 0 where it is none.
    public var terminalColumns: Int { Int(host.columns(raw)) }

    private func withColumns(_ columns: [Column], _ body: (UnsafePointer<martlet_column>) -> Void) {
        withLent(columns.map(\.name)) { names in
            let made = zip(columns, names).map { column, name in
                martlet_column(
                    size: MemoryLayout<martlet_column>.size, name: name, kind: UInt32(column.kind.rawValue), width: column.width,
                    flags: column.absence.rawValue, narrowest: column.narrowest)
            }
            made.withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
        }
    }

    private func withCells(_ cells: [Cell], _ body: (UnsafePointer<martlet_cell>) -> Void) {
        let texts = cells.map { if case .text(let text) = $0 { text } else { "" } }
        withLent(texts) { texts in
            let made = zip(cells, texts).map { cell, text in
                if case .integer(let value) = cell { return martlet_cell(text: text, integer: value) }
                return martlet_cell(text: text, integer: 0)
            }
            made.withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
        }
    }

    /// Lends several texts at once: one block holds them all.
    private func withLent(_ texts: [String], _ body: ([martlet_text]) -> Void) {
        let block = texts.flatMap(\.utf8)
        block.withUnsafeBytes { block in
            var at = 0
            body(
                texts.map { text in
                    defer { at += text.utf8.count }
                    return Octets(UnsafeRawBufferPointer(rebasing: block[at..<at + text.utf8.count])).text
                })
        }
    }
}
