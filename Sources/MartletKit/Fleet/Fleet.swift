internal import Dispatch
internal import Synchronization
internal import POP3

/// One command over many accounts: a thread for each that is under way, with a session of its own; shared are the terminal and ^C.
///
/// An account that fails stops no other. The first ^C lets each end at a clean place and starts no more; the second hangs up.
public struct Fleet {
    private let accounts: [Account]
    private let choice: AccountChoice
    private let book: AccountBook
    private let line: CommandWords
    private let words: AccountWords
    private let registry: Registry
    private let console: Console
    private let log: String?

    /// - Parameters:
    ///   - accounts: each once.
    ///   - book: where they stand; what its file says of settings holds for every account.
    ///   - words: a command's name and its arguments.
    ///   - console: the program's own; `--json`, `-q` and `--progress=json` among the words are taken in.
    ///   - log: the file of each account's transcript, a `{account}` in it; nil for none.
    /// - Throws: exit code 64 where the command cannot run like this, before anything has begun.
    public init(
        _ accounts: [Account], _ choice: AccountChoice, book: AccountBook, words: [String], registry: Registry,
        console: Console, log: String?
    ) throws(Failure) {
        guard let line = CommandWords(words) else {
            throw .usage("several accounts and no command", hint: "martlet --all-accounts export new DIR")
        }
        console.take(line)
        let command = try registry.named(line.name, arguments: line.arguments)
        try Self.refuse(command, line, console, log)
        let asking = accounts.filter { $0.settings.asks }.map(\.name)
        guard asking.isEmpty || accounts.count < 2 else {
            throw .usage(
                "several accounts run at once, and these would ask for a password: \(asking.joined(separator: ", "))",
                hint: "password = { command = [\"pass\", \"show\", \"mail/\(asking[0])\"] } in [account.\(asking[0])]")
        }
        self.words = try AccountWords(line.arguments, of: command)
        try command.check(self.words.words(for: accounts.first?.name ?? "account"))
        (self.accounts, self.choice, self.book, self.line) = (accounts, choice, book, line)
        (self.registry, self.console, self.log) = (registry, console, log)
    }

    private static func refuse(
        _ command: any RegisteredCommand, _ line: CommandWords, _ console: Console, _ log: String?
    ) throws(Failure) {
        switch command.overAccounts {
        case .yes: break
        case .inJSON where console.format == .json: break
        case .inJSON: throw .octetsOfSeveral(command.name, hint: "--json, or export")
        case .no:
            throw .usage(
                "\(command.name) does not run over several accounts", hint: "\(command.name) with one --account, or none")
        }
        if let log, !log.contains(AccountWords.placeholder) {
            throw .usage("several accounts cannot share one log", hint: "--log '\(log)-\(AccountWords.placeholder)'")
        }
    }

    // MARK: running

    private struct Ended: Sendable {
        let job: Int
        let slot: Int
        let result: FleetResult
    }

