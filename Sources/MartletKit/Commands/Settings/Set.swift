internal import ArgumentParser
internal import POP3

struct SetCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "show or change settings",
        discussion: """
              set                     every setting, its value, and where that comes from
              set confirm never       for this session
              set timeout 90s

            For good: a table [set] in config.toml, as in confirm = "never".
            """)
    static let overAccounts = OverAccounts.no

    @Argument(parsing: .allUnrecognized, help: "a setting, and its value") var words: [String] = []

    mutating func run(in workspace: Workspace) throws(Failure) {
        guard let name = words.first else { return show(Preference.all, in: workspace) }
        guard words.count > 1 else { return show([try Preferences.named(name)], in: workspace) }
        try workspace.set(name, words.dropFirst().joined(separator: " "))
    }

    private func show(_ preferences: [Preference], in workspace: Workspace) {
        let console = workspace.console
        console.beginRows([.init("setting", width: 8), .init("value", width: 12), .init("from", width: 14), .init("meaning")])
        for preference in preferences {
            let (value, origin) = workspace.setting(preference.name)
            console.row([.text(preference.name), .text(value), .text(origin), .text(preference.about)])
        }
    }
}

struct TimingCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "timing", abstract: "tell what each command costs: round trips, octets, time")
    static let overAccounts = OverAccounts.no

    @Argument(help: "on or off") var state = "on"

    mutating func run(in workspace: Workspace) throws(Failure) { try workspace.set("timing", state) }
}

extension Workspace {
    func set(_ name: String, _ value: String) throws(Failure) {
        var changed = preferences
        try changed.set(name, value)
        preferences = changed
        if name == "timeout", let seconds = Preference.seconds(changed.value("timeout"), 1...86_400) { setTimeout(seconds) }
    }

    private func setTimeout(_ seconds: Int) {
        mailbox.settings.deadlines = Deadlines(seconds: seconds)
        mailbox.settings.deadlinesOrigin = "set"
    }

    /// A deadline that was set outlives the account it was set with.
    func keepTimeout(in settings: inout Settings) {
        guard mailbox.settings.deadlinesOrigin == "set" else { return }
        settings.deadlines = mailbox.settings.deadlines
        settings.deadlinesOrigin = "set"
    }

    func setting(_ name: String) -> (value: String, origin: String) {
        switch name {
        case "timeout":
            let seconds = mailbox.settings.deadlines.read.components.seconds
            return ("\(seconds)s", mailbox.settings.deadlinesOrigin ?? "default")
        case "pager" where preferences.value("pager").isEmpty:
            let variable = ["MARTLET_PAGER", "PAGER"].first { Folders.environment($0) != nil }
            return (Pager.command ?? "off", variable.map { "$" + $0 } ?? "default")
        default: return (preferences.value(name), preferences.origin(name))
        }
    }
}
