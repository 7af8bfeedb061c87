internal import Synchronization
public import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// ^C and its kin. A job that can stop at a clean place is asked first; the second ^C, and every other command, is cut off at once.
///
/// Jobs may run in several threads, each under a ``Canceller`` of its own: one ^C is for all of them.
public enum Interrupt {
    /// A canceller, and whether what runs under it now stops by itself.
    private struct Slot: ~Copyable {
        let canceller = Atomic<UInt>(0)
        let isGraceful = Atomic<Bool>(false)
    }

    /// The program's own, and one for each account that may be under way.
    private static let slotCount = 1 + AccountChoice.jobsAllowed.upperBound
    /// Made once, never freed: a signal may look at any time.
    nonisolated(unsafe) private static let slots: UnsafeMutablePointer<Slot> = {
        let made = UnsafeMutablePointer<Slot>.allocate(capacity: slotCount)
        for index in 0..<slotCount { (made + index).initialize(to: Slot()) }
        return made
    }()
    /// Slots in use.
    private static let used = Atomic<Int>(0)
    private static let count = Atomic<Int>(0)
    private static let terminated = Atomic<Bool>(false)

    /// Sends SIGINT, SIGTERM and SIGHUP to the canceller from now on. SIGPIPE is ignored: a failed write says the same.
    public static func install(_ canceller: Canceller) {
        add(canceller)
        // The handler must find all of this made.
        _ = (count.load(ordering: .relaxed), terminated.load(ordering: .relaxed))
        var action = sigaction()
        #if canImport(Glibc)
        action.__sigaction_handler.sa_handler = handle
        #else
        action.__sigaction_u.__sa_handler = handle
        #endif
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaction(signal, &action, nil) }
        signal(SIGPIPE, SIG_IGN)
    }

    /// Cancellers for jobs that run side by side, told of signals until the process ends. Every call gives the same ones.
    /// - Parameter count: at most 64.
    static func cancellers(_ count: Int) throws(POP3Error) -> [Canceller] {
        // Typed throws do not pass `withLock`.
        let made = pool.withLock { pool in
            Result { () throws(POP3Error) in
                while pool.count < count {
                    let canceller = try Canceller()
                    add(canceller)
                    pool.append(canceller)
                }
                return Array(pool.prefix(count))
            }
        }
        return try made.get()
    }

    private static let pool = Mutex<[Canceller]>([])

    /// Tells one more canceller of signals, until the process ends; it is kept alive.
    private static func add(_ canceller: Canceller) {
        let index = used.load(ordering: .acquiring)
        precondition(index < slotCount, "more cancellers than jobs")
        slots[index].canceller.store(UInt(bitPattern: Unmanaged.passRetained(canceller).toOpaque()), ordering: .releasing)
        used.store(index + 1, ordering: .releasing)
    }

    /// Whether a stop was asked for since the command began.
    public static var isRequested: Bool { count.load(ordering: .acquiring) > 0 }

    /// Whether SIGTERM or SIGHUP came: the whole program is to end, not one command.
    public static var isTermination: Bool { terminated.load(ordering: .acquiring) }

    /// Forgets what was asked before; to be called before each command, while no other runs.
    public static func reset(_ canceller: Canceller) {
        count.store(0, ordering: .releasing)
        canceller.reset()
    }

    /// Runs a job that looks at ``isRequested`` itself: the first ^C only sets that, the second cuts the connection.
    /// - Parameter canceller: what the job's session waits under.
    public static func gracefully<R, E>(_ canceller: Canceller, _ job: () throws(E) -> R) throws(E) -> R {
        let raw = UInt(bitPattern: Unmanaged.passUnretained(canceller).toOpaque())
        let slot = (0..<used.load(ordering: .acquiring)).first { slots[$0].canceller.load(ordering: .acquiring) == raw }
        if let slot { slots[slot].isGraceful.store(true, ordering: .releasing) }
        defer { if let slot { slots[slot].isGraceful.store(false, ordering: .releasing) } }
        return try job()
    }

    /// Async-signal-safe: atomics and write(2).
    private static let handle: @convention(c) (Int32) -> Void = { signal in
        let before = Interrupt.count.add(1, ordering: .acquiringAndReleasing).oldValue
        if signal != SIGINT { Interrupt.terminated.store(true, ordering: .releasing) }
        let asksFirst = signal == SIGINT && before == 0
        for index in 0..<Interrupt.used.load(ordering: .acquiring) {
            if asksFirst, Interrupt.slots[index].isGraceful.load(ordering: .acquiring) { continue }
            let raw = Interrupt.slots[index].canceller.load(ordering: .acquiring)
            guard let pointer = UnsafeRawPointer(bitPattern: raw) else { continue }
            Unmanaged<Canceller>.fromOpaque(pointer)._withUnsafeGuaranteedRef { $0.cancel() }
        }
    }
}
