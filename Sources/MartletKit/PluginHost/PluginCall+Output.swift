internal import CMartletPlugin

/// What a plugin shows.
extension PluginCall {
    func beginRows(_ raw: UnsafePointer<martlet_column>, _ count: Int) {
        columns = Self.columns(raw, count)
        workspace.console.beginRows(columns)
    }

    func row(_ cells: UnsafeBufferPointer<martlet_cell>) {
        guard cells.count == columns.count else {
            return fail(
                Failure(
                    .software, "plugin", "a row of \(cells.count) cells for \(columns.count) columns",
                    hint: "tell the plugin's author"))
        }
        workspace.console.row(zip(columns, cells).map(Self.cell))
    }

    func summary(_ text: String, _ raw: UnsafePointer<martlet_column>, _ cells: UnsafeBufferPointer<martlet_cell>) {
        let columns = Self.columns(raw, cells.count)
        workspace.console.summary(text, columns, zip(columns, cells).map(Self.cell))
    }

    /// Text of many lines.
    func show(_ text: String) {
        if page == nil { page = Page(workspace.console) }
        page?.write(text)
    }

    /// Octets of mail as they are; on a terminal in whole lines, because a piece may end inside of a character.
    func show(_ octets: UnsafeRawBufferPointer) {
        let console = workspace.console
        guard console.lane == nil else { return fail(.octetsOfSeveral(command)) }
        guard console.outputIsTerminal else { return console.raw(RawSpan(_unsafeBytes: octets)) }
        let end = octets.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        if end > 0 {
            unfinishedLine += octets[..<end]
            endLine()
        }
        unfinishedLine += octets[end...]
        if unfinishedLine.count >= Self.lineMost { endLine() }
    }

    /// Most octets of a line that are kept back: no mail makes us hold more.
    private static let lineMost = 1 << 20

    /// Shows what came without a line end.
    func endLine() {
        unfinishedLine.withUnsafeBytes { workspace.console.raw(RawSpan(_unsafeBytes: $0)) }
        unfinishedLine.removeAll(keepingCapacity: true)
    }

    /// Columns as far as their size says they have them: an older plugin's are shorter, also from one to the next.
    private static func columns(_ raw: UnsafePointer<martlet_column>, _ count: Int) -> [Console.Column] {
        guard count > 0 else { return [] }
        let stride = raw.pointee.size
        return (0..<count).map { index in
            let at = UnsafeRawPointer(raw) + index * stride
            var column = martlet_column()
            withUnsafeMutableBytes(of: &column) {
                $0.copyMemory(from: UnsafeRawBufferPointer(start: at, count: min(stride, $0.count)))
            }
            return Self.column(column)
        }
    }

    private static func column(_ raw: martlet_column) -> Console.Column {
        let kind: Console.Column.Kind =
            switch Int(raw.kind) {
            case Int(MARTLET_CELL_INTEGER): .integer
            case Int(MARTLET_CELL_OCTETS): .octets
            case Int(MARTLET_CELL_TIME): .time
            case Int(MARTLET_CELL_BOOL): .bool
            case Int(MARTLET_CELL_JSON): .json
            case Int(MARTLET_CELL_MARKS): .marks
            default: .text
            }
        var column = Console.Column(String(borrowed: raw.name), kind, width: Int(min(raw.width, 1000)))
        column.narrowest = Int(min(raw.narrowest, 1000))
        column.isInTable = raw.flags & UInt32(MARTLET_NOT_IN_TABLE) == 0
        column.isInTSV = raw.flags & UInt32(MARTLET_NOT_IN_TSV) == 0
        column.isInJSON = raw.flags & UInt32(MARTLET_NOT_IN_JSON) == 0
        column.hasHeading = raw.flags & UInt32(MARTLET_NO_HEADING) == 0
        return column
    }

    private static func cell(_ column: Console.Column, _ raw: martlet_cell) -> Console.Cell {
        switch column.kind {
        case .text, .json, .marks: .text(String(borrowed: raw.text))
        case .octets where raw.integer == Int64.min: .integer(-1)
        default: .integer(raw.integer)
        }
    }
}
