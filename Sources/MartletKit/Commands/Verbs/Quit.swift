internal import ArgumentParser
internal import POP3

struct QuitCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "quit", abstract: "delete what is marked and leave (QUIT)", aliases: ["q"])
    static let overAccounts = OverAccounts.no

    @Flag(help: "delete without asking") var yes = false

    mutating func run(in workspace: Workspace) throws(Failure) {
        let mailbox = workspace.mailbox
        if !yes, try !Confirmation.isGiven(in: workspace, command: "quit") {
            // ^C is no answer: a script ends there.
            if Interrupt.isRequested { throw Failure(.interrupted, "interrupted", "interrupted; nothing was deleted") }
            return
        }
        // With marks that nobody has applied yet the shell stays: they can be applied by another try.
        defer { workspace.isDone = mailbox.marks.count == 0 || !mailbox.outlivesItsLine }
        try Self.apply(in: workspace, showsReply: true)
    }

    /// Ends the session, and tells what is gone.
    static func apply(in workspace: Workspace, showsReply: Bool) throws(Failure) {
        let applied = try workspace.mailbox.apply()
        if showsReply, let text = applied.text { workspace.console.show(text: text) }
        if applied.deleted > 0 { show(applied, on: workspace.console) }
        guard var refusal = applied.refusal else { return }
        if applied.refused > 1 {
            refusal.message = "the server refused to delete \(applied.refused) messages; \(refusal.message.prefix(200))"
        }
        throw refusal
    }

    private static func show(_ applied: Mailbox.Applied, on console: Console) {
        // A listing that does not tell has no number: no key then.
        let left = applied.left.map { [(Console.Column("left", .integer), Console.Cell.integer(Int64($0)))] } ?? []
        let cells = [(Console.Column("deleted", .integer), Console.Cell.integer(Int64(applied.deleted)))] + left
        console.summary(text(applied), cells.map(\.0), cells.map(\.1))
    }

    private static func text(_ applied: Mailbox.Applied) -> String {
        guard let left = applied.left else { return "deleted " + Plural.text(applied.deleted, "message") }
        return "deleted \(applied.deleted); \(left) left"
    }
}
