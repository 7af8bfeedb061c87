internal import ArgumentParser

struct SchemaCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "print what every command's --json looks like, as JSON",
        discussion: "schema | jq .commands.headers\nThe form is explained in: help json")
    static let overAccounts = OverAccounts.no

    @Argument(help: "one command; none means all") var command: String?

    mutating func run(in workspace: Workspace) throws(Failure) {
        let registry = workspace.registry
        var commands = registry.commands
        if let command { commands = [try registry.named(command, arguments: [])] }
        var json = JSONText()
        json.object { json in
            json.field("version", SchemaShapes.version)
            json.key("commands")
            json.object { json in
                for command in commands {
                    json.key(command.name)
                    if let shape = SchemaShapes.shape(of: command) { json.value(shape) } else { json.null() }
                }
            }
        }
        workspace.console.write(json.text + "\n")
    }
}

extension SchemaShapes {
    /// Grows when a key goes or changes its type.
    static let version: Int64 = 1
    /// What prints text for people whatever the format.
    private static let textual = ["help", "completions", "man", "schema"]

    /// The shape of a command's objects, as JSON; nil where this martlet does not know it: a plugin of somebody else's.
    static func shape(of command: any RegisteredCommand) -> String? {
        if textual.contains(command.name) { return "\"text\"" }
        if command.name == "raw" { return "\"octets\"" }
        return recorded[command.name].map { String($0.filter { !$0.isWhitespace }) }
    }
}
