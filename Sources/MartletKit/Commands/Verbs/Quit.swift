internal import ArgumentParser
internal import POP3

struct QuitCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "quit", abstract: "delete what is marked and leave (QUIT)", aliases: ["q"])
    static let overAccounts = OverAccounts.no

    mutating func run(in workspace: Workspace) throws(Failure) {
        workspace.isDone = true
        let marked = workspace.mailbox.marked.count
        if let text = try workspace.mailbox.quit() { workspace.console.show(text: text) }
        if marked > 0 { workspace.console.note("deleted \(marked) message\(marked == 1 ? "" : "s")") }
    }
}
