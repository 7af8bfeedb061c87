/// One command and the end of its session.
public enum OneShot {
    /// - Returns: the exit code; a goodbye that failed counts only where all went well before.
    public static func run(_ words: [String], in workspace: Workspace) -> Int32 {
        workspace.isOneShot = true
        // The goodbye is the command's as well: what it says of what is deleted has the command's form.
        if let line = CommandWords(words) { workspace.console.take(line) }
        let code = workspace.registry.run(words, in: workspace)
        do throws(Failure) { try end(code, workspace) } catch {
            // The command's own failure is the cause and was shown; that the goodbye failed as well is no news.
            if code == 0 {
                workspace.console.fail(error)
                return error.code.rawValue
            }
        }
        return code
    }

    private static func end(_ code: Int32, _ workspace: Workspace) throws(Failure) {
        let mailbox = workspace.mailbox
        let console = workspace.console
        defer { mailbox.log?.tellProblem(to: console) }
        guard code == 0 || mailbox.marksAreStored else {
            // What went wrong half-way deletes nothing.
            return try mailbox.leave()
        }
        try QuitCommand.apply(in: workspace, showsReply: false)
        console.flush()
        if let failure = console.outputFailure { throw failure }
    }
}
