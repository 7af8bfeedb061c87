internal import Synchronization
public import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// ^C and its kin. A job that can stop at a clean place is asked first; the second ^C, and every other command, is cut off at once.
public enum Interrupt {
    private static let wakeDescriptor = Atomic<UInt>(0)
    private static let count = Atomic<Int>(0)
    private static let terminated = Atomic<Bool>(false)
    private static let isGraceful = Atomic<Bool>(false)

    /// Sends SIGINT, SIGTERM and SIGHUP to the canceller from now on. SIGPIPE is ignored: a failed write says the same.
    public static func install(_ canceller: Canceller) {
        wakeDescriptor.store(UInt(bitPattern: Unmanaged.passRetained(canceller).toOpaque()), ordering: .releasing)
        var action = sigaction()
        #if canImport(Glibc)
        action.__sigaction_handler.sa_handler = handle
        #else
        action.__sigaction_u.__sa_handler = handle
        #endif
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaction(signal, &action, nil) }
        signal(SIGPIPE, SIG_IGN)
    }

    /// Whether a stop was asked for since the command began.
    public static var isRequested: Bool { count.load(ordering: .acquiring) > 0 }

    /// Whether SIGTERM or SIGHUP came: the whole program is to end, not one command.
    public static var isTermination: Bool { terminated.load(ordering: .acquiring) }

    /// Forgets what was asked before; to be called before each command.
    public static func reset(_ canceller: Canceller) {
        count.store(0, ordering: .releasing)
        canceller.reset()
    }

    /// Runs a job that looks at ``isRequested`` itself: the first ^C only sets that, the second cuts the connection.
    public static func gracefully<R, E>(_ job: () throws(E) -> R) throws(E) -> R {
        isGraceful.store(true, ordering: .releasing)
        defer { isGraceful.store(false, ordering: .releasing) }
        return try job()
    }

    /// Async-signal-safe: atomics and one write(2).
    private static let handle: @convention(c) (Int32) -> Void = { signal in
        let before = Interrupt.count.add(1, ordering: .acquiringAndReleasing).oldValue
        if signal != SIGINT { Interrupt.terminated.store(true, ordering: .releasing) }
        if signal == SIGINT, before == 0, Interrupt.isGraceful.load(ordering: .acquiring) { return }
        let raw = Interrupt.wakeDescriptor.load(ordering: .acquiring)
        guard let pointer = UnsafeRawPointer(bitPattern: raw) else { return }
        Unmanaged<Canceller>.fromOpaque(pointer)._withUnsafeGuaranteedRef { $0.cancel() }
    }
}
