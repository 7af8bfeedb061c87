internal import ArgumentParser
public import MartletKit
internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The command line: options, then one command, then QUIT. Without a command on a terminal, the shell.
public enum Front {
    /// - Parameters:
    ///   - arguments: argv, the program's name first.
    ///   - shell: opens a shell on a workspace, at the keyboard or for a script, and answers its exit code.
    /// - Returns: the exit code of the process.
    public static func run(_ arguments: [String], shell: (Workspace, Commands?) -> Int32) -> Int32 {
        let console = Console()
        do throws(Failure) {
            guard let options = try parse(Array(arguments.dropFirst()), console) else {
                if let failure = console.outputFailure { throw failure }
                return 0
            }
            if options.json { console.format = .json }
            console.isQuiet = options.quiet
            console.colour = try options.colour()
            return try run(options, console, shell)
        } catch {
            if arguments.contains("--json") { console.format = .json }
            console.fail(error)
            return error.code.rawValue
        }
    }

    /// nil when the answer was a text that is printed now: help, version.
    private static func parse(_ words: [String], _ console: Console) throws(Failure) -> GlobalOptions? {
        do {
            let options = try GlobalOptions.parse(words)
            // Words are passed through unparsed, so these arrive as if they were the command.
            if let word = options.words.first, ["--version", "--help", "-h"].contains(word) {
                console.write(
                    word == "--version"
                        ? Version.text + "\n" : Wrap.page(GlobalOptions.helpMessage(columns: console.width), console.width) + "\n"
                )
                if word != "--version" {
                    console.write(
                        "\nCOMMANDS:\n" + Registry.loaded(console: console, plugins: []).overview(columns: console.width))
                }
                console.flush()
                return nil
            }
            return options
        } catch {
            let message = GlobalOptions.fullMessage(for: error, columns: console.width)
            guard GlobalOptions.exitCode(for: error) == .success else {
                throw .parsing(
                    GlobalOptions.message(for: error), of: nil, help: GlobalOptions.helpMessage(columns: 100_000), words: words,
                    more: "martlet --help")
            }
            console.write(message + "\n")
            console.flush()
            return nil
        }
    }

    private static func run(
        _ options: GlobalOptions, _ console: Console, _ shell: (Workspace, Commands?) -> Int32
    ) throws(Failure) -> Int32 {
        if let word = options.words.first, word.hasPrefix("-") {
            throw .usage("no option \"\(word)\"", hint: "martlet --help")
        }
        let registry = Registry.loaded(console: console, plugins: options.plugins)
        var choice = try options.choice()
        let accounts = AccountBook(path: choice.config)
        var typed = options.words
        if let name = typed.first, registry.find(name) == nil, !registry.programs.contains(where: { $0.name == name }) {
            typed = try accounts.aliases().expanded(typed, registry)
        }
        let words = try Self.words(typed, &choice, registry)
        let canceller: Canceller
        do throws(POP3Error) { canceller = try Canceller() } catch { throw Failure(.software, "resource", error.detail ?? "") }
        Interrupt.install(canceller)
        if choice.isSeveral, !Registry.asksForHelp(words) {
            try options.checkAgainst(choice)
            guard try options.commandSource() == nil else {
                throw .usage("-c and -f are for one account", hint: "one command over several, or a loop")
            }
            var chosen = try choice.accounts(of: accounts)
            for index in chosen.indices { chosen[index].settings = try options.applied(to: chosen[index].settings) }
            return try Fleet(
                chosen, choice, book: accounts, words: words, registry: registry, console: console, log: options.log
            ).run()
        }
        return try run(
            options, choice.names.first, words,
            Workspace(
                console: console, mailbox: Mailbox(settings: try options.settings(), canceller: canceller), registry: registry,
                accounts: accounts), shell)
    }

