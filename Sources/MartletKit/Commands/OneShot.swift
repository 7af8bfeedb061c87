/// One command and the end of its session.
public enum OneShot {
    /// - Returns: the exit code; a goodbye that failed counts only where all went well before.
    public static func run(_ words: [String], in workspace: Workspace) -> Int32 {
        workspace.isOneShot = true
        let code = workspace.registry.run(words, in: workspace)
        let mailbox = workspace.mailbox
        do throws(Failure) {
            if code == 0 || mailbox.marksAreStored {
                try QuitCommand.apply(in: workspace, showsReply: false)
            } else {
                // What went wrong half-way deletes nothing.
                try mailbox.leave()
            }
        } catch {
            // The command's own failure is the cause and was shown; that the goodbye failed as well is no news.
            if code == 0 {
                workspace.console.fail(error)
                return error.code.rawValue
            }
        }
        return code
    }
}
