internal import Synchronization

/// A POP3 server on 127.0.0.1 inside this process: RFC 1939, 2449, 2595, 3206, 5034, 6856.
///
/// It is honest unless told otherwise (``faults``), keeps a record of every command line, passwords included, and
/// is for demonstrations and tests only. One thread accepts and one serves each connection; no Swift Concurrency.
/// Safe to use from several threads.
///
/// ```swift
/// let server = try DemoServer(maildrop: SampleMail.all)
/// let port = try server.start()
/// defer { server.stop() }
/// ```
public final class DemoServer: Sendable {
    private struct Running {
        let listener: Listener
        let thread: Thread
    }

    private let core: ServerCore
    private let running = Mutex<Running?>(nil)

    /// - Throws: ``DemoError`` when a certificate in `options` cannot be loaded.
    public init(accounts: [DemoAccount], options: DemoOptions = DemoOptions()) throws(DemoError) {
        core = try ServerCore(accounts, options)
    }

    /// One account: user `demo`, password `demo`.
    public convenience init(maildrop: [DemoMessage], options: DemoOptions = DemoOptions()) throws(DemoError) {
        try self.init(accounts: [DemoAccount(messages: maildrop)], options: options)
    }

    deinit { stop() }

    // MARK: Life

    /// Listens and serves until ``stop()``; may be started again then, with the maildrops as they are.
    /// - Returns: the port on 127.0.0.1.
    @discardableResult public func start() throws(DemoError) -> UInt16 {
        let core = core
        return try running.withLock { (running) throws(DemoError) in
            if running != nil { throw DemoError("the server runs already") }
            let listener = try Listener(port: core.options.port)
            do throws(DemoError) {
                running = Running(listener: listener, thread: try Thread { core.accept(from: listener) })
            } catch {
                listener.close()
                throw error
            }
            return listener.port
        }
    }

    /// Hangs up on everybody and returns when all threads have ended. Harmless when it is not running.
    public func stop() {
        let stopped = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let stopped else { return }
        stopped.listener.wake()
        stopped.thread.join()
        stopped.listener.close()
        core.stop()
    }

    /// The port; nil when it is not running.
    public var port: UInt16? { running.withLock { $0?.listener.port } }

    // MARK: Misbehaviour

    /// What it does wrong. A connection sees a change with the next octets it reads; setting makes one-shot faults
    /// possible again.
    public var faults: Faults {
        get { core.faults.0 }
        set { core.setFaults(newValue) }
    }

    // MARK: Record

    /// Every command line so far, in order of arrival, also those sent behind the end of a session. A line is here before
    /// its reply is sent; to know that nothing else came, hang up and ``waitUntilIdle(_:)`` first.
    public var commands: [RecordedCommand] { core.commands }

    /// The lines of ``commands`` as text, of one connection or of all.
    public func lines(connection: Int? = nil) -> [String] {
        core.commands.filter { connection == nil || $0.connection == connection }.map(\.text)
    }

    /// Numbers since the start or the last ``forgetRecord()``.
    public var counts: DemoCounts { core.counts }

    /// Empties ``commands`` and ``counts``; connections go on being numbered.
    public func forgetRecord() { core.forget() }

    /// Waits until no connection is open.
    /// - Returns: false when `limit` came first.
    public func waitUntilIdle(_ limit: Duration = .seconds(5)) -> Bool {
        let end = ContinuousClock.now + limit
        while core.openConnections > 0 {
            guard .now < end, core.pause(.milliseconds(2)) else { return false }
        }
        return true
    }

    // MARK: Maildrops

    /// What is in the maildrop now; empty for an unknown user.
    public func messages(of user: String = "demo") -> [DemoMessage] {
        core.maildrop(of: Array(user.utf8))?.messages ?? []
    }

    /// New mail: a session that is open does not see it (RFC 1939 section 5), the next does.
    public func deliver(_ message: DemoMessage, to user: String = "demo") {
        core.maildrop(of: Array(user.utf8))?.append(message)
    }

    /// Other messages from the next session on, as after a migration. A session that is open cannot delete any more.
    public func replaceMaildrop(_ messages: [DemoMessage], of user: String = "demo") {
        core.maildrop(of: Array(user.utf8))?.replace(messages)
    }
}
