internal import ArgumentParser
internal import POP3

struct DeleteCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "mark messages; they go when you quit",
        discussion: """
              delete 5,9                      marks two
              delete from:news.example older:30d
              delete -n seen older:30d        shows what would be marked

            Marks are kept here and sent at quit: undelete takes back any of them.
            Outside a shell, delete asks or wants --yes, and then deletes.
            """, aliases: ["d"])

    @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "only show what would be marked") var isDry = false
    @Flag(help: "outside a shell: delete without asking") var yes = false
    @Argument(parsing: .allUnrecognized, help: "which messages (help selection)") var selection: [String] = []

    mutating func run(in workspace: Workspace) throws(Failure) {
        let words = try SelectionWords.checked(selection, of: "delete")
        if isDry { return try show(words, in: workspace) }
        if workspace.isOneShot, !yes, !Confirmation.isPossible(in: workspace) {
            throw .usage(
                "delete would delete for good, and there is no terminal to ask on",
                hint: "delete --yes \(Words.pasteable(words))")
        }
        let (maildrop, indices) = try workspace.select(SelectionWords.expression(words)) { "delete \($0)" }
        guard !indices.isEmpty else { return }
        let mailbox = workspace.mailbox
        let (count, octets) = mailbox.hold(indices, of: maildrop)
        if workspace.isOneShot { return try apply(in: workspace) }
        let total = mailbox.marks.count
        workspace.console.summary(
            Self.text(marked: count, octets, total: total),
            [.init("marked", .integer), .init("octets", .octets), .init("to_delete", .integer)],
            [.integer(Int64(count)), .integer(octets), .integer(Int64(total))])
    }

    static func text(marked count: Int, _ octets: Int64, total: Int) -> String {
        guard count > 0 else { return "marked already; \(total) in all" }
        let marked = "marked \(Plural.text(count, "message")) (\(Size.short(octets)))"
        if total > count { return marked + "; \(total) in all" }
        return marked + (count == 1 ? "; it goes when you quit" : "; they go when you quit")
    }

    /// What `headers` would list, and what it comes to.
    private func show(_ words: [String], in workspace: Workspace) throws(Failure) {
        let (maildrop, indices) = try workspace.select(SelectionWords.expression(words)) { "delete -n \($0)" }
        guard !indices.isEmpty else { return }
        if let headers = workspace.registry.find("headers") { _ = try headers.run(words, in: workspace) }
        let octets = indices.reduce(Int64(0)) {
            $0.addingReportingOverflow(maildrop.octets(at: Int($1)) ?? 0).partialValue & .max
        }
        workspace.console.note(
            "would mark \(Plural.text(indices.count, "message")) (\(Size.short(octets))); nothing was marked")
    }

    /// Nothing will follow: the marks are applied by what runs this one command, after this.
    private func apply(in workspace: Workspace) throws(Failure) {
        guard !yes, try !Confirmation.isGiven(in: workspace, command: "delete") else { return }
        workspace.mailbox.unmarkAll()
        if Interrupt.isRequested { throw Failure(.interrupted, "interrupted", "interrupted; nothing was deleted") }
        workspace.console.note("kept everything")
    }
}
