internal import Synchronization
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What the connections of one server share. The public face is ``DemoServer``.
final class ServerCore: Sendable {
    private struct State {
        var ledger = FaultLedger()
        var commands: [RecordedCommand] = []
        var counts = DemoCounts()
        var open: [Int: Socket] = [:]
        var threads: [Int: Thread] = [:]
        var ended: [Int] = []
        var lastNumber = 0
        var isStopping = false
    }

    let options: DemoOptions
    let tls: TLSContext?
    private let maildrops: [[UInt8]: Maildrop]
    private let state = Mutex(State())

    init(_ accounts: [DemoAccount], _ options: DemoOptions) throws(DemoError) {
        var options = options
        if accounts.allSatisfy({ $0.token == nil }) { options.tokenMechanisms = [] }
        self.options = options
        maildrops = Dictionary(accounts.map { (Array($0.user.utf8), Maildrop($0)) }) { first, _ in first }
        switch options.security {
        case .none: tls = nil
        case .startTLS(let certificate), .implicit(let certificate):
            tls = try TLSContext(certificate, limit: options.tlsLimit)
        }
    }

    func maildrop(of user: [UInt8]) -> Maildrop? { maildrops[user] }

    // MARK: What is recorded

    /// - Parameter batch: how many commands came out of one read so far.
    func record(_ command: RecordedCommand, batch: Int) {
        state.withLock {
            $0.commands.append(command)
            $0.counts.largestBatch = max($0.counts.largestBatch, batch)
        }
    }
    func count(_ change: (inout DemoCounts) -> Void) { state.withLock { change(&$0.counts) } }
    var commands: [RecordedCommand] { state.withLock { $0.commands } }
    var counts: DemoCounts { state.withLock { $0.counts } }
    func forget() {
        state.withLock {
            $0.commands = []
            $0.counts = DemoCounts()
        }
    }

    // MARK: Faults

    func setFaults(_ faults: Faults) { state.withLock { $0.ledger.set(faults) } }
    var faults: (Faults, version: Int) { state.withLock { ($0.ledger.faults, $0.ledger.version) } }
    func spend(_ fault: Int, version: Int) -> Bool { state.withLock { $0.ledger.spend(fault, version: version) } }

    // MARK: Connections

    var openConnections: Int { state.withLock { $0.open.count } }
    private var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Accepts until the listener is woken.
    func accept(from listener: Listener) {
        state.withLock { $0.isStopping = false }
        while let socket = listener.accept() {
            joinEnded()
            let number = state.withLock { state in
                state.lastNumber += 1
                return state.lastNumber
            }
            start(number, socket)
        }
    }

    private func start(_ number: Int, _ socket: Socket) {
        socket.sendAtOnce()
        socket.limitReads(to: options.idleLimit)
        state.withLock {
            $0.counts.connections += 1
            $0.open[number] = socket
        }
        do {
            let thread = try Thread {
                Connection(number, socket, self).run()
                self.end(number)
            }
            state.withLock { $0.threads[number] = thread }
        } catch {
            end(number)  // No thread, no service: the client sees a closed connection.
        }
    }

    /// Under the lock, so that ``stop()`` never shuts down a descriptor that is somebody else's by then.
    private func end(_ number: Int) {
        state.withLock {
            $0.open.removeValue(forKey: number)?.close()
            $0.ended.append(number)
        }
    }

    private func joinEnded() {
        let threads = state.withLock { state in
            let ended = state.ended.filter { state.threads[$0] != nil }
            state.ended.removeAll { ended.contains($0) }
            return ended.compactMap { state.threads.removeValue(forKey: $0) }
        }
        for thread in threads { thread.join() }
    }

    /// Ends every connection and waits for its thread. Nothing may be accepting any more.
    func stop() {
        let threads = state.withLock { state in
            state.isStopping = true
            for socket in state.open.values { socket.shutDown() }
            defer { state.threads = [:] }
            return Array(state.threads.values)
        }
        for thread in threads { thread.join() }
    }

    /// Sleeps. False, and early, when the server stops.
    func pause(_ length: Duration) -> Bool {
        if length <= .zero { return true }
        let end = ContinuousClock.now + length
        while !isStopping {
            let left = end - .now
            if left <= .zero { return true }
            let slice = min(left, .milliseconds(20)).components
            usleep(UInt32(clamping: slice.attoseconds / 1_000_000_000_000))
        }
        return false
    }
}
