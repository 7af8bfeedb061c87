internal import ArgumentParser
internal import POP3

struct ExitCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "exit", abstract: "leave with nothing deleted (RSET where needed, QUIT)", aliases: ["x"])
    static let overAccounts = OverAccounts.no

    mutating func run(in workspace: Workspace) throws(Failure) {
        workspace.isDone = true
        try workspace.leave()
    }
}

extension Workspace {
    /// Ends the session with nothing deleted, and says what that means for marks.
    public func leave() throws(Failure) {
        let marks = mailbox.marks.count
        let messages = mailbox.knownMaildrop.map { "all \(Plural.text($0.count, "message"))" } ?? "all messages"
        try mailbox.leave()
        if marks > 0 { console.note("kept \(messages); \(Plural.text(marks, "mark")) forgotten") }
    }
}
