import ExportCore
import MartletPlugin
import PluginSystem

/// The account of a run, in words and cells.
struct Report {
    private let plan: Plan
    private let options: ExportOptions
    private let run: ExportRun
    private let outcome: StoreOutcome
    private let removed: Int
    private let shown: String
    private let resumes: Bool
    private let notTaken: (count: Int, first: String)?

    init(
        _ plan: Plan, _ options: ExportOptions, _ run: ExportRun, _ outcome: StoreOutcome, removed: Int,
        _ destination: any Destination
    ) {
        (self.plan, self.options, self.run, self.outcome) = (plan, options, run, outcome)
        (self.removed, shown, resumes, notTaken) = (removed, destination.shown, destination.resumes, destination.notTaken)
    }

    private var already: Int { plan.already + outcome.adopted }
    private var done: Int { outcome.stored + already }
    private var total: Int { plan.selection.count }
    private var larger: Int { plan.larger + run.larger }

    /// Tells the summary, whatever the end was, and then what failed.
    /// - Parameter fetchCode: 0, or what ended the fetch; the host has said why.
    func tell(_ call: Call, fetchCode: Int32) throws(CommandExit) {
        let refused = run.refused + (fetchCode == 0 ? run.brokenOff : 0)
        summarize(call, isComplete: run.failure == nil && fetchCode == 0 && !run.isStopped, refused: refused)
        if let failure = run.failure { throw fail(call, failure) }
        if run.isStopped { throw CommandExit(.exitInterrupted) }
        if fetchCode != 0 { throw CommandExit(fetchCode) }
        if let first = outcome.firstDiffering { throw failDiffering(call, first) }
        if refused > 0 { throw failRefused(call, refused) }
        if let notTaken {
            throw call.fail(
                .exitIO, "\(shown) did not take \(Self.messages(notTaken.count)) (\(notTaken.first))",
                kept: "they stay on the server",
                hint: "the same line again: it hands over these alone")
        }
        if larger > 0, !options.skipsLarger {
            throw call.fail(
                .exitUnavailable, "\(Self.messages(larger)) above \(Self.size(options.largest ?? 0)) stayed on the server",
                kept: "the others are stored", hint: "a larger --max-size, or --skip-larger where that is meant")
        }
    }

    private func summarize(_ call: Call, isComplete: Bool, refused: Int) {
        var line =
            isComplete
            ? "exported \(Self.messages(outcome.stored)) (\(Self.size(outcome.storedOctets))) to \(shown); \(already) already there"
            : "stopped: \(done) of \(total) exported; \(resumes ? "the same line goes on from there" : Self.incomplete)"
        if plan.left > 0 { line += "; \(plan.left) left\(resumes ? " for the next run" : " out")" }
        if larger > 0 { line += "; \(larger) larger than \(Self.size(options.largest ?? 0))" }
        if removed > 0 { line += "; \(removed) go at quit" }
        call.summary(
            line,
            [
                (Column("event"), .text("summary")), (Column("exported", .integer), .integer(Int64(outcome.stored))),
                (Column("octets", .octets), .integer(outcome.storedOctets)),
                (Column("already", .integer), .integer(Int64(already))),
                (Column("failed", .integer), .integer(Int64(outcome.differing + refused + (notTaken?.count ?? 0)))),
                (Column("larger", .integer), .integer(Int64(larger))),
                (Column("left", .integer), .integer(Int64(plan.left))),
                (Column("removed", .integer), .integer(Int64(removed))),
                (Column("folder"), .text(shown)),
            ])
    }

    private func fail(_ call: Call, _ failure: StoreFailure) -> CommandExit {
        let kept = resumes ? "all \(done) are complete" : Self.incomplete
        let error: SystemError
        switch failure {
        case .system(let cause): error = cause
        case .refused(let text, let hint): return call.fail(.exitCannotCreate, text, kept: kept, hint: hint)
        case .ledger:
            return call.fail(.exitIO, "the ledger cannot be written", kept: kept, hint: "the same line again: it resumes")
        }
        return Self.fail(call, error, in: shown, "after \(done) of \(total) messages; \(kept)", resumes: resumes)
    }

    static let incomplete = "the archive is not complete"

    /// A place that does not take more.
    /// - Parameters:
    ///   - shown: the place, unless the error names another.
    ///   - when: how far it was, and what that makes of it.
    static func fail(_ call: Call, _ error: SystemError, in shown: String, _ when: String, resumes: Bool) -> CommandExit {
        let place = error.place ?? shown
        let next = "run the same line again: it \(resumes ? "resumes" : "writes the archive anew")"
        if error.isNoSpace {
            let remedy = error.place == nil ? "free space" : "free space there or set TMPDIR"
            return call.fail(.exitIO, "no space left in \(place) \(when)", hint: "\(remedy), \(next)")
        }
        return call.fail(
            .exitIO, "cannot \(error.action) in \(place): \(error.reason), \(when)",
            hint: "look at \(error.place ?? (resumes ? "the disk" : "what reads it")), \(next)")
    }

    private func failDiffering(_ call: Call, _ first: String) -> CommandExit {
        let place = shown.hasSuffix("/") ? shown + first : "\(shown)/\(first)"
        let others = outcome.differing > 1 ? "; so do \(outcome.differing - 1) others" : ""
        return call.fail(.exitCannotCreate, "\(place) exists and differs\(others)", hint: "export … --rename")
    }

    private func failRefused(_ call: Call, _ refused: Int) -> CommandExit {
        call.fail(
            .exitUnavailable,
            "\(refused) \(refused == 1 ? "message was" : "messages were") refused by the server (\(run.firstRefusal))",
            kept: resumes ? "the others are stored" : "the others are in the archive",
            hint: "the same line again: it \(resumes ? "asks for these alone" : "writes the archive anew")")
    }

    static func messages(_ count: Int) -> String { "\(count) \(count == 1 ? "message" : "messages")" }

    /// "4.4 MB", decimal, one digit behind the point.
    static func size(_ octets: Int64) -> String {
        guard octets >= 1000 else { return "\(octets) octets" }
        var unit: Int64 = 1000
        for name in ["kB", "MB", "GB", "TB", "PB", "EB"] {
            let tenths = octets / unit * 10 + (octets % unit * 10 + unit / 2) / unit
            if tenths < 10_000 || name == "EB" { return "\(tenths / 10).\(tenths % 10) \(name)" }
            unit *= 1000
        }
        return ""
    }
}
