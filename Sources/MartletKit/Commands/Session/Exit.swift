internal import ArgumentParser

struct ExitCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "exit", abstract: "leave with nothing deleted (RSET where needed, QUIT)", aliases: ["x"])
    static let overAccounts = OverAccounts.no

    mutating func run(in workspace: Workspace) throws(Failure) {
        workspace.isDone = true
        let marked = workspace.mailbox.marked.count
        try workspace.mailbox.leave()
        if marked > 0 { workspace.console.note("kept all messages; \(marked) mark\(marked == 1 ? "" : "s") forgotten") }
    }
}