    /// Runs to the end.
    /// - Returns: the exit code of the process: 0 where all accounts are well, else the most serious one.
    public func run() -> Int32 {
        guard !accounts.isEmpty else {
            console.note("no account falls into this shard")
            return 0
        }
        let funnel = Funnel(console)
        let meter = Meter()
        let view = FleetView(console, funnel, verb: line.name, total: accounts.count)
        let wanted = min(choice.jobs, accounts.count)
        let jobs = DescriptorLimit.jobs(wanted)
        if jobs < wanted { console.note("\(jobs) at once: this system allows no more open files") }
        var queue = JobQueue(hosts: accounts.map { $0.settings.endpoint?.host ?? "" }, jobs: jobs, perHost: choice.perHost)
        var results: [FleetResult?] = Array(repeating: nil, count: accounts.count)
        var threads: [Int: WorkerThread] = [:]
        var free = Array((0..<jobs).reversed())
        let cancellers: [Canceller]
        do throws(POP3Error) { cancellers = try Interrupt.cancellers(free.count) } catch {
            console.fail(Failure(.io, "resource", "no descriptor left", hint: "--jobs with a smaller number"))
            return ExitCode.io.rawValue
        }
        let wake = DispatchSemaphore(value: 0)
        let ended = Mailbag()
        var saidStopping = false
        while true {
            while !Interrupt.isRequested, let job = queue.next() {
                let slot = free.removeLast()
                let started = start(job, slot, cancellers[slot], funnel, meter) { result in
                    ended.put(Ended(job: job, slot: slot, result: result))
                    wake.signal()
                }
                if let started {
                    threads[job] = started
                    continue
                }
                queue.end(job)
                free.append(slot)
                results[job] = FleetResult(
                    accounts[job].name, code: ExitCode.tryLater.rawValue,
                    failure: Failure(.tryLater, "resource", "the system has no thread left"))
            }
            if queue.running == 0 { break }
            if Interrupt.isRequested, !saidStopping {
                saidStopping = true
                console.note("stopping; Ctrl-C again hangs up")
            }
            _ = wake.wait(timeout: .now() + .milliseconds(100))
            for one in ended.take() {
                threads.removeValue(forKey: one.job)?.join()
                queue.end(one.job)
                free.append(one.slot)
                results[one.job] = one.result
            }
            view.show(done: results.count { $0 != nil }, meter.total)
        }
        view.end()
        let report = FleetReport(results: zip(accounts, results).map { $1 ?? .notStarted($0.name) })
        report.show(on: console)
        return report.code
    }

    /// Starts the account's thread.
    /// - Parameter done: called on it, at its very end.
    private func start(
        _ job: Int, _ slot: Int, _ canceller: Canceller, _ funnel: Funnel, _ meter: Meter,
        done: @escaping @Sendable (FleetResult) -> Void
    ) -> WorkerThread? {
        let account = accounts[job]
        let width = min(20, max("account".count, accounts.map(\.name.utf8.count).max() ?? 0))
        let work = Work(
            account: account, words: [line.name] + (line.whole ? ["--whole"] : []) + words.words(for: account.name),
            log: log.map { AccountWords.filled($0, account.name) }, format: console.format, isQuiet: console.isQuiet,
            progressInJSON: console.progressInJSON, registry: registry, book: book.copy())
        return WorkerThread { done(work.run(Lane(account.name, funnel, meter, width: width), canceller)) }
    }

    /// What a thread needs.
    ///
    /// `@unchecked Sendable`: the registry and its commands are read only while threads run, the book is this thread's alone; all else is a
    /// value.
    private struct Work: @unchecked Sendable {
        let account: Account
        let words: [String]
        let log: String?
        let format: Console.Format
        let isQuiet: Bool
        let progressInJSON: Bool
        let registry: Registry
        let book: AccountBook

        func run(_ lane: Lane, _ canceller: Canceller) -> FleetResult {
            let console = Console(lane)
            console.format = format
            console.isQuiet = isQuiet
            console.progressInJSON = progressInJSON
            let workspace = Workspace(
                console: console, mailbox: Mailbox(settings: account.settings, canceller: canceller), registry: registry,
                accounts: book)
            workspace.mailbox.signIns = SignInTimes()
            do throws(Failure) {
                if let log { workspace.mailbox.log = try TranscriptFile(path: log) }
                return FleetResult(account.name, code: OneShot.run(words, in: workspace), failure: lane.failure)
            } catch {
                console.fail(error)
                return FleetResult(account.name, code: error.code.rawValue, failure: error)
            }
        }
    }

    /// Results on their way to the thread that waits.
    private final class Mailbag: Sendable {
        private let ended = Mutex<[Ended]>([])

        func put(_ one: Ended) { ended.withLock { $0.append(one) } }

        func take() -> [Ended] {
            ended.withLock { ended in
                defer { ended = [] }
                return ended
            }
        }
    }
}
