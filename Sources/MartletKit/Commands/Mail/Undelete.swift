internal import ArgumentParser

struct UndeleteCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "undelete", abstract: "take marks back",
        discussion: """
              undelete 127
              undelete *      every mark

            Also where `dele` made the mark: POP3 takes back all or none, so the others are sent again.
            """, aliases: ["u"])
    static let overAccounts = OverAccounts.no

    @Argument(parsing: .allUnrecognized, help: "which messages (help selection)") var selection: [String] = []

    mutating func run(in workspace: Workspace) throws(Failure) {
        let words = try SelectionWords.checked(selection, of: "undelete")
        let (maildrop, indices) = try workspace.select(SelectionWords.expression(words)) { "undelete \($0)" }
        guard !indices.isEmpty else { return }
        let count = try workspace.mailbox.release(indices, of: maildrop)
        let left = workspace.mailbox.marks.count
        var text = count == 0 ? "none of these is marked" : Plural.text(count, "message") + " unmarked"
        if count > 0, left > 0 { text += "; \(left) still to delete" }
        workspace.console.summary(
            text, [.init("unmarked", .integer), .init("to_delete", .integer)], [.integer(Int64(count)), .integer(Int64(left))])
    }
}
