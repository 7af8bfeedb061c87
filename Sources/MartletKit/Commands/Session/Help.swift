internal import ArgumentParser

struct HelpCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "explain a command or a topic", discussion: "Topics: selection, exit-codes.",
        aliases: ["?"])
    static let overAccounts = OverAccounts.no

    @Argument(help: "a command, selection or exit-codes") var topic: String?

    mutating func run(in workspace: Workspace) throws(Failure) {
        let console = workspace.console
        switch topic {
        case nil: console.write(workspace.registry.overview(columns: console.width))
        case "selection": console.write(Self.selection)
        case "exit-codes":
            for code in ExitCode.allCases { console.write("\(DisplayWidth.fit("\(code.rawValue)", 5))\(code.meaning)\n") }
            console.write("75 is the only code a retry loop may act on.\n")
        case let topic?:
            guard let command = workspace.registry.find(topic) else {
                throw .usage("no command or topic \"\(topic)\"", hint: "help  (lists all commands)")
            }
            console.write(command.help(columns: console.width) + "\n")
        }
    }

    private static let selection = """
        A selection says which messages a command is for. A comma adds, a space narrows.

          all, *        every message
          new           not yet exported from this account
          5  1-5,9  7-  -3  $  last:20
                        by number; $ is the last
          1-5,9 new     of messages 1 to 5 and 9, the new ones

        """
}
