#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Lets one thread of one process at a time open a database: SQLite's own locks cover neither the switch to WAL nor the look
/// whether tables are there, and a hundred runs may begin at once on a machine that never had one.
struct OpeningLock {
    /// As long as the database itself is waited for. Whoever holds it longer hangs, and the database has locks of its own.
    private static let patience: Duration = .seconds(10)

    private let descriptor: Int32

    /// Waits for its turn; goes on without where the file cannot be made, because the database then says why.
    init(_ path: String) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        let end = ContinuousClock.now + Self.patience
        while descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR, .now < end {
            usleep(2000)
        }
    }

    func release() { if descriptor >= 0 { close(descriptor) } }
}
