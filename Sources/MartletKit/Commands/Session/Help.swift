internal import ArgumentParser

struct HelpCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "explain a command or a topic",
        discussion: "Topics: \(HelpTopic.names.joined(separator: ", ")).",
        aliases: ["?"])
    static let overAccounts = OverAccounts.no

    @Argument(help: "a command or a topic") var topic: String?

    mutating func run(in workspace: Workspace) throws(Failure) {
        let console = workspace.console
        switch topic {
        case nil: console.write(workspace.registry.overview(columns: console.width))
        case let topic?:
            if let found = HelpTopic.all.first(where: { $0.name == topic }) { return console.write(found.text(console.width)) }
            guard let command = workspace.registry.find(topic) else {
                throw .usage("no command or topic \"\(topic)\"", hint: "help  (lists all commands)")
            }
            console.write(command.help(columns: console.width) + "\n")
        }
    }

    static let accounts = """
        Accounts stand in ~/.config/martlet/config.toml: read by martlet, never written.

          default = "work"               used where neither server nor account is named

          [account.work]
          server   = "pops://pop.example.net"       pop://: STLS required, port 110
          user     = "anna"                         else address = "…"
          password = { command = ["pass", "show", "mail/anna"] }
          # no shell; a string instead of the list goes to /bin/sh. { file = "…" } is
          # a file for your eyes only. Without password you are asked.
          # also: address, ca-file, pin, insecure-cleartext, timeout

          martlet -a work headers                   one account
          martlet export new DIR -a work -a club    into DIR/work and DIR/club, at once
          martlet --all-accounts export new 'DIR/{account}/in'
          … --jobs 4 --per-host 2                   at once in all, and to one host
          … --shard 0/8                             the first of eight parts
          connect work                              in the shell

        """
}
