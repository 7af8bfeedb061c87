import MartletPlugin

/// `--dry-run`: the exact plan, a row a message.
struct PlanRows {
    private let call: Call

    init(_ call: Call) {
        self.call = call
        call.rows([
            Column("#", .integer, width: 7), Column("action", width: 16), Column("size", .octets, width: 8), Column("uid"),
            Column("why", width: 24),
        ])
    }

    func skips(_ message: Message, _ reason: Plan.Reason) {
        // What is stored may be deleted all the same: told at the end.
        guard reason != .stored else { return }
        row(message, "skip", reason == .larger ? "larger than --max-size" : "beyond --limit")
    }

    func end(_ plan: Plan, _ options: ExportOptions) {
        var deleted = plan.due.count
        for index in plan.wanted {
            let message = plan.selection[Int(index)]
            // What nothing identifies is stored, and stays on the server.
            let goes = options.removesAfter == 0 && message.identity == .unique
            if goes { deleted += 1 }
            row(message, goes ? "fetch, delete" : "fetch", "")
        }
        for index in plan.due { row(plan.selection[Int(index)], "delete", "stored, if its header agrees") }
        call.summary(
            "would fetch \(plan.wanted.count), skip \(plan.larger + plan.left), delete \(deleted); \(plan.already) already there",
            [
                (Column("fetch", .integer), .integer(Int64(plan.wanted.count))),
                (Column("octets", .octets), .integer(plan.expectedOctets ?? -1)),
                (Column("skip", .integer), .integer(Int64(plan.larger + plan.left))),
                (Column("delete", .integer), .integer(Int64(deleted))),
                (Column("already", .integer), .integer(Int64(plan.already))),
            ])
    }

    private func row(_ message: Message, _ action: String, _ why: String) {
        call.row([
            .integer(Int64(message.number)), .text(action), .integer(message.octets ?? -1), .text(Events.text(message.uniqueID)),
            .text(why),
        ])
    }
}
