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
            // Two edits make any word of one or two letters into any other: something has to be left of both. Of words as near, one that
            // begins the same is meant: "lsit" is no "exit".
            let near = names.map { (name: $0, edits: EditDistance.of($0, name)) }
                .filter { $0.edits <= min(2, $0.name.utf8.count - 1, name.utf8.count - 1) }
                .min { ($0.edits, $0.name.first == name.first ? 0 : 1) < ($1.edits, $1.name.first == name.first ? 0 : 1) }?.name
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

/// Edits between two words (Levenshtein): for "did you mean" only.
enum EditDistance {
    static func of(_ one: String, _ other: String) -> Int {
        let one = Array(one.utf8.prefix(64))
        let other = Array(other.utf8.prefix(64))
        var row = Array(0...other.count)
        for (i, a) in one.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in other.enumerated() {
                let next = min(row[j + 1] + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[other.count]
    }
}
