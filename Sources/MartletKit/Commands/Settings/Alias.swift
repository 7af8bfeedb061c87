internal import ArgumentParser

struct AliasCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "alias", abstract: "name a command line of your own",
        discussion: """
              alias                        every alias
              alias l20 = headers last:20
              l20 from:anna                what stands behind an alias is put behind its line

            For good: a table [alias] in config.toml, as in l20 = "headers last:20".
            """)
    static let overAccounts = OverAccounts.no

    @Argument(parsing: .allUnrecognized, help: "NAME = COMMAND …") var words: [String] = []

    mutating func run(in workspace: Workspace) throws(Failure) {
        var words = words
        guard var name = words.first else { return show(in: workspace) }
        words.removeFirst()
        if let sign = name.firstIndex(of: "=") {
            let behind = String(name[name.index(after: sign)...])
            if !behind.isEmpty { words.insert(behind, at: 0) }
            name = String(name[..<sign])
        } else {
            guard words.first == "=" else { throw .usage("alias wants NAME = COMMAND", hint: "alias \(name) = headers last:20") }
            words.removeFirst()
        }
        guard let command = words.first else { throw .usage("nothing behind \"=\"", hint: "alias \(name) = headers last:20") }
        guard Aliases.isName(name) else {
            throw .usage(
                "\"\(name)\" is no name for an alias: small letters, digits and \"-\"", hint: "alias l20 = headers last:20")
        }
        guard workspace.registry.find(name) == nil else {
            throw .usage("\(name) is a command", hint: "alias my-\(name) = \(words.joined(separator: " "))")
        }
        _ = try workspace.registry.named(command, arguments: Array(words.dropFirst()))
        workspace.aliases.set(name, words)
    }

    private func show(in workspace: Workspace) {
        workspace.console.beginRows([.init("alias", width: 12), .init("from", width: 16), .init("command")])
        for (name, full) in Registry.shortNames.sorted(by: { $0.key < $1.key }) where workspace.registry.find(full) != nil {
            workspace.console.row([.text(name), .text("built in"), .text(full)])
        }
        for command in workspace.registry.commands {
            for name in command.aliases { workspace.console.row([.text(name), .text("built in"), .text(command.name)]) }
        }
        for name in workspace.aliases.names {
            guard let alias = workspace.aliases.all[name] else { continue }
            workspace.console.row([
                .text(name), .text(alias.origin), .text(alias.words.compactMap { Words.quoted($0) }.joined(separator: " ")),
            ])
        }
    }
}

struct UnaliasCommand: MailCommand {
    static let configuration = CommandConfiguration(commandName: "unalias", abstract: "forget an alias in this session")
    static let overAccounts = OverAccounts.no

    @Argument(help: "the alias") var name: String

    mutating func run(in workspace: Workspace) throws(Failure) {
        guard workspace.aliases.remove(name) else { throw .usage("no alias \"\(name)\"", hint: "alias  (lists all)") }
    }
}
