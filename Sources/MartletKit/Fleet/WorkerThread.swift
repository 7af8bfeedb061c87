#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A real thread: a session blocks for seconds, and Swift's own few threads must not.
///
/// `@unchecked Sendable`: `pthread_t` is a number on Linux and an opaque pointer on Darwin; whoever joins does it once.
struct WorkerThread: @unchecked Sendable {
    /// What the main thread of a process has; deep enough for every plugin.
    static let stackOctets = 8 << 20

    private let handle: pthread_t

    /// Starts `work`; nil where the system has no thread left.
    init?(_ work: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Work(work))
        let started = withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { attributes -> pthread_t? in
            let attributes = attributes.baseAddress!
            guard pthread_attr_init(attributes) == 0 else { return nil }
            defer { pthread_attr_destroy(attributes) }
            pthread_attr_setstacksize(attributes, Self.stackOctets)
            #if canImport(Darwin)
            var made: pthread_t?
            return pthread_create(&made, attributes, { WorkerThread.main($0) }, box.toOpaque()) == 0 ? made : nil
            #else
            var made = pthread_t()
            return pthread_create(&made, attributes, { WorkerThread.main($0!) }, box.toOpaque()) == 0 ? made : nil
            #endif
        }
        guard let started else {
            box.release()
            return nil
        }
        handle = started
    }

    /// Waits for its end. To be called once.
    func join() { pthread_join(handle, nil) }

    /// Lets it end by itself, in place of ``join()``.
    func leave() { pthread_detach(handle) }

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static func main(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
        return nil
    }
}
