internal import ArgumentParser

struct PluginCommand: MailCommand {
    static let configuration = CommandConfiguration(commandName: "plugin", abstract: "list the commands that plugins brought")
    static let overAccounts = OverAccounts.no

    @Argument(help: "list") var what = "list"

    mutating func run(in workspace: Workspace) throws(Failure) {
        guard what == "list" else { throw .usage("plugin knows \"list\"", hint: "plugin list  (--plugin FILE loads one)") }
        workspace.console.beginRows([.init("command", width: 12), .init("plugin", width: 16), .init("summary")])
        for command in workspace.registry.commands {
            if let plugin = command.plugin {
                workspace.console.row([.text(command.name), .text(plugin), .text(command.summary)])
            }
        }
    }
}
