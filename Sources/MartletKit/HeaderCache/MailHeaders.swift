internal import POP3

/// Header blocks of the mailbox: from the cache where they are there, the rest by pipelined TOP, kept for the next time.
final class MailHeaders: HeaderSource {
    /// Above so many that have to be fetched, progress is shown.
    static let quietCount = 200
    /// A transaction takes so many blocks, or octets.
    private static let batchCount = 256
    private static let batchOctets = 1 << 20

    private let workspace: Workspace
    private let maildrop: Maildrop
    private let account: String
    /// Opened when a header is first asked for: most selections ask for none.
    private lazy var cache = workspace.headerCache()
    private var fresh: [HeaderCache.Row] = []
    private var freshOctets = 0
    /// The cached block that is being looked at.
    private var lent: [UInt8] = []

    init(_ workspace: Workspace) throws(Failure) {
        self.workspace = workspace
        maildrop = try workspace.mailbox.maildrop()
        account = try workspace.mailbox.account()
    }

    func headers(_ indices: [Int32], fetches: Bool, _ each: @escaping (Int32, HeaderAnswer) -> Flow) throws(Failure) {
        defer {
            keepFresh()
            cache?.endReading()
        }
        let run = Run(self, indices, each)
        try run.deliverCached(upTo: indices.count, otherwise: .wait)
        guard !run.isOver else { return }
        guard fetches else { return try run.deliverCached(upTo: indices.count, otherwise: .tellAbsent) }
        try fetch(run.missing(), for: run)
        try run.deliverCached(upTo: indices.count, otherwise: .putOff)
        // What another process threw out of the cache meanwhile.
        if !run.isOver, !run.lost.isEmpty { try fetch(run.lost, for: Run(self, indices, each, isOrdered: false)) }
    }

    /// One walk over the messages asked for: cached ones in between are handed out as their turn comes.
    private final class Run {
        /// What becomes of a message that is not cached when its turn has come.
        enum Otherwise { case wait, tellAbsent, putOff }

        let indices: [Int32]
        let isOrdered: Bool
        private let source: MailHeaders
        private let each: (Int32, HeaderAnswer) -> Flow
        private(set) var next = 0
        private(set) var isOver = false
        private(set) var lost: [Int] = []

        init(_ source: MailHeaders, _ indices: [Int32], _ each: @escaping (Int32, HeaderAnswer) -> Flow, isOrdered: Bool = true) {
            (self.source, self.indices, self.each, self.isOrdered) = (source, indices, each, isOrdered)
        }

        func deliverCached(upTo end: Int, otherwise: Otherwise) throws(Failure) {
            while next < end, !isOver {
                if Interrupt.isRequested { throw MailHeaders.interrupted }
                if source.readCached(indices[next]) {
                    source.lent.withUnsafeBytes { tell(next, .block($0)) }
                } else {
                    switch otherwise {
                    case .wait: return
                    case .tellAbsent: tell(next, .absent)
                    case .putOff: lost.append(next)
                    }
                }
                next += 1
            }
            if next == indices.count { isOver = isOver || lost.isEmpty }
        }

        /// Positions from here on that are not cached.
        func missing() -> [Int] { (next..<indices.count).filter { !source.isCached(indices[$0]) } }

        /// What came for the message at this position.
        func deliver(_ position: Int, _ answer: HeaderAnswer) throws(Failure) -> Flow {
            if isOrdered {
                try deliverCached(upTo: position, otherwise: .putOff)
                next = position + 1
            }
            if !isOver { tell(position, answer) }
            return isOver ? .stop : .go
        }

        private func tell(_ position: Int, _ answer: HeaderAnswer) {
            if case .block(let block) = answer, indices.count - position <= Senders.walkLimit {
                source.workspace.senders?.see(block)
            }
            if each(indices[position], answer) == .stop { isOver = true }
        }
    }

    // MARK: the cache

    private func readCached(_ index: Int32) -> Bool {
        guard let cache, let (uid, listed) = identity(Int(index)) else { return false }
        return cache.read(account, uid, listed, into: &lent)
    }

    private func isCached(_ index: Int32) -> Bool {
        guard let cache, let (uid, listed) = identity(Int(index)) else { return false }
        return cache.has(account, uid, listed)
    }

