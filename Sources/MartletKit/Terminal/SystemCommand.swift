#if canImport(Glibc)
@preconcurrency internal import Glibc
#else
@preconcurrency internal import Darwin
#endif

/// `!command`: a line for the system's shell, the terminal its own meanwhile.
public enum SystemCommand {
    /// Waits for its end. ^C is the command's until then.
    /// - Throws: where it cannot be started, or its exit code is not 0.
    public static func run(_ line: String) throws(Failure) {
        var before = sigaction()
        var ignoring = sigaction()
        #if canImport(Glibc)
        ignoring.__sigaction_handler.sa_handler = SIG_IGN
        var attributes = posix_spawnattr_t()
        #else
        ignoring.__sigaction_u.__sa_handler = SIG_IGN
        var attributes: posix_spawnattr_t?
        #endif
        sigaction(SIGINT, &ignoring, &before)
        defer { sigaction(SIGINT, &before, nil) }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        sigaddset(&signals, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let words: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", line].map { (word: String) in strdup(word) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let error = posix_spawn(&child, "/bin/sh", nil, &attributes, words, environ)
        guard error == 0 else { throw Failure(.io, "command", "no shell: \(SystemError.text(error))") }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        guard status != 0 else { return }
        throw Failure(
            .io, "command",
            signal == 0 ? "the command ended with exit code \((status >> 8) & 0xFF)" : "signal \(signal) ended the command")
    }
}