    /// A command's words without the options that choose accounts.
    private static func words(
        _ words: [String], _ choice: inout AccountChoice, _ registry: Registry
    ) throws(Failure) -> [String] {
        guard let name = words.first else { return [] }
        let command = registry.find(name)
        return [name] + (try choice.take(from: Array(words.dropFirst())) { command?.optionNames.contains($0) ?? false })
    }

    /// One account, or none.
    private static func run(
        _ options: GlobalOptions, _ account: String?, _ words: [String], _ workspace: Workspace,
        _ shell: (Workspace, Commands?) -> Int32
    ) throws(Failure) -> Int32 {
        let mailbox = workspace.mailbox
        mailbox.signIns = SignInTimes()
        let accounts = workspace.accounts
        let commands = try options.commandSource()
        var words = words
        if let account {
            try options.checkAgainst(AccountChoice())
            let found = try accounts.account(account) { "--account \($0)" }
            mailbox.settings = try options.applied(to: found.settings)
            words = words.prefix(1) + words.dropFirst().map { AccountWords.filled($0, account) }
        } else if options.server == nil {
            mailbox.standard = { () throws(Failure) in
                guard let standard = try accounts.standard() else { return nil }
                return try options.applied(to: standard.settings)
            }
        }
        words = try options.handedOn(to: words, account)
        if let path = options.log { mailbox.log = try TranscriptFile(path: path) }

        // A script on a terminal asks as well; the shell has a question of its own.
        if isatty(0) == 1, isatty(2) == 1 { workspace.question = { Prompt.yes($0) } }
        if words.first == "replay" { return try Replay.run(Array(words.dropFirst()), workspace.console) }
        if words.first == "demo" {
            guard account == nil else { throw .usage("the demo has a server of its own", hint: "martlet demo") }
            return try Demo.run(Array(words.dropFirst()), in: workspace) { shell($0, commands) }
        }
        if !words.isEmpty { return OneShot.run(words, in: workspace) }
        if let commands { return shell(workspace, commands) }
        guard isatty(0) == 1 || mailbox.settings.endpoint != nil else {
            throw .usage("no command was given", hint: "martlet --help")
        }
        if mailbox.settings.endpoint != nil {
            let code = workspace.registry.run(["connect"], in: workspace)
            if code != 0, isatty(0) == 0 { return code }
        } else {
            offerAccount(workspace)
        }
        return shell(workspace, nil)
    }

    /// The first run, without any file: asks once, and opens the shell whatever the answer.
    private static func offerAccount(_ workspace: Workspace) {
        let question = Question(workspace.console)
        guard question.isPossible, access(workspace.accounts.path, F_OK) != 0 else { return }
        do throws(Failure) {
            guard try question.confirms("No account yet. Add one now?", otherwise: true, option: "") else { return }
            _ = workspace.registry.run(["account", "add"], in: workspace)
        } catch {
            Interrupt.reset(workspace.canceller)  // ^C: no
        }
    }
}

extension Registry {
    /// Built-in commands and those of every plugin found; refused plugins are named on stderr.
    static func loaded(console: Console, plugins: [String]) -> Registry {
        let registry = Registry()
        registry.addBuiltIns()
        registry.program = (GlobalOptions.helpMessage(columns: 100_000), Version.text)
        registry.programs = [Demo.command, Replay.command]
        let host = PluginHost(registry: registry)
        let executable = Executable.path
        host.load(folders: PluginHost.folders(executable: executable), files: plugins, shared: PluginHost.folder(of: executable))
        for refusal in host.refusals { console.warn(refusal.text) }
        return registry
    }
}

/// Commands that do not come from the keyboard.
public enum Commands: Equatable, Sendable {
    /// `-c`
    case text(String)
    /// `-f`
    case file(String)
    /// `-f -`
    case input
}

/// The file this process runs.
enum Executable {
    static var path: String {
        guard let real = realpath("/proc/self/exe", nil) ?? realpath(CommandLine.arguments[0], nil) else { return "" }
        defer { free(real) }
        return String(cString: real)
    }
}
