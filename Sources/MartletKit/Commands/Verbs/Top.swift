internal import ArgumentParser
internal import POP3

struct TopCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "fetch the header and the first lines of a message (TOP)")
    static let overAccounts = OverAccounts.inJSON

    @Argument(help: "the message number") var number: Int
    @Argument(help: "lines of the body") var lines = 0

    mutating func run(in workspace: Workspace) throws(Failure) {
        try MessagePrinter.print([number], .top(lines: lines), in: workspace)
    }
}
