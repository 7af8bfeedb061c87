public import ArgumentParser

/// A built-in command: a `ParsableCommand`, so that arguments, validation and help come with its declaration, run with a workspace.
public protocol MailCommand: ParsableCommand {
    /// Whether it can run over several accounts at once; unless it says otherwise, it can.
    static var overAccounts: OverAccounts { get }
    mutating func run(in workspace: Workspace) throws(Failure)
    /// The same for a command whose exit code is an answer.
    mutating func runForCode(in workspace: Workspace) throws(Failure) -> Int32
}

extension MailCommand {
    public mutating func runForCode(in workspace: Workspace) throws(Failure) -> Int32 {
        try run(in: workspace)
        return 0
    }

    public static var overAccounts: OverAccounts { .yes }
}

/// A built-in command in the registry.
final class BuiltInCommand<Declared: MailCommand>: RegisteredCommand {
    let name = Declared.configuration.commandName ?? Declared._commandName
    let aliases = Declared.configuration.aliases
    let summary = Declared.configuration.abstract
    let plugin: String? = nil

    // The help text is the one public place that names the options.
    var optionNames: [String] {
        HelpPage(self).options.flatMap(\.names).filter { $0.hasPrefix("--") && $0 != "--help" && $0 != "--version" }
    }

    func help(columns: Int) -> String { Wrap.page(Declared.helpMessage(columns: columns), columns) }

    var overAccounts: OverAccounts { Declared.overAccounts }

    func check(_ arguments: [String]) throws(Failure) { _ = try parsed(arguments) }

    func run(_ arguments: [String], in workspace: Workspace) throws(Failure) -> Int32 {
        var command = try parsed(arguments)
        return try command.runForCode(in: workspace)
    }

    private func parsed(_ arguments: [String]) throws(Failure) -> Declared {
        do { return try Declared.parse(arguments) } catch {
            throw .parsing(
                Declared.message(for: error), of: name, help: help(columns: HelpPage.wide), words: arguments, more: "help \(name)"
            )
        }
    }
}
