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

    /// - Parameter greeting: the line above the first prompt; for terminals only.
    public init(workspace: Workspace, greeting: String) {
        self.workspace = workspace
        self.greeting = greeting
    }

    /// Runs until `quit`, `exit` or the end of input. To be called once in a process.
    /// - Returns: the exit code of the process.
    public func run() -> Int32 {
        guard isatty(0) == 1, console.outputIsTerminal || console.errorIsTerminal else { return runPlain() }
        let accounts = workspace.accounts
        let reader = LineReader(
            completion: Completion(
                registry: workspace.registry, home: Folders.environment("HOME"),
                // What is wrong with the file is said when an account is asked for.
                accounts: { (try? accounts.names()) ?? [] }))
        guard reader.start() else { return runPlain() }
        defer { reader.finish() }
        return runInteractive(reader)
    }

    // MARK: on a terminal

    private func runInteractive(_ reader: LineReader) -> Int32 {
        var history = History(console: console)
        console.note(greeting)
        while true {
            let prompt = ShellPrompt(mailbox).text(colour: wantsColour, columns: console.width)
            switch reader.read(prompt) {
            case .interrupted: continue
            case .terminated:
                _ = leave()
                return ExitCode.interrupted.rawValue
            case .end:
                guard pending > 0, confirmsDeletion(reader) else { return leave() }
                return run(["quit"])
            case .line(let text):
                // A paste may bring several lines.
                for line in text.split(separator: "\n").map(String.init) {
                    history.add(line, console: console)
                    let code = runTyped(line, reader)
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

    private func runTyped(_ line: String, _ reader: LineReader) -> Int32 {
        do throws(Failure) {
            let words = try split(line)
            if deletes(words), pending > 0, !confirmsDeletion(reader) { return 0 }
            return run(words)
        } catch {
            console.fail(error)
            return error.code.rawValue
        }
    }

    /// Whether these words apply the deletions that are pending.
    private func deletes(_ words: [String]) -> Bool {
        guard let name = words.first, workspace.registry.find(name)?.name == "quit" else { return false }
        // Asking before a line that is refused then does no harm.
        return !words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    }

    private var pending: Int { ShellPrompt(mailbox).toDelete }

    /// ^C, ^D and Return alone keep.
    private func confirmsDeletion(_ reader: LineReader) -> Bool {
        let messages = pending == 1 ? "1 message" : "\(pending) messages"
        guard case .line(let answer) = reader.read("Delete \(messages) from the server for good? [y/N] ", isQuestion: true)
        else { return false }
        return ["y", "yes"].contains(answer.filter { $0 != " " && $0 != "\t" }.lowercased())
    }

    private var wantsColour: Bool { console.colour.wants(isTerminal: true) }

    // MARK: on a pipe

    private func runPlain() -> Int32 {
        var number = 0
        do throws(Failure) {
            while !workspace.isDone {
                number += 1
                Interrupt.reset(workspace.canceller)
                switch try PlainLines.read() {
                case .line(let line):
                    let code = run(try split(line))
                    if code != 0 { return stop(at: number, code) }
                case .end: return leave()
                case .interrupted, .terminated:
                    _ = leave()
                    return ExitCode.interrupted.rawValue
                }
            }
            return 0
        } catch {
            console.fail(error)
            return stop(at: number, error.code.rawValue)
        }
    }

    private func stop(at line: Int, _ code: Int32) -> Int32 {
        if console.format != .json {
            let text = Array("line \(line): stopped here, exit code \(code)\n".utf8)
            _ = write(2, text, text.count)  // where stderr is gone there is nobody to tell
        }
        _ = leave()
        return code
    }

    // MARK: both

    private func split(_ line: String) throws(Failure) -> [String] {
        try Words.split(line, home: Folders.environment("HOME"))
    }

    private func run(_ words: [String]) -> Int32 {
        Interrupt.reset(workspace.canceller)
        return workspace.registry.run(words, in: workspace)
    }

    /// Ends the session with nothing deleted.
    private func leave() -> Int32 {
        Interrupt.reset(workspace.canceller)
        let marks = pending
        do throws(Failure) { try mailbox.leave() } catch {
            console.fail(error)
            return error.code.rawValue
        }
        if marks > 0 { console.note("kept all messages; \(marks) mark\(marks == 1 ? "" : "s") forgotten") }
        return 0
    }
}
