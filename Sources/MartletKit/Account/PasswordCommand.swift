internal import Synchronization

#if canImport(Glibc)
@preconcurrency internal import Glibc
#else
@preconcurrency internal import Darwin
#endif

/// A program that prints a password on its first line. It inherits stdin, stderr and the environment, and no other descriptor.
enum PasswordCommand {
    /// Runs the program to its end.
    /// - Parameter words: its name, looked for in `$PATH` unless it has a slash, and its arguments. Not empty.
    /// - Throws: exit code 78 where it cannot be started, fails, or prints nothing. Nothing of its output stands in the failure.
    static func firstLine(of words: [String]) throws(Failure) -> [UInt8] {
        let started = spawn(words)
        guard started.error == 0 else {
            throw PasswordSource.failure(
                "the password command \"\(words[0])\" cannot be started: \(SystemError.text(started.error))")
        }
        let (child, output) = (started.child, started.output)
        defer { close(output) }
        let line = try? PasswordSource.firstLine(of: output, "the password command")  // its exit status, read next, says more
        // A command that still writes would die of a closed pipe and seem to have failed.
        var rest = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(output, &rest, rest.count)
            if count == 0 || (count < 0 && errno != EINTR) { break }
        }
        let ended = wait(for: child)
        guard ended == 0, let line, !line.isEmpty else {
            throw PasswordSource.failure(ended == 0 ? "the password command printed nothing" : "the password command failed")
        }
        return line
    }

    private static let starting = Mutex(())

    /// Starts a program with its output on a pipe. One start at a time: a program started by another thread before the pipe is marked
    /// would hold it open.
    /// - Parameter silent: without stdin and stderr.
    static func spawn(_ words: [String], silent: Bool = false) -> (error: Int32, child: pid_t, output: Int32) {
        starting.withLock { _ in start(words, silent: silent) }
    }

    private static func start(_ words: [String], silent: Bool) -> (error: Int32, child: pid_t, output: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return (errno, 0, -1) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[1]) }
        #if canImport(Glibc)
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #else
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        if silent { for one: Int32 in [0, 2] { posix_spawn_file_actions_addopen(&actions, one, "/dev/null", O_RDWR, 0) } }
        // We ignore SIGPIPE; the command must not have to.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let error = posix_spawnp(&child, words[0], &actions, &attributes, arguments, environ)
        if error != 0 { close(ends[0]) }
        return (error, child, ends[0])
    }

    /// The exit status; not 0 too where a signal ended it.
    static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 { if errno != EINTR { return -1 } }
        return status
    }
}
