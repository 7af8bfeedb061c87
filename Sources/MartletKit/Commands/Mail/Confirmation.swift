/// The one question before mail is deleted for good.
enum Confirmation {
    /// Whether somebody can be asked, or nobody has to be.
    static func isPossible(in workspace: Workspace) -> Bool {
        workspace.question != nil || !workspace.preferences.confirms
    }

    /// Asks, unless nothing is marked.
    /// - Throws: exit code 64 where there is nobody to ask.
    static func isGiven(in workspace: Workspace, command: String) throws(Failure) -> Bool {
        let mailbox = workspace.mailbox
        guard mailbox.marks.count > 0, workspace.preferences.confirms else { return true }
        guard let question = workspace.question else {
            throw .usage(
                "\(command) would delete \(mailbox.markedText) for good, and there is no terminal to ask on",
                hint: "\(command) --yes  (exit leaves with nothing deleted)")
        }
        return question("Delete \(mailbox.markedText) from the server for good? [y/N] ")
    }
}
