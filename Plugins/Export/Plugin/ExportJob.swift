import ExportCore
import MartletPlugin

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One export from the plan to the account given at the end: plan, room, proof of what may go, fetch, commit, removal.
struct ExportJob {
    private let call: Call
    private let options: ExportOptions
    private let destination: any Destination
    private let plan: Plan
    private let ledger: Ledger?

    init(_ call: Call, _ options: ExportOptions, _ selection: Selection, _ destination: any Destination) {
        (self.call, self.options, self.destination) = (call, options, destination)
        plan = Plan(selection)
        ledger = destination.ledgerStore.flatMap { $0.isEmpty ? nil : call.ledger($0) }
    }

    func run() throws(CommandExit) {
        try destination.prepare(ledger)
        let rows = options.isDryRun ? PlanRows(call) : nil
        let events = options.isDryRun ? nil : Events(call)
        if rows != nil || events != nil {
            plan.onSkip = { index, reason in
                rows?.skips(plan.selection[index], reason)
                if reason != .stored { events?.skipped(plan.selection[index], reason.rawValue) }
            }
        }
        guard plan.make(options, ledger: destination.records(ledger), now: Int64(time(nil)), isThere: destination.has) else {
            throw call.fail(.exitIO, "the ledger cannot be read; nothing was fetched")
        }
        try dropWhatIsKnownByHeader()
        if let limit = options.limit { try cut(to: limit) }
        if let rows { return rows.end(plan, options) }
        var removable: [UInt32] = []
        if let ledger, !plan.due.isEmpty {
            removable = try Removal(call, destination, plan, ledger, limit: options.limit).proven()
        }
        try checkRoom()

        let log = StoredMessages(call, ledger, events, removal)
        let store = try destination.makeStore(log, count: plan.wanted.count)
        let run = ExportRun(call, options, destination, plan, store, log, events, ledger)
        let code = plan.wanted.isEmpty ? 0 : call.fetch(numbers, hashes: hashes, into: run)
        run.finish()
        var removed = 0
        var failure: CommandExit?
        if code == 0, run.failure == nil, !run.isStopped {
            do {
                try destination.end()
                removed = try remove(removable + log.numbers)
            } catch { failure = error }
        }
        // What is stored is told, whatever came behind it.
        try Report(plan, options, run, store.outcome, removed: removed, destination).tell(call, fetchCode: code)
        if let failure { throw failure }
    }

    private var numbers: [UInt32] { plan.wanted.map { plan.selection[Int($0)].number } }

    /// What the fetch computes: for the manifest, for names, and to know messages by their header where unique-ids repeat or mail is deleted.
    private var hashes: FetchHashes {
        var hashes: FetchHashes = options.hashes || destination.needsHash || plan.hasAnonymous ? .message : []
        // What cannot be read back is compared with its header or not at all.
        let isHandedOn = destination.ledgerStore != nil && !destination.isReadable
        if plan.hasAnonymous || options.removesAfter != nil || isHandedOn { hashes.insert(.header) }
        return hashes
    }

    private var removal: StoredMessages.Removes {
        switch options.removesAfter {
        case nil: .none
        case 0: .all
        case _: .same(plan.again)
        }
    }

    /// Without unique-ids every run would fetch the same first messages.
    private func cut(to limit: Int) throws(CommandExit) {
        plan.cut(to: limit)
        guard plan.left > 0, plan.hasNameless else { return }
        throw call.fail(
            .exitUsage, "--limit goes on where the last run ended, and this server gives no unique-ids to know that by",
            hint: "a selection: export 1-\(limit) DIR, then \(limit + 1)-\(2 * limit)")
    }

    /// Of messages whose unique-id stands more than once the ledger knows the header: one look at it saves the fetch.
    private func dropWhatIsKnownByHeader() throws(CommandExit) {
        guard let ledger, plan.hasAnonymous else { return }
        let repeated = plan.wanted.filter { plan.selection[Int($0)].identity == .repeated }
        var known: Set<UInt32> = []
        for start in stride(from: 0, to: repeated.count, by: HeaderCheck.most) {
            let some = repeated[start..<min(start + HeaderCheck.most, repeated.count)]
            let numbers = some.map { plan.selection[Int($0)].number }
            guard let answers = HeaderCheck.ask(call, numbers) else { throw CommandExit(call.failCode) }
            for (index, number) in zip(some, numbers) {
                guard case .hash(let header) = answers[number] else { continue }
                header.withUnsafeBytes { header in
                    if case .record(let record) = ledger.find(number, header: header.baseAddress!), destination.has(record) {
                        known.insert(index)
                    }
                }
            }
        }
        plan.drop(known)
    }

    /// Refuses what cannot fit before the first octet is fetched: some servers hide a message once it was (FIELD: D5).
    private func checkRoom() throws(CommandExit) {
        guard let expected = plan.expectedOctets, let free = destination.freeOctets, expected > free else { return }
        throw call.fail(
            .exitIO,
            "no space for \(Report.size(expected)) in \(destination.shown): \(Report.size(free)) are free; nothing was fetched",
            hint: "free space, or a part of it: --limit N, --max-size SIZE")
    }

    private func remove(_ numbers: [UInt32]) throws(CommandExit) -> Int {
        guard let store = destination.ledgerStore, !numbers.isEmpty else { return 0 }
        let (removed, code) = call.remove(numbers, recordedIn: store)
        if code != 0 { throw CommandExit(code) }
        return removed
    }
}
