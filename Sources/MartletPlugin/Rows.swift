import CMartletPlugin

/// A column of a table: heading, and in lower case the key in JSON.
public struct Column: Sendable {
    public enum Kind: Sendable { case text, integer, octets }

    public var name: String
    public var kind: Kind
    /// Columns on a terminal; 0: what is left over.
    public var width: UInt32

    public init(_ name: String, _ kind: Kind = .text, width: UInt32 = 0) {
        (self.name, self.kind, self.width) = (name, kind, width)
    }
}

/// A value under a column; the host escapes text for where it goes.
public enum Cell: Sendable {
    case text(String)
    case integer(Int64)
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

    private func withColumns(_ columns: [Column], _ body: (UnsafePointer<martlet_column>) -> Void) {
        withLent(columns.map(\.name)) { names in
            let made = zip(columns, names).map { column, name in
                let kind =
                    switch column.kind {
                    case .text: MARTLET_CELL_TEXT
                    case .integer: MARTLET_CELL_INTEGER
                    case .octets: MARTLET_CELL_OCTETS
                    }
                return martlet_column(
                    size: MemoryLayout<martlet_column>.size, name: name, kind: UInt32(kind), width: column.width)
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
