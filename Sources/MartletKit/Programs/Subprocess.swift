internal import Synchronization

#if canImport(Glibc)
@preconcurrency internal import Glibc
#else
@preconcurrency internal import Darwin
#endif

/// A program that martlet started. It has our environment and, of our descriptors, stdin, stdout and stderr alone.
struct Subprocess {
    /// How a program ended.
    enum End: Equatable {
        case exit(Int32)
        case signal(Int32)
        /// The system did not say.
        case unknown
    }

    /// Why a program did not start: an errno.
    struct StartError: Error { let code: Int32 }

    /// Descriptors that the program gets in the place of ours.
    struct Streams {
        var input: Int32?
        var output: Int32?
        var error: Int32?
    }

    private let id: pid_t
    /// A program started between the making of a pipe and its close-on-exec mark, by another thread, would hold the pipe open.
    private static let starting = Mutex(())

    /// - Parameters:
    ///   - words: its name, looked for in `$PATH` unless it has a slash, and its arguments. Not empty.
    ///   - environment: variables besides ours, each `NAME=value`.
    init(_ words: [String], _ streams: Streams = Streams(), environment: [String] = []) throws(StartError) {
        let started = Self.starting.withLock { _ in Self.spawn(words, streams, environment) }
        guard started.code == 0 else { throw StartError(code: started.code) }
        id = started.id
    }

    /// Starts a program whose output the caller reads, and closes.
    /// - Parameter silent: without stdin and stderr.
    static func printing(_ words: [String], silent: Bool = false) throws(StartError) -> (program: Subprocess, output: Int32) {
        let ends = try makePipe()
        let null = silent ? open("/dev/null", O_RDWR | O_CLOEXEC) : nil
        defer {
            close(ends.writing)
            if let null { close(null) }
        }
        do throws(StartError) {
            return (try Subprocess(words, Streams(input: null, output: ends.writing, error: null)), ends.reading)
        } catch {
            close(ends.reading)
            throw error
        }
    }

    /// A pipe of which a program gets only the end it is given.
    static func makePipe() throws(StartError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        let code = starting.withLock { _ -> Int32 in
            guard pipe(&ends) == 0 else { return errno }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return 0
        }
        guard code == 0 else { throw StartError(code: code) }
        return (ends[0], ends[1])
    }

    /// Ends it at once; it is still to be waited for.
    func stop() { kill(id, SIGKILL) }

    /// Waits for its end. To be called once.
    func wait() -> End {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 { if errno != EINTR { return .unknown } }
        let signal = status & 0x7F
        return signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
    }

    private static func spawn(_ words: [String], _ streams: Streams, _ environment: [String]) -> (code: Int32, id: pid_t) {
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
        for (number, given) in [streams.input, streams.output, streams.error].enumerated() {
            if let given { posix_spawn_file_actions_adddup2(&actions, given, Int32(number)) }
        }
        // Ignored signals stay ignored in a new program: SIGPIPE always is, SIGINT while another program has the terminal.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        sigaddset(&signals, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // And the calling thread's mask comes along: a worker thread of the system's blocks signals that end a program.
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigmask(&attributes, &mask)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        let added: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) }
        defer { for text in arguments + added { free(text) } }
        var ours: [UnsafeMutablePointer<CChar>?] = []
        while let entry = environ[ours.count] { ours.append(entry) }
        var id: pid_t = 0
        return (posix_spawnp(&id, words[0], &actions, &attributes, arguments, ours + added + [nil]), id)
    }
}
