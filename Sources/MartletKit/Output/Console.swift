#if canImport(Glibc)
@preconcurrency import Glibc
#else
@preconcurrency import Darwin
#endif

/// Where a command's words go: data to stdout, conversation to stderr. Everything of a stranger is escaped here.
///
/// One console serves one thread. A reader of stdout that went away (`| head`) is success, not an error.
public final class Console {
    public enum Format: Equatable, Sendable {
        /// Aligned columns that fit the terminal.
        case table
        /// One line a row, columns divided by a tab, nothing cut.
        case tsv
        /// JSON Lines.
        case json
    }

    public var format: Format
    public var isQuiet = false
    /// Progress as JSON Lines on stderr, terminal or not.
    public var progressInJSON = false
    /// Names the program that shows long text; nil: none.
    var pager: () -> String? = { Pager.command }
    public var colour = ColourChoice.auto
    public let outputIsTerminal: Bool
    public let errorIsTerminal: Bool
    let output: Int32
    let error: Int32
    private var buffer: [UInt8] = []
    public private(set) var outputIsGone = false
    /// The first failed write to stdout that was not a reader gone away; 0 for none.
    public private(set) var outputErrno: Int32 = 0
    /// What is wrong with stdout, as an error; nil where all was written so far.
    public var outputFailure: Failure? {
        guard outputErrno != 0 else { return nil }
        return Failure(.io, "output", "stdout cannot be written: \(SystemError.text(outputErrno))")
    }
    private var columns: [Column] = []
    private var widths: [Int] = []
    private var isShown: [Bool] = []
    private var progressShown = false
    /// The account that these words are about, where several share stdout and stderr.
    let lane: Lane?

    public convenience init(output: Int32 = 1, error: Int32 = 2) { self.init(output: output, error: error, lane: nil) }

    /// A console of one account among several: every row, object and line names it.
    convenience init(_ lane: Lane) { self.init(output: lane.funnel.output, error: lane.funnel.error, lane: lane) }

    private init(output: Int32, error: Int32, lane: Lane?) {
        self.output = output
        self.error = error
        self.lane = lane
        outputIsTerminal = isatty(output) == 1
        errorIsTerminal = isatty(error) == 1
        format = outputIsTerminal ? .table : .tsv
    }

