#if canImport(Glibc)
@preconcurrency internal import Glibc
#else
@preconcurrency internal import Darwin
#endif

/// The user's editor: `$VISUAL`, `$EDITOR`, else `vi`.
enum Editor {
    /// Editors that take `+LINE` in front of the file's name.
    private static let takesLine = [
        "vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "jed", "joe", "mcedit", "micro", "kak", "ne", "ex",
        "nvi",
        "vis", "mg", "gedit", "kate", "zile",
    ]

    static var command: String {
        for name in ["VISUAL", "EDITOR"] { if let named = Folders.environment(name), !named.isEmpty { return named } }
        return "vi"
    }

    /// The words for /bin/sh: the editor may have arguments of its own.
    static func words(_ command: String, _ path: String, line: Int) -> [String] {
        let program = command.split(separator: " ").first.map(String.init) ?? command
        let name = program.split(separator: "/").last.map(String.init) ?? program
        return ["/bin/sh", "-c", "\(command) \"$@\"", command] + (takesLine.contains(name) ? ["+\(line)"] : []) + [path]
    }

    /// Runs it to its end, with the terminal.
    /// - Throws: exit code 78 where it cannot be started or fails.
    static func run(_ path: String, line: Int) throws(Failure) {
        let command = command
        let words = words(command, path, line: line)
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        #if canImport(Glibc)
        var attributes = posix_spawnattr_t()
        #else
        var attributes: posix_spawnattr_t?
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var child: pid_t = 0
        let error = posix_spawn(&child, "/bin/sh", nil, &attributes, arguments, environ)
        var status: Int32 = 0
        if error == 0 { while waitpid(child, &status, 0) < 0, errno == EINTR {} }
        guard error == 0, status == 0 else {
            throw Failure(
                .configuration, "editor", error == 0 ? "the editor \"\(command)\" failed" : SystemError.text(error),
                hint: "EDITOR=nano, or another that is here")
        }
    }
}
