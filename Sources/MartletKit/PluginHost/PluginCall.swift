internal import CMartletPlugin
internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// One run of a plugin's command: what `martlet_call *` points to. It owns every octet lent to the plugin.
final class PluginCall {
    let command: String
    let workspace: Workspace
    let progress: Progress
    private let arguments: [martlet_text]
    private let options: [String: martlet_text]
    /// Lent memory, freed when the call is over.
    private var lent: [UnsafeMutableRawPointer] = []
    private var selections: [PluginSelection] = []
    /// What the last ledger call lent, given back at the next.
    private var record: UnsafeMutableRawPointer?
    private(set) var failure: Failure?
    private var columns: [Console.Column] = []

    var raw: OpaquePointer { OpaquePointer(Unmanaged.passUnretained(self).toOpaque()) }

    static func of(_ raw: OpaquePointer) -> PluginCall {
        Unmanaged<PluginCall>.fromOpaque(UnsafeRawPointer(raw)).takeUnretainedValue()
    }

    init(command: String, arguments: [String], options: [String: String], workspace: Workspace) {
        self.command = command
        self.workspace = workspace
        progress = Progress(workspace.console)
        var kept: [UnsafeMutableRawPointer] = []
        self.arguments = arguments.map { Self.copy($0, &kept) }
        self.options = options.mapValues { Self.copy($0, &kept) }
        lent = kept
    }

    deinit {
        for memory in lent { memory.deallocate() }
        record?.deallocate()
    }

