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
        if let program = workspace.registry.programs.first(where: { $0.name == name }) {
            return console.write(program.help(console.width) + "\n")
        }
        guard let command = workspace.registry.find(name) else {
            if let refusal = workspace.registry.plugins?.refusal(bringing: name) { throw refusal.failure }
            let known = workspace.registry.names + workspace.registry.programs.map(\.name) + HelpTopic.allCases.map(\.rawValue)
            let near = EditDistance.nearest(to: name, among: known)
            throw .usage("no command or topic \"\(name)\"", hint: near.map { "help \($0)" } ?? "help  (lists all commands)")
        }
        console.write(command.help(columns: console.width) + "\n")
    }
}
