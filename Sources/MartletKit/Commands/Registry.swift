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
    func run(_ arguments: [String], in workspace: Workspace) throws(Failure) -> Int32
}

/// The one list of commands: shell, one-shot and help all read it.
public final class Registry {
    private var byName: [String: any RegisteredCommand] = [:]
    /// In the order they were added.
    public private(set) var commands: [any RegisteredCommand] = []

    public init() {}

    /// False when a name is taken.
    public func add(_ command: any RegisteredCommand) -> Bool {
        let names = [command.name] + command.aliases
        guard names.allSatisfy({ byName[$0] == nil }) else { return false }
        for name in names { byName[name] = command }
        commands.append(command)
        return true
    }

    public func find(_ name: String) -> (any RegisteredCommand)? { byName[name] }

    /// All names that a user may type, sorted.
    public var names: [String] { byName.keys.sorted() }

    /// The list that `help` and `--help` show: a line a command.
    public func overview(columns: Int) -> String {
        var text = ""
        for command in commands {
            let origin = command.plugin.map { "  [\($0)]" } ?? ""
            let line = DisplayWidth.fit(command.name, 10) + "  " + Escape.line(command.summary + origin)
            text += (DisplayWidth.of(line) > columns ? DisplayWidth.fit(line, columns) : line) + "\n"
        }
        return text + """

            help NAME explains a command; every command takes --json, -q and --help.
            Topics: selection, exit-codes.

            """
    }

    /// Runs one command line, told as words, and shows its failure.
    ///
    /// Every command also takes `--json`, `-q` and `--quiet` (for itself alone) and `--help`, wherever they stand before a `--`.
    /// - Returns: the exit code.
    public func run(_ words: [String], in workspace: Workspace) -> Int32 {
        let console = workspace.console
        let before = (console.format, console.isQuiet)
        defer {
            console.flush()
            (console.format, console.isQuiet) = before
        }
        var code: Int32
        do throws(Failure) { code = try start(words, in: workspace) } catch {
            console.fail(error)
            code = error.code.rawValue
        }
        console.flush()
        if code == 0, console.outputErrno != 0 {
            let failure = Failure(.io, "output", "stdout cannot be written: \(SystemError.text(console.outputErrno))")
            console.fail(failure)
            return failure.code.rawValue
        }
        return code
    }

    private func start(_ words: [String], in workspace: Workspace) throws(Failure) -> Int32 {
        guard let name = words.first else { return 0 }
        guard let command = find(name) else {
            let near = EditDistance.nearest(to: name, among: names)
            let rest = words.dropFirst().joined(separator: " ")
            throw .usage(
                "no command \"\(name)\"", hint: near.map { rest.isEmpty ? $0 : "\($0) \(rest)" } ?? "help  (lists all commands)")
        }
        var arguments: [String] = []
        var literal = false
        for word in words.dropFirst() {
            switch word {
            case _ where literal: arguments.append(word)
            case "--json": workspace.console.format = .json
            case "-q", "--quiet": workspace.console.isQuiet = true
            case "--help", "-h":
                workspace.console.write(command.help(columns: workspace.console.width) + "\n")
                return 0
            default:
                if word == "--" { literal = true }
                arguments.append(word)
            }
        }
        return try command.run(arguments, in: workspace)
    }
}