    /// A message that cannot be known again is not kept.
    private func identity(_ index: Int) -> (UnsafeRawBufferPointer, Int64)? {
        guard maildrop.identity(at: index) == .unique, let uid = maildrop.lentUniqueID(at: index) else { return nil }
        return (uid, maildrop.octets(at: index) ?? -1)
    }

    private func keep(_ index: Int, _ block: UnsafeRawBufferPointer) {
        guard cache?.works == true, block.count <= HeaderCache.blockLimitOctets, let (uid, listed) = identity(index) else {
            return
        }
        fresh.append(HeaderCache.Row(uid: Array(uid), listed: listed, block: Array(block)))
        freshOctets += block.count
        if fresh.count >= Self.batchCount || freshOctets >= Self.batchOctets { keepFresh() }
    }

    private func keepFresh() {
        cache?.store(fresh, account: account)
        fresh.removeAll(keepingCapacity: true)
        freshOctets = 0
    }

    // MARK: the server

    private static let interrupted = Failure(.interrupted, "interrupted", "interrupted while headers were coming")

    private func fetch(_ positions: [Int], for run: Run) throws(Failure) {
        guard !positions.isEmpty else { return }
        let session = try workspace.mailbox.signedIn()
        if try !workspace.mailbox.failing({ () throws(POP3Error) in try session.announcesTop() }) {
            workspace.mailbox.log?.note("TOP is not announced: trying it")
            // Forgotten in CAPA or not there: one message tells, one that is not marked, because such a one is refused anyway.
            let marked = workspace.mailbox.marks.sent
            let probe = positions.first { !marked.contains(maildrop.number(at: Int(run.indices[$0]))) }
            if let probe, try !topWorks(maildrop.number(at: Int(run.indices[probe])), session) {
                return try fetchWhole(positions, for: run, session)
            }
        }
        let progress = positions.count > Self.quietCount ? Progress(workspace.console) : nil
        defer { progress?.end() }
        try receive(positions, .top(lines: 0), for: run, session, progress)
    }

    /// Asks for one header and throws it away.
    private func topWorks(_ number: Int, _ session: Session) throws(Failure) -> Bool {
        try workspace.mailbox.failing { () throws(POP3Error) in
            do throws(POP3Error) { try session.top(number, lines: 0) { _ in } } catch {
                guard case .refused = error.kind else { throw error }
                return false
            }
            return true
        }
    }

    private func fetchWhole(_ positions: [Int], for run: Run, _ session: Session) throws(Failure) {
        let octets = positions.reduce(Int64(0)) { sum, position in
            sum.addingReportingOverflow(maildrop.octets(at: Int(run.indices[position])) ?? 0).partialValue & .max
        }
        guard workspace.fetchesWhole else {
            let messages = positions.count == 1 ? "1 message" : "\(positions.count) messages"
            throw Failure(
                .unavailable, "no-top",
                "the server cannot send headers alone; \(messages) (\(Size.long(octets))) would be fetched",
                hint: "add --whole to go ahead")
        }
        let progress = Progress(workspace.console)
        defer { progress.end() }
        try receive(positions, .whole, for: run, session, progress)
    }

    private func receive(
        _ wanted: [Int], _ extent: FetchExtent, for run: Run, _ session: Session, _ progress: Progress?
    ) throws(Failure) {
        let maildrop = maildrop
        let number = { (at: Int) in maildrop.number(at: Int(run.indices[wanted[at]])) }
        var failure: Failure?
        let sink = HeaderSink { at, answer in
            let position = wanted[at]
            if case .block(let block) = answer { self.keep(Int(run.indices[position]), block) }
            progress?.show(done: at + 1, of: wanted.count, octets: 0, ofOctets: -1, verb: "headers")
            if Interrupt.isRequested {
                failure = Self.interrupted
                return .stop
            }
            do throws(Failure) { return try run.deliver(position, answer) } catch {
                failure = error
                return .stop
            }
        }
        try Interrupt.gracefully(workspace.canceller) { () throws(Failure) in
            try workspace.mailbox.failing { () throws(POP3Error) in
                try session.fetch(
                    count: wanted.count, extent, number: number,
                    octets: extent == .whole ? { maildrop.octets(at: Int(run.indices[wanted[$0]])) ?? 0 } : nil, into: sink)
            }
        }
        if let failure { throw failure }
    }
}
