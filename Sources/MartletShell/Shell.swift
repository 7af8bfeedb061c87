public import MartletKit

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The command loop: with readline on a terminal, line by line on a pipe.
///
/// On a terminal a failed command is shown and the next prompt follows. On a pipe the first failure ends the run, and the exit code
/// is that command's. Whichever way it ends other than by `quit`, nothing is deleted.
public final class Shell {
    private let workspace: Workspace
    private let greeting: String
    private var console: Console { workspace.console }
    private var mailbox: Mailbox { workspace.mailbox }

    private let script: Script?

    /// - Parameters:
    ///   - greeting: the line above the first prompt; for terminals only.
    ///   - script: where lines come from; nil: the keyboard, or stdin where that is a pipe.
    public init(workspace: Workspace, greeting: String, script: Script? = nil) {
        self.workspace = workspace
        self.greeting = greeting
        self.script = script
    }

    /// Runs until `quit`, `exit` or the end of input. To be called once in a process.
    /// - Returns: the exit code of the process.
    public func run() -> Int32 {
        mailbox.outlivesItsLine = true
        _ = (workspace.preferences, workspace.aliases)  // what is wrong with them is told before the first command
        if let script { return runPlain(script) }
        guard isatty(0) == 1, console.outputIsTerminal || console.errorIsTerminal else { return runPlain(.input) }
        let accounts = workspace.accounts
        workspace.senders = Senders()
        let reader = LineReader(
            completion: Completion(
                registry: workspace.registry, home: Folders.environment("HOME"),
                // What is wrong with the file is said when an account is asked for.
                accounts: { (try? accounts.names()) ?? [] },
                aliases: { [workspace] in workspace.aliases.names },
                senders: { [workspace] in workspace.senders?.beginning(with: $0) ?? [] }))
        guard reader.start() else { return runPlain(.input) }
        defer { reader.finish() }
        return runInteractive(reader)
    }

    // MARK: on a terminal

    private func runInteractive(_ reader: LineReader) -> Int32 {
        var history = History(console: console)
        workspace.question = { [unowned self] in asks($0, reader) }
        reader.idler = Idler(workspace) { [unowned self] in prompt }
        defer { (workspace.question, reader.idler) = (nil, nil) }
        console.note(greeting)
        while true {
            switch reader.read(prompt) {
            case .interrupted: continue
            case .terminated:
                _ = leave()
                return ExitCode.interrupted.rawValue
            case .end:
                guard mailbox.marks.count > 0 else { return leave() }
                let code = run(["quit"])
                if workspace.isDone { return code }
                // A yes that failed leaves the marks for another try; a no keeps everything.
                if code == 0 { return leave() }
            case .line(let text):
                // A paste may bring several lines.
                for line in text.split(separator: "\n").map(String.init) {
                    history.add(line, console: console)
                    let code = runLine(line)
                    if workspace.isDone { return code }
                    if Interrupt.isTermination {
                        _ = leave()
                        return ExitCode.interrupted.rawValue
                    }
                    if code != 0 { break }
                }
            }
        }
    }

    /// ^C, ^D and Return alone keep.
    private func asks(_ question: String, _ reader: LineReader) -> Bool {
        guard case .line(let answer) = reader.read(question, isQuestion: true) else { return false }
        return ["y", "yes"].contains(answer.filter { $0 != " " && $0 != "\t" }.lowercased())
    }

    private var prompt: String { ShellPrompt(workspace).text(colour: wantsColour, columns: console.width) }

    private var wantsColour: Bool { console.colour.wants(isTerminal: true) }

    // MARK: on a pipe

    private func runPlain(_ script: Script) -> Int32 {
        var number = 0
        var lines: Script.Lines
        do throws(Failure) { lines = try script.open() } catch {
            // No line of it was reached: there is no place to name.
            console.fail(error)
            _ = leave()
            return error.code.rawValue
        }
        do throws(Failure) {
            while !workspace.isDone {
                number += 1
                Interrupt.reset(workspace.canceller)
                switch try lines.next() {
                case .line(let line):
                    let code = runLine(line)
                    if workspace.isDone { return code }
                    if Interrupt.isTermination {
                        _ = leave()
                        return ExitCode.interrupted.rawValue
                    }
                    if code != 0 { return stop(script.place(of: number), code) }
                case .end: return leave()
                case .interrupted, .terminated:
                    _ = leave()
                    return ExitCode.interrupted.rawValue
                }
            }
            return 0
        } catch {
            console.fail(error)
            return stop(script.place(of: number), error.code.rawValue)
        }
    }

    private func stop(_ place: String, _ code: Int32) -> Int32 {
        if console.format != .json {
            let text = Array("\(Escape.line(place)): stopped here, exit code \(code)\n".utf8)
            _ = write(2, text, text.count)  // where stderr is gone there is nobody to tell
        }
        _ = leave()
        return code
    }

    // MARK: both

    /// Runs the commands of a line up to the first that fails.
    private func runLine(_ line: String) -> Int32 {
        do throws(Failure) {
            var system: SystemLine?
            let commands = try Words.commands(line, home: Folders.environment("HOME")) { rest in
                system = SystemLine(rest)
                return system != nil
            }
            for words in commands {
                let code = run(words)
                if workspace.isDone || code != 0 { return code }
            }
            return system.map(run) ?? 0
        } catch {
            console.fail(error)
            return error.code.rawValue
        }
    }

    private func run(_ system: SystemLine) -> Int32 {
        do throws(Failure) { try SystemCommand.run(system.command) } catch {
            console.fail(error)
            return system.ignoresFailure ? 0 : error.code.rawValue
        }
        return 0
    }

    /// Runs one command. A `-` in front makes its failure no reason to stop.
    private func run(_ words: [String]) -> Int32 {
        Interrupt.reset(workspace.canceller)
        guard let first = words.first, first.hasPrefix("-"), first.count > 1 else {
            return workspace.registry.run(words, in: workspace)
        }
        let code = workspace.registry.run([String(first.dropFirst())] + words.dropFirst(), in: workspace)
        return Interrupt.isRequested ? code : 0
    }

    /// Ends the session with nothing deleted.
    private func leave() -> Int32 {
        Interrupt.reset(workspace.canceller)
        do throws(Failure) { try workspace.leave() } catch {
            console.fail(error)
            return error.code.rawValue
        }
        return 0
    }
}
