/// Every word that a command line may have, for who writes completions and manuals: read off the registry, so that nothing is missing.
struct Vocabulary {
    struct Command {
        let name: String
        let summary: String
        let aliases: [String]
        let plugin: String?
        let page: HelpPage
        /// What may stand as its first argument, where that is one of a few words.
        let words: [String]
    }

    /// Options that the registry takes off every command's line.
    static let everywhere = [
        HelpPage.Entry(names: ["--json"], value: nil, text: "JSON Lines on stdout, errors as JSON on stderr"),
        HelpPage.Entry(names: ["-q", "--quiet"], value: nil, text: "no conversation, only data and errors"),
        HelpPage.Entry(names: ["--whole"], value: nil, text: "fetch messages whole where the server cannot send headers"),
        HelpPage.Entry(names: ["--progress=json"], value: nil, text: "how far it is, as JSON Lines on stderr"),
        HelpPage.Entry(names: ["-h", "--help"], value: nil, text: "explain the command"),
    ]

    let program: HelpPage
    let commands: [Command]
    /// Those of the program alone, `demo` and `replay`: no options but their own.
    let programs: [Command]

    init(_ registry: Registry) {
        program = HelpPage(registry.program.help)
        commands = registry.commands.map { command in
            Command(
                name: command.name, summary: command.summary, aliases: registry.shortNames(of: command), plugin: command.plugin,
                page: HelpPage(command), words: registry.firstWords(of: command.name))
        }
        programs = registry.programs.map {
            Command(
                name: $0.name, summary: $0.summary, aliases: [], plugin: nil, page: HelpPage($0.help(HelpPage.wide)), words: [])
        }
    }

    /// What may stand first on a command line.
    var all: [Command] { commands + programs }

    /// Options of the program with a value, all names of each.
    var optionsWithValue: [HelpPage.Entry] { program.options.filter { $0.value != nil } }

    /// Options of a command and those that every command has.
    func options(of command: Command) -> [HelpPage.Entry] {
        let own = command.page.options.filter { !$0.names.contains("--help") }
        guard !programs.contains(where: { $0.name == command.name }) else { return own }
        let taken = Set(own.flatMap(\.names))
        return own + Self.everywhere.filter { taken.isDisjoint(with: $0.names) }
    }

    /// Words of a selection that no shell needs quoted.
    static let selectionWords = Selection.completions.filter { $0.allSatisfy { $0.isLetter } }
}

/// What stands behind an option.
public enum OptionValue: Equatable, Sendable {
    case path
    /// Nothing that we could list.
    case other
}

extension RegisteredCommand {
    /// nil: it is no option of the command, or one without a value.
    public func value(of option: String) -> OptionValue? {
        guard option.hasPrefix("-"), let entry = HelpPage(self).options.first(where: { $0.names.contains(option) }),
            entry.value != nil
        else { return nil }
        return CompletionText.isPath(entry) ? .path : .other
    }
}

extension Registry {
    /// Of what is loaded or was refused.
    public var pluginNames: [String] { plugins?.names ?? [] }

    /// Words behind which the name of an account may stand.
    static let accountsBehind = ["connect", "account check", "account edit", "account remove", "account password", "trust pin"]

    public static func takesAccount(behind words: [String]) -> Bool { accountsBehind.contains(words.joined(separator: " ")) }

    /// Options that every command of a session has, for who completes a line.
    public static let optionsEverywhere = Vocabulary.everywhere.flatMap(\.names).filter { $0.hasPrefix("--") }

    /// What may stand as a command's first argument, where that is one of a few words.
    public func firstWords(of command: String) -> [String] {
        switch command {
        case "help": commands.map(\.name) + programs.map(\.name) + HelpTopic.allCases.map(\.rawValue)
        case "schema": commands.map(\.name)
        case "account": AccountCommand.actions
        case "trust": TrustCommand.actions
        case "completions": CompletionsCommand.Shell.allCases.map(\.rawValue)
        case "plugin": PluginCommand.Action.allCases.map(\.rawValue)
        case "log": ["on", "full", "to", "off"]
        case "session": SessionCommand.Action.allCases.map(\.rawValue)
        case "set": Registry.settings
        case "timing": ["on", "off"]
        case "auth": ["PLAIN"]
        default: []
        }
    }
}
