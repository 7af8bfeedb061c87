internal import ArgumentParser

struct PluginCommand: MailCommand {
    enum Action: String, CaseIterable { case list, load, unload }

    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "list, load and unload what plugins bring",
        discussion: """
            plugin list              what plugins brought, and what was refused
            plugin load ./hello.so   for this session; --plugin FILE does it at the start
            plugin unload hello      its commands go; a refused one is no longer named

            What is unloaded comes back at the next start, unless its file is taken away. A file that was built anew is \
            read at the next start: one that was opened stays in memory as it was.
            """)
    static let overAccounts = OverAccounts.no

    @Argument(help: "list, load or unload") var action = "list"
    @Argument(help: ArgumentHelp("a file to load, or the name of a plugin to unload", valueName: "file-or-name")) var subject:
        String?

    mutating func run(in workspace: Workspace) throws(Failure) {
        switch (Action(rawValue: action), subject) {
        case (.list, nil): list(workspace)
        case (.list, _): throw .usage("plugin list takes no name", hint: "plugin list")
        case (.load, let file?): try load(file, workspace)
        case (.load, nil): throw .usage("plugin load wants a file", hint: "plugin load ./hello.so")
        case (.unload, let name?): try unload(name, workspace)
        case (.unload, nil): throw .usage("plugin unload wants a name", hint: "plugin list  (names them)")
        case (nil, _):
            let near = EditDistance.nearest(to: action, among: Action.allCases.map(\.rawValue))
            throw .usage(
                "plugin knows no \"\(action)\"",
                hint: near.map { "plugin \($0)" + (subject.map { " " + $0 } ?? "") } ?? "plugin list")
        }
    }

    private func list(_ workspace: Workspace) {
        workspace.console.beginRows([.init("command", width: 12), .init("plugin", width: 16), .init("summary")])
        for command in workspace.registry.commands {
            if let plugin = command.plugin {
                workspace.console.row([.text(command.name), .text(plugin), .text(command.summary)])
            }
        }
        // A command alone follows its warnings on the heel.
        guard !workspace.isOneShot else { return }
        for refusal in workspace.registry.plugins?.refusals ?? [] { workspace.console.warn(refusal.text) }
    }

    private func load(_ file: String, _ workspace: Workspace) throws(Failure) {
        guard let host = workspace.registry.plugins else { throw Self.nobody }
        let (name, commands) = try host.load(file)
        workspace.console.summary(
            "loaded plugin \"\(name)\": \(commands.joined(separator: ", "))",
            [.init("loaded"), .init("commands"), .init("file")],
            [.text(name), .text(commands.joined(separator: " ")), .text(file)])
    }

    private func unload(_ name: String, _ workspace: Workspace) throws(Failure) {
        guard let host = workspace.registry.plugins else { throw Self.nobody }
        guard let (commands, files) = host.unload(name) else {
            let near = EditDistance.nearest(to: name, among: host.names)
            throw .usage(
                "no plugin \"\(name)\" is loaded, and none was refused", hint: near.map { "plugin unload \($0)" } ?? "plugin list"
            )
        }
        let what = commands.isEmpty ? "" : ": \(commands.joined(separator: ", "))"
        workspace.console.summary(
            "unloaded plugin \"\(name)\"\(what); for good, take \(files.joined(separator: ", ")) away",
            [.init("unloaded"), .init("commands"), .init("file")],
            [.text(name), .text(commands.joined(separator: " ")), .text(files.joined(separator: " "))])
    }

    private static let nobody = Failure(.software, "plugin", "no plugin can be loaded here", hint: "report it")
}
