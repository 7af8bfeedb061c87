#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A real thread: blocking reads inside Swift Concurrency would starve its few threads.
///
/// `@unchecked Sendable`: `pthread_t` is a number on Linux and an opaque pointer on Darwin, and pthread_join takes
/// it on any thread; the owner sees to it that it is joined once.
struct Thread: @unchecked Sendable {
    private let handle: pthread_t

    /// Starts `work`; SIGPIPE is blocked in it, so a peer that left is an error and no signal.
    init(_ work: @escaping @Sendable () -> Void) throws(DemoError) {
        let box = unsafe Unmanaged.passRetained(Work(work))
        #if canImport(Darwin)
        var started: pthread_t?
        let failed = unsafe pthread_create(&started, nil, { unsafe Thread.main($0) }, box.toOpaque())
        #else
        var started = pthread_t()
        let failed = unsafe pthread_create(&started, nil, { unsafe Thread.main($0!) }, box.toOpaque())
        #endif
        guard failed == 0 else {
            unsafe box.release()
            throw DemoError("cannot start a thread: error \(failed)")
        }
        #if canImport(Darwin)
        handle = started!
        #else
        handle = started
        #endif
    }

    func join() { pthread_join(handle, nil) }

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static func main(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
        return nil
    }
}
