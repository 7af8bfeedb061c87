#if canImport(Glibc)
@preconcurrency internal import Glibc
#else
@preconcurrency internal import Darwin
#endif

/// The program that shows long text a screen at a time: `$MARTLET_PAGER`, `$PAGER`, else `less`.
final class Pager {
    private let child: pid_t
    private var input: Int32
    /// What SIGINT did before.
    private var interrupt = sigaction()

    /// The command line of the user's pager; nil where none is wanted.
    static var command: String? {
        let named = Folders.environment("MARTLET_PAGER") ?? Folders.environment("PAGER") ?? "less"
        return named == "cat" || Folders.environment("TERM") == "dumb" ? nil : named
    }

    /// Starts it through the shell, as every program does with `$PAGER`.
    /// - Returns: nil where it cannot be started: the text is then shown without.
    static func start(_ command: String?) -> Pager? {
        guard let command else { return nil }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        guard let child = spawn(command, input: ends[0]) else {
            close(ends[1])
            return nil
        }
        return Pager(child, ends[1])
    }

    private init(_ child: pid_t, _ input: Int32) {
        (self.child, self.input) = (child, input)
        // Ctrl-C is the pager's until it ends, not a reason to hang up.
        var ignoring = sigaction()
        #if canImport(Glibc)
        ignoring.__sigaction_handler.sa_handler = SIG_IGN
        #else
        ignoring.__sigaction_u.__sa_handler = SIG_IGN
        #endif
        sigaction(SIGINT, &ignoring, &interrupt)
    }

    /// A pager that was left takes no more: that is no error.
    func write(_ text: String) {
        guard input >= 0, Descriptor.writeAll(input, Array(text.utf8)) != 0 else { return }
        closeInput()
    }

    /// Waits until the reader leaves.
    func end() {
        closeInput()
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        sigaction(SIGINT, &interrupt, nil)
    }

    private func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    private static func spawn(_ command: String, input: Int32) -> pid_t? {
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
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        // We ignore SIGPIPE and catch SIGINT; the pager must find them as programs do.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        sigaddset(&signals, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        // LESS=FRX as git and gh set it, where the user has not: quit if it fits, colours through, screen left as it is.
        var environment = [strdup("LESS=FRX")]
        var at = environ
        while let entry = at.pointee {
            if strncmp(entry, "LESS=", 5) == 0 {
                free(environment[0])
                environment[0] = strdup(entry)
            } else {
                environment.append(strdup(entry))
            }
            at += 1
        }
        let arguments: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", command].map { (word: String) in strdup(word) } + [nil]
        defer { for text in environment + arguments { free(text) } }
        var child: pid_t = 0
        return posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, environment + [nil]) == 0 ? child : nil
    }
}
