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
    private let words: [String]
    private let options: [String: martlet_text]
    /// Lent memory, freed when the call is over.
    private var lent: [UnsafeMutableRawPointer] = []
    private var selections: [PluginSelection] = []
    /// The listing that the selections, and so the command's numbers, are of: the mailbox has another one once a line was lost.
    private(set) var listing: (maildrop: Maildrop, generation: Int)?
    private var digests: [DigestBox] = []
    /// The ledger as this command sees it, opened when it first asks.
    private(set) lazy var ledger = PluginLedger(self)
    private(set) var failure: Failure?
    /// Of the rows under way.
    var columns: [Console.Column] = []
    /// Where text for people goes, begun with the first.
    var page: Page?
    /// Octets for a terminal whose line end has not come yet.
    var unfinishedLine: [UInt8] = []

    var raw: OpaquePointer { OpaquePointer(Unmanaged.passUnretained(self).toOpaque()) }

    static func of(_ raw: OpaquePointer) -> PluginCall {
        Unmanaged<PluginCall>.fromOpaque(UnsafeRawPointer(raw)).takeUnretainedValue()
    }

    init(command: String, arguments: [String], options: [String: String], workspace: Workspace) {
        self.command = command
        self.workspace = workspace
        progress = Progress(workspace.console)
        words = arguments
        var kept: [UnsafeMutableRawPointer] = []
        self.arguments = arguments.map { Self.copy($0, &kept) }
        self.options = options.mapValues { Self.copy($0, &kept) }
        lent = kept
    }

    deinit {
        for memory in lent { memory.deallocate() }
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

    static let lineWasLost = Failure(
        .tryLater, "connection-lost", "the connection was lost; the next one may number messages differently",
        hint: "the same again")

    /// The first failure is the cause; what follows from it is not shown.
    func fail(_ new: Failure) { if failure == nil { failure = new } }

    /// Runs host work for the plugin; a failure is kept for the front and answered by `otherwise`.
    func guarded<R>(_ otherwise: R, _ body: () throws(Failure) -> R) -> R {
        do throws(Failure) { return try body() } catch {
            fail(error)
            return otherwise
        }
    }

    // MARK: messages

    func select(_ expression: String) -> PluginSelection? {
        guarded(nil) { () throws(Failure) -> PluginSelection? in
            let (maildrop, indices) = try workspace.select(expression) { line($0, insteadOf: expression) }
            listing = (maildrop, workspace.mailbox.listingGeneration)
            let made = PluginSelection(maildrop: maildrop, indices: indices, call: self)
            selections.append(made)
            return made
        }
    }

    func fetch(_ numbers: UnsafeBufferPointer<UInt32>, topLines: Int64, flags: UInt32, sink: UnsafePointer<martlet_sink>) -> Int32
    {
        guarded(()) { () throws(Failure) in
            let session = try workspace.mailbox.signedIn()
            let maildrop = try currentMaildrop()
            let receiver = try workspace.mailbox.failing { () throws(POP3Error) in
                try PluginSink(sink, flags: flags, notice: StopNotice(workspace))
            }
            // Who fetches more than that looks at none of them.
            let looks = workspace.senders != nil && numbers.count <= Senders.limit
            let taker: any MessageSink = looks ? SenderTap(receiver) { [workspace] in workspace.senders?.see($0) } : receiver
            let extent: FetchExtent = topLines < 0 ? .whole : .top(lines: Int(clamping: topLines))
            let octets: ((Int) -> Int64)? =
                extent == .whole
                ? { maildrop.index(ofNumber: Int(numbers[$0])).flatMap { maildrop.octets(at: $0) } ?? 0 } : nil
            try Interrupt.gracefully(workspace.canceller) { () throws(Failure) in
                try workspace.mailbox.failing { () throws(POP3Error) in
                    try session.fetch(
                        count: numbers.count, extent, number: { Int(numbers[$0]) }, octets: octets, into: taker)
                }
            }
        }
        return failure?.code.rawValue ?? 0
    }

    /// The mailbox's listing, where numbers still mean in it what they meant when they were selected.
    private func currentMaildrop() throws(Failure) -> Maildrop {
        let maildrop = try workspace.mailbox.maildrop()
        guard listing == nil || listing?.generation == workspace.mailbox.listingGeneration else { throw Self.lineWasLost }
        return maildrop
    }

    /// The command line with another selection: what stands behind the selection stays. Options are the user's to type again.
    private func line(_ selection: String, insteadOf expression: String) -> String {
        let count = expression.split(separator: SelectionArguments.border, omittingEmptySubsequences: false).count
        let isFirst = words.prefix(count).joined(separator: String(SelectionArguments.border)) == expression
        let behind = isFirst ? words.dropFirst(count).map { $0.contains(" ") ? "'\($0)'" : $0 } : []
        return ([command, selection] + behind).joined(separator: " ")
    }

    /// Header blocks, each in one piece.
    func headers(_ numbers: UnsafeBufferPointer<UInt32>, flags: UInt32, sink: UnsafePointer<martlet_sink>) -> Int32 {
        guarded(()) { () throws(Failure) in
            let maildrop = try currentMaildrop()
            let hashes = flags & UInt32(MARTLET_FETCH_HEADER_SHA256)
            let receiver = try workspace.mailbox.failing { () throws(POP3Error) in try PluginSink(sink, flags: hashes) }
            var indices: [Int32] = []
            indices.reserveCapacity(numbers.count)
            for number in numbers {
                guard let index = maildrop.index(ofNumber: Int(number)) else {
                    throw .usage("no message \(number); the last is \(maildrop.lastNumber)")
                }
                indices.append(Int32(index))
            }
            try MailHeaders(workspace).headers(indices, fetches: true) { index, answer in
                receiver.header(maildrop.number(at: Int(index)), answer)
            }
        }
        return failure?.code.rawValue ?? 0
    }

    func show(_ number: UInt32) {
        guarded(()) { () throws(Failure) in
            let maildrop = try workspace.mailbox.maildrop()
            guard let index = maildrop.index(ofNumber: Int(number)) else { return }
            workspace.recall.show(index, of: maildrop, workspace.mailbox.listingGeneration)
        }
    }

    func listed(_ selection: PluginSelection) {
        workspace.recall.list(selection.indices, of: selection.maildrop, workspace.mailbox.listingGeneration)
    }

    func makeDigest() -> OpaquePointer? {
        guarded(nil) { () throws(Failure) in
            let made = try workspace.mailbox.failing { () throws(POP3Error) in try DigestBox() }
            digests.append(made)
            return OpaquePointer(Unmanaged.passUnretained(made).toOpaque())
        }
    }

    func finish() {
        progress.end()
        endLine()
        page?.end()
        page = nil
    }
}
