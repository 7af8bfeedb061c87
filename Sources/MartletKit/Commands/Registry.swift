/// A command as every front sees it, whoever wrote it.
public protocol RegisteredCommand: AnyObject {
    var name: String { get }
    var aliases: [String] { get }
    /// One line, no full stop.
    var summary: String { get }
    /// The name of the plugin, or nil for what is built in.
    var plugin: String? { get }
    /// Option names with their dashes, for completion.
    var optionNames: [String] { get }
    /// The text of `help NAME` and `NAME --help`.
    func help(columns: Int) -> String
    /// Whether it can run over several accounts at once.
    var overAccounts: OverAccounts { get }
    /// The words that stand for its arguments in the usage line: `SELECTION DIR`; empty where nobody needs to know.
    var argumentWords: String { get }
    /// Which of these words are arguments, not options or their values.
    func argumentIndices(in words: [String]) -> [Int]
    /// Throws what ``run(_:in:)`` would throw for these words before it does anything. May find nothing wrong.
    func check(_ arguments: [String]) throws(Failure)
    func run(_ arguments: [String], in workspace: Workspace) throws(Failure) -> Int32
}

extension RegisteredCommand {
    public var overAccounts: OverAccounts { .yes }
    public var argumentWords: String { "" }
    public func argumentIndices(in words: [String]) -> [Int] { [] }
    public func check(_ arguments: [String]) throws(Failure) {}
}

/// The one list of commands: shell, one-shot and help all read it.
public final class Registry {
    private var byName: [String: any RegisteredCommand] = [:]
    /// In the order they were added.
    public private(set) var commands: [any RegisteredCommand] = []
    /// What the program itself says of itself: `--help` and `--version`.
    public var program: (help: String, version: String) = ("", "")

    /// Commands of the program alone, which no session has.
    public var programs: [ProgramCommand] = []

    /// Who loads plugins, and knows what was refused; nil where nobody does.
    public internal(set) var plugins: PluginHost?

    public init() {}

    /// False when a name is taken.
    public func add(_ command: any RegisteredCommand) -> Bool {
        let names = [command.name] + command.aliases
        guard names.allSatisfy({ byName[$0] == nil }) else { return false }
        for name in names { byName[name] = command }
        commands.append(command)
        return true
    }

    /// Takes a command out, where it is in.
    func remove(_ command: any RegisteredCommand) {
        for name in [command.name] + command.aliases where byName[name] === command { byName[name] = nil }
        commands.removeAll { $0 === command }
    }

    /// Short names of commands that plugins bring; they never change. Built-in commands declare theirs themselves.
    static let shortNames = ["h": "headers", "r": "read"]

    public func find(_ name: String) -> (any RegisteredCommand)? {
        byName[name] ?? Self.shortNames[name].flatMap { byName[$0] }
    }

    /// All names that a user may type, sorted.
    public var names: [String] { byName.keys.sorted() }

    /// Every short name that stands for a command, its own first.
    func shortNames(of command: any RegisteredCommand) -> [String] {
        command.aliases + Self.shortNames.filter { $0.value == command.name && byName[$0.key] == nil }.keys.sorted()
    }

    /// "delete, d"
    private func shownName(_ command: any RegisteredCommand) -> String {
        ([command.name] + shortNames(of: command)).joined(separator: ", ")
    }

    /// The list that `help` and `--help` show: a line a command.
    public func overview(columns: Int) -> String {
        var text = ""
        let width = commands.map { DisplayWidth.of(shownName($0)) }.max() ?? 0
        for command in commands {
            let origin = command.plugin.map { "  [\($0)]" } ?? ""
            let line = DisplayWidth.fit(shownName(command), width) + "  " + Escape.line(command.summary + origin)
            text += (DisplayWidth.of(line) > columns ? DisplayWidth.fit(line, columns) : line) + "\n"
        }
        let about = """

            help NAME explains a command; every command takes --json, -q, --help,
            --whole (fetch messages whole where the server cannot send headers) and
            --progress=json (how far it is, as JSON Lines on stderr).
            ; divides commands, - before one ignores its failure, !COMMAND is the system's.
            Topics: \(HelpTopic.list).

            """
        return text + Wrap.page(about, columns)
    }

    /// Runs one command line, told as words, and shows its failure.
    ///
    /// Every command also takes `--json`, `-q`, `--quiet` and `--whole` (for itself alone) and `--help`, wherever they stand before a `--`.
    /// - Returns: the exit code.
    public func run(_ words: [String], in workspace: Workspace) -> Int32 {
        let console = workspace.console
        let before = (console.format, console.isQuiet, console.progressInJSON)
        defer {
            workspace.mailbox.settleLoss()
            console.flush()
            (console.format, console.isQuiet, console.progressInJSON) = before
        }
        var code: Int32
        let timing = Timing(workspace.mailbox)
        do throws(Failure) { code = try start(words, in: workspace) } catch {
            console.fail(error)
            code = error.code.rawValue
        }
        console.flush()
        if workspace.tellsTiming { console.note("timing: " + timing.text(workspace.mailbox)) }
        workspace.mailbox.log?.tellProblem(to: console)
        if code == 0, let failure = console.outputFailure {
            console.fail(failure)
            return failure.code.rawValue
        }
        return code
    }

    /// What `help` explains beside commands, and what `set` sets.
    public static var settings: [String] { Preference.all.map(\.name) }

    /// Whether a command line asks for its help alone.
    public static func asksForHelp(_ words: [String]) -> Bool { CommandWords(words)?.help ?? false }

    private func start(_ words: [String], in workspace: Workspace) throws(Failure) -> Int32 {
        var words = words
        if let name = words.first, find(name) == nil { words = workspace.aliases.expanded(words, self) }
        guard let line = CommandWords(words) else { return 0 }
        // An unknown command is told of in the form that was asked for.
        workspace.console.take(line)
        let command = try named(line.name, arguments: Array(words.dropFirst()))
        workspace.fetchesWhole = line.whole
        if line.help {
            workspace.console.write(command.help(columns: workspace.console.width) + "\n")
            return 0
        }
        try refuseAccountOptions(line.arguments, of: command)
        return try command.run(line.arguments, in: workspace)
    }

    /// The command of that name.
    /// - Throws: exit code 64 and the name that was probably meant; 70 where a plugin that was refused would have brought it.
    public func named(_ name: String, arguments: [String]) throws(Failure) -> any RegisteredCommand {
        if let command = find(name) { return command }
        if let refusal = plugins?.refusal(bringing: name) { throw refusal.failure }
        let rest = Words.pasteable(arguments)
        throw .usage(
            "no command \"\(name)\"",
            hint: EditDistance.nearest(to: name, among: names).map { rest.isEmpty ? $0 : "\($0) \(rest)" }
                ?? "help  (lists all commands)")
    }

    /// The command line of the program has taken these out before: here they stand in a session, which is one account's.
    private func refuseAccountOptions(_ arguments: [String], of command: any RegisteredCommand) throws(Failure) {
        for word in arguments.prefix(while: { $0 != "--" }) {
            guard let (option, _) = AccountChoice.Option.read(word), !command.optionNames.contains("--" + option.rawValue) else {
                continue
            }
            throw .usage(
                "\(word) chooses accounts on the command line of martlet, not in a session",
                hint: "connect NAME, then \(command.name)")
        }
    }
}
