internal import ArgumentParser

struct HelpCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "explain a command or a topic", discussion: "Topics: accounts, selection, exit-codes.",
        aliases: ["?"])
    static let overAccounts = OverAccounts.no

    @Argument(help: "a command, accounts, selection or exit-codes") var topic: String?

    mutating func run(in workspace: Workspace) throws(Failure) {
        let console = workspace.console
        switch topic {
        case nil: console.write(workspace.registry.overview(columns: console.width))
        case "selection": console.write(SelectionHelp.text)
        case "accounts": console.write(Self.accounts)
        case "exit-codes":
            for code in ExitCode.allCases { console.write("\(DisplayWidth.fit("\(code.rawValue)", 5))\(code.meaning)\n") }
            console.write("75 is the only code a retry loop may act on.\n")
            let order = ExitCode.bySeriousness.map { String($0.rawValue) }.joined(separator: " ")
            console.write("Over several accounts: 0 where all are well, else the first of\n     \(order)\n")
        case let topic?:
            guard let command = workspace.registry.find(topic) else {
                throw .usage("no command or topic \"\(topic)\"", hint: "help  (lists all commands)")
            }
            console.write(command.help(columns: console.width) + "\n")
        }
    }

    private static let accounts = """
        Accounts stand in ~/.config/martlet/config.toml. martlet writes there only when
        told to: "account add" puts a table behind its end, "account remove" cuts one out
        and keeps a copy; every other octet stays as it was.

          default = "work"               used where neither server nor account is named

          [account.work]
          server   = "pops://pop.example.net"       pop://: STLS required, port 110
          user     = "anna"                         else address = "…"
          password = { command = ["pass", "show", "mail/anna"] }
          # no shell; a string instead of the list goes to /bin/sh. { file = "…" } is
          # a file for your eyes only, { netrc = "~/.netrc" } one with machine, login and
          # password; netrc = true means ~/.netrc. Without password you are asked. A
          # keyring: { command = ["secret-tool", "lookup", "service", "pop3"] }
          # also: address, ca-file, pin, insecure-cleartext, timeout

          martlet -a work headers                   one account
          martlet export new DIR -a work -a club    into DIR/work and DIR/club, at once
          martlet --all-accounts export new 'DIR/{account}/in'
          … --jobs 4 --per-host 2                   at once in all, and to one host
          … --shard 0/8                             the first of eight parts
          connect work                              in the shell

        """
}