    private static func copy(_ text: String, _ kept: inout [UnsafeMutableRawPointer]) -> martlet_text {
        let octets = Array(text.utf8)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: octets.count + 1, alignment: 1)
        octets.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: $0.count) }
        kept.append(memory)
        return martlet_text(at: memory.assumingMemoryBound(to: CChar.self), len: octets.count)
    }

    /// A text that lives as long as the call.
    func lend(_ text: String) -> martlet_text { Self.copy(text, &lent) }

    // MARK: arguments

    var argumentCount: Int { arguments.count }
    func argument(_ index: Int) -> martlet_text { arguments.indices.contains(index) ? arguments[index] : martlet_text() }
    func option(_ name: String) -> martlet_text { options[name] ?? martlet_text() }

    // MARK: failing

    /// The first failure is the cause; what follows from it is not shown.
    func fail(_ new: Failure) { if failure == nil { failure = new } }

    /// Runs host work for the plugin; a failure is kept for the front and answered by `otherwise`.
    func guarded<R>(_ otherwise: R, _ body: () throws(Failure) -> R) -> R {
        do throws(Failure) { return try body() } catch {
            fail(error)
            return otherwise
        }
    }

    func finish() { progress.end() }

    // MARK: messages

    func select(_ expression: String) -> PluginSelection? {
        guarded(nil) { () throws(Failure) -> PluginSelection? in
            let (maildrop, indices) = try workspace.select(expression)
            let made = PluginSelection(maildrop: maildrop, indices: indices, call: self)
            selections.append(made)
            return made
        }
    }

    func fetch(_ numbers: [Int], topLines: Int64, wantsHash: Bool, sink: UnsafePointer<martlet_sink>) -> Int32 {
        guarded(()) { () throws(Failure) in
            let session = try workspace.mailbox.signedIn()
            let maildrop = try workspace.mailbox.maildrop()
            let receiver = try workspace.mailbox.failing { () throws(POP3Error) in try PluginSink(sink, wantsHash: wantsHash) }
            let extent: FetchExtent = topLines < 0 ? .whole : .top(lines: Int(clamping: topLines))
            let octets =
                extent == .whole
                ? numbers.map { maildrop.index(ofNumber: $0).flatMap { maildrop.octets(at: $0) } ?? 0 } : nil
            try Interrupt.gracefully(workspace.canceller) { () throws(Failure) in
                try workspace.mailbox.failing { () throws(POP3Error) in
                    try session.fetch(numbers, extent, octets: octets, into: receiver)
                }
            }
        }
        return failure?.code.rawValue ?? 0
    }

    // MARK: ledger

    private func identity(_ number: UInt32) throws(Failure) -> (uid: ArraySlice<UInt8>, listed: Int64)? {
        let maildrop = try workspace.mailbox.maildrop()
        guard let index = maildrop.index(ofNumber: Int(number)), maildrop.identity(at: index) == .unique,
            let uid = maildrop.uniqueID(at: index)
        else { return nil }
        return (uid, maildrop.octets(at: index) ?? -1)
    }

    func find(store: String, number: UInt32, into out: UnsafeMutablePointer<martlet_record>?) -> Int32 {
        guarded(-1) { () throws(Failure) -> Int32 in
            guard let (uid, listed) = try identity(number) else { return 0 }
            let account = try workspace.mailbox.account()
            guard let found = try workspace.ledger().find(account: account, store: store, uid: uid, listed: listed) else {
                return 0
            }
            if let out { lend(found) { out.pointee = $0 } }
            return 1
        }
    }

    func note(store: String, number: UInt32, _ raw: martlet_record) -> Int32 {
        guarded(-1) { () throws(Failure) -> Int32 in
            guard let (uid, listed) = try identity(number) else { return 0 }
            let sha256 = raw.sha256.map { Array(UnsafeBufferPointer(start: $0, count: 32)) }
            try workspace.ledger().note(
                account: workspace.mailbox.account(), store: store, uid: uid, listed: listed,
                Ledger.Record(octets: raw.octets, sha256: sha256, file: String(borrowed: raw.file)))
            return 0
        }
    }

    func each(store: String, _ each: (martlet_text, UnsafePointer<martlet_record>) -> Int32) -> Int32 {
        guarded(-1) { () throws(Failure) -> Int32 in
            try workspace.ledger().each(account: workspace.mailbox.account(), store: store) { uid, record in
                uid.withUnsafeBytes { uid in
                    let text = martlet_text(at: uid.baseAddress?.assumingMemoryBound(to: CChar.self), len: uid.count)
                    var goesOn = true
                    lend(record) { raw in
                        var raw = raw
                        goesOn = each(text, &raw) == 0
                    }
                    return goesOn
                }
            }
            return 0
        }
    }

    /// Lends a record: hash and file name lie in one block that lives until the next one is lent.
    private func lend(_ found: Ledger.Record, _ use: (martlet_record) -> Void) {
        let file = Array(found.file.utf8)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 32 + file.count + 1, alignment: 1)
        record?.deallocate()
        record = memory
        var raw = martlet_record()
        raw.size = MemoryLayout<martlet_record>.size
        raw.octets = found.octets
        if let sha256 = found.sha256, sha256.count == 32 {
            memory.copyMemory(from: sha256, byteCount: 32)
            raw.sha256 = UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
        }
        file.withUnsafeBytes { if let base = $0.baseAddress { (memory + 32).copyMemory(from: base, byteCount: $0.count) } }
        raw.file = martlet_text(at: (memory + 32).assumingMemoryBound(to: CChar.self), len: file.count)
        use(raw)
    }

    // MARK: output

    func beginRows(_ raw: UnsafeBufferPointer<martlet_column>) {
        columns = raw.map(Self.column)
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

    func summary(_ text: String, _ raw: UnsafeBufferPointer<martlet_column>, _ cells: UnsafeBufferPointer<martlet_cell>) {
        let columns = raw.map(Self.column)
        workspace.console.summary(text, columns, zip(columns, cells).map(Self.cell))
    }

    private static func column(_ raw: martlet_column) -> Console.Column {
        let kind: Console.Column.Kind =
            raw.kind == UInt32(MARTLET_CELL_TEXT) ? .text : raw.kind == UInt32(MARTLET_CELL_INTEGER) ? .integer : .octets
        return Console.Column(String(borrowed: raw.name), kind, width: Int(min(raw.width, 1000)))
    }

    private static func cell(_ column: Console.Column, _ raw: martlet_cell) -> Console.Cell {
        column.kind == .text ? .text(String(borrowed: raw.text)) : .integer(raw.integer)
    }
}
