#if canImport(Glibc)
@preconcurrency internal import Glibc
#else
@preconcurrency internal import Darwin
#endif

/// A program that has the terminal: ^C is its own until it ends, not a reason to hang up.
struct ForegroundProgram {
    private let program: Subprocess
    /// What SIGINT did before.
    private var interrupt = sigaction()

    /// - Parameters:
    ///   - line: a command line for the system's shell.
    ///   - arguments: what `"$@"` in the line means.
    ///   - input: a descriptor in the place of our stdin.
    ///   - environment: variables besides ours, each `NAME=value`.
    init(_ line: String, _ arguments: [String] = [], input: Int32? = nil, environment: [String] = [])
        throws(Subprocess.StartError)
    {
        program = try Subprocess(
            ["/bin/sh", "-c", line, "sh"] + arguments, Subprocess.Streams(input: input), environment: environment)
        var ignoring = sigaction()
        #if canImport(Glibc)
        ignoring.__sigaction_handler.sa_handler = SIG_IGN
        #else
        ignoring.__sigaction_u.__sa_handler = SIG_IGN
        #endif
        sigaction(SIGINT, &ignoring, &interrupt)
    }

    /// Waits for its end. To be called once.
    func wait() -> Subprocess.End {
        var before = interrupt
        defer { sigaction(SIGINT, &before, nil) }
        return program.wait()
    }
}