    /// Columns of the terminal, 80 where it does not say.
    public var width: Int {
        var size = winsize()
        let asked = ioctl(output, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
        return asked >= 20 ? asked : 80
    }

    // MARK: data

    public struct Column {
        public enum Kind: Sendable {
            case text, integer, octets
            /// Seconds since 1970; Int64.min: not known.
            case time
            /// 0 or 1; Int64.min: not known.
            case bool
            /// Text that is one JSON value.
            case json
            /// Text whose letters give the row its looks: N new, D to be deleted.
            case marks

            /// Whether it stands at the right of its column.
            var isRight: Bool { self == .integer || self == .octets }
        }
        public var name: String
        public var kind: Kind
        /// Columns on a terminal, 0: what is left over.
        public var width: Int
        /// Left out on terminals with fewer columns than this.
        public var narrowest = 0
        public var isInTable = true
        public var isInTSV = true
        public var isInJSON = true
        public var hasHeading = true

        public init(_ name: String, _ kind: Kind = .text, width: Int = 0) {
            self.name = name
            self.kind = kind
            self.width = width
        }

        func isShown(in format: Format, _ width: Int) -> Bool {
            switch format {
            case .table: isInTable && width >= narrowest
            case .tsv: isInTSV
            case .json: isInJSON
            }
        }
    }

    public enum Cell {
        case text(String)
        case integer(Int64)
    }

    /// Declares the columns of the rows that follow. A heading is for terminals only.
    public func beginRows(_ columns: [Column]) {
        let columns = lane.map { [$0.column] + columns } ?? columns
        self.columns = columns
        let room = width
        isShown = columns.map { $0.isShown(in: format, room) }
        let shown = columns.indices.filter { isShown[$0] }
        let fixed = shown.reduce(0) { $0 + columns[$1].width } + 2 * max(0, shown.count - 1)
        let open = shown.count { columns[$0].width == 0 }
        widths = columns.map { $0.width > 0 ? $0.width : max(8, (room - fixed) / max(1, open)) }
        guard format == .table, lane?.isFirst(columns.map(\.name)) ?? true else { return }
        line(shown.map { (columns[$0].hasHeading ? columns[$0].name.uppercased() : "", widths[$0], columns[$0].kind.isRight) })
    }

    public func row(_ cells: [Cell]) {
        let cells = lane.map { [.text($0.account)] + cells } ?? cells
        let shown = cells.indices.filter { isShown[$0] }
        switch format {
        case .table:
            let looks = shown.first { columns[$0].kind == .marks }.flatMap { RowLooks(cells[$0]) }
            line(shown.map { (CellText.table(cells[$0], columns[$0].kind), widths[$0], columns[$0].kind.isRight) }, looks)
        case .tsv:
            put(shown.map { CellText.tsv(cells[$0], columns[$0].kind) }.joined(separator: "\t") + "\n")
        case .json:
            var json = JSONText()
            json.object { json in for index in shown { CellText.json(cells[index], columns[index], into: &json) } }
            put(json.text + "\n")
        }
    }

    /// The result of a command: a line for people, or its cells for machines.
    public func summary(_ text: String, _ columns: [Column], _ cells: [Cell]) {
        guard format == .json else { return note(text) }
        object { json in
            for (column, cell) in zip(columns, cells) where column.isInJSON { CellText.json(cell, column, into: &json) }
        }
    }

    /// One JSON object on a line of its own.
    func object(_ members: (inout JSONText) -> Void) {
        var json = JSONText()
        json.object { json in
            if let lane { json.field("account", lane.account) }
            members(&json)
        }
        put(json.text + "\n")
    }

    private func line(_ parts: [(text: String, width: Int, right: Bool)], _ looks: RowLooks? = nil) {
        var text = parts.map { DisplayWidth.fit($0.text, $0.width, right: $0.right) }.joined(separator: "  ")
        while text.last == " " { text.removeLast() }
        if let looks, lane == nil, colour.wants(isTerminal: outputIsTerminal) { text = looks.drawn(text) }
        put(text + "\n")
    }

    /// Octets as they are: a mail on a pipe. On a terminal they are escaped.
    public func raw(_ octets: RawSpan) {
        if outputIsTerminal {
            octets.withUnsafeBytes { write(Escape.text(String(decoding: $0, as: UTF8.self))) }
        } else {
            octets.withUnsafeBytes { buffer.append(contentsOf: $0) }
            if buffer.count > 1 << 16 { flush() }
        }
    }

    /// Our own text to stdout, as it is: help, version.
    public func write(_ text: String) { put(lane?.labelled(text, format) ?? text) }

    private func put(_ text: String) {
        clearProgress()
        buffer += Array(text.utf8)
        if outputIsTerminal || buffer.count > 1 << 16 { flush() }
    }

    public func flush() {
        if !outputIsGone, outputErrno == 0 {
            switch lane?.funnel.data(buffer) ?? Descriptor.writeAll(output, buffer) {
            case 0: break
            case EPIPE: outputIsGone = true
            case let code: outputErrno = code
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    // MARK: conversation

    /// One line for people; silent under -q, and beside JSON.
    public func note(_ text: String) {
        if !isQuiet, format != .json { say(Escape.line(text)) }
    }

    /// A line that a question is about: whoever answers has to have read it, under -q too.
    func tell(_ text: String) { say(Escape.line(text)) }

    /// A line that matters even under -q.
    public func warn(_ text: String) { say(coloured("warning: \(Escape.line(text))", 33)) }

    public func fail(_ failure: Failure) {
        lane?.fail(failure)
        if format == .json { sayObject(failure.json(of: lane?.account)) } else { say(coloured(failure.text, 31)) }
    }

    /// The first line in one of the eight base colours, where stderr wants that. The words say the same without it.
    private func coloured(_ text: String, _ colour: Int) -> String {
        guard lane == nil, self.colour.wants(isTerminal: errorIsTerminal) else { return text }
        let end = text.firstIndex(of: "\n") ?? text.endIndex
        return "\u{1B}[\(colour)m\(text[..<end])\u{1B}[0m\(text[end...])"
    }

    private func say(_ text: String) { sayObject(lane?.prefixed(text) ?? text) }

    /// A line that names its account itself.
    func sayObject(_ text: String) {
        flush()
        if let lane { return lane.funnel.words(text) }
        clearProgress()
        _ = Descriptor.writeAll(error, Array((text + "\n").utf8))
    }

    /// Begins at the left where the terminal echoed a ^C.
    func freshLine() {
        if errorIsTerminal, lane == nil { _ = Descriptor.writeAll(error, Array("\r\u{1B}[K".utf8)) }
    }

    /// A line that is written over by the next; nil takes it away. Only where stderr is a terminal.
    public func showProgress(_ text: String?) {
        guard errorIsTerminal, !isQuiet, format != .json, lane == nil else { return }
        guard let text else { return clearProgress() }
        progressShown = true
        // Room for the ^C that the terminal echoes: on the next line it would leave this one behind.
        _ = Descriptor.writeAll(error, Array(("\r" + DisplayWidth.fit(text, max(1, width - 3))).utf8))
    }

    private func clearProgress() {
        guard progressShown else { return }
        progressShown = false
        _ = Descriptor.writeAll(error, Array("\r\u{1B}[K".utf8))
    }
}
