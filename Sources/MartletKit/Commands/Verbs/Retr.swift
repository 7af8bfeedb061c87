internal import ArgumentParser
internal import POP3

struct RetrCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "retr", abstract: "fetch messages whole and print them (RETR)",
        discussion: "On a pipe the octets are exactly the server's; a terminal gets controls escaped.")
    static let overAccounts = OverAccounts.inJSON

    @Argument(help: "message numbers") var numbers: [Int]

    mutating func run(in workspace: Workspace) throws(Failure) {
        try MessagePrinter.print(numbers, .whole, in: workspace)
    }
}
