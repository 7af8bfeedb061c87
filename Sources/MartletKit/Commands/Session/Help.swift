internal import ArgumentParser

struct HelpCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "explain a command or a topic", discussion: "Topics: \(HelpTopic.list).", aliases: ["?"])
    static let overAccounts = OverAccounts.no

    @Argument(help: "a command or a topic") var topic: String?

    mutating func run(in workspace: Workspace) throws(Failure) {
        let console = workspace.console
        guard let name = topic else { return console.write(workspace.registry.overview(columns: console.width)) }
        if let topic = HelpTopic(rawValue: name) { return console.write(topic.text(columns: console.width)) }
        guard let command = workspace.registry.find(name) else {
            if let refusal = workspace.registry.plugins?.refusal(bringing: name) { throw refusal.failure }
            let near = EditDistance.nearest(to: name, among: workspace.registry.names + HelpTopic.allCases.map(\.rawValue))
            throw .usage("no command or topic \"\(name)\"", hint: near.map { "help \($0)" } ?? "help  (lists all commands)")
        }
        console.write(command.help(columns: console.width) + "\n")
    }
}
