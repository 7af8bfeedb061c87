internal import Synchronization
public import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The dialogue as a file: a line an event, time and direction first, secrets masked at their source, strangers' octets escaped.
///
///     11:07:42.113 C  TOP 128 0
///     11:07:42.151 S  +OK  38 ms
///     11:07:42.152 S  (3114 octets, 41 lines)
public final class TranscriptFile: Sendable {
    private let descriptor: Int32
    private let fullBodies: Bool
    /// Somebody looks on.
    private let isWatched: Bool
    private let path: String
    private let state = Mutex(State())

    private struct State {
        var buffer: [UInt8] = []
        /// Of the first write that failed; 0 for none.
        var problem: Int32 = 0
        var isTold = false
    }

    /// Writes to stderr, beside what else is said.
    /// - Parameter fullBodies: mails as they are, not as their sizes.
    public init(fullBodies: Bool = false) {
        path = "on stderr"
        descriptor = dup(2)
        self.fullBodies = fullBodies
        isWatched = true
    }

    /// Appends to the file, made with mode 0600 where it is new.
    public init(path: String, fullBodies: Bool = false) throws(Failure) {
        self.path = path
        self.fullBodies = fullBodies
        isWatched = false
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotCreate, "log", "the log \(path) cannot be written: \(SystemError.text(errno))",
                hint: "--log with another path")
        }
    }

    deinit {
        flush()
        close(descriptor)
    }

    public var transcript: Transcript { Transcript(fullBodies: fullBodies) { [self] in add($0) } }

    func add(_ event: TranscriptEvent) {
        var line = Self.clock()
        switch event.content {
        case .command(let text): line += " C  \(Escape.line(text))"
        case .line(let octets): line += " S  \(Escape.line(octets))"
        case .body(let octets, let lines): line += " S  (\(octets) octets, \(lines) lines)"
        case .octets(let octets):
            // A line each, as far as the pieces go that the octets came in.
            let lines = octets.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
                Escape.line(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
            }
            line += " S  " + lines.joined(separator: "\n                 ")
        case .note(let text): line += " -  \(Escape.line(text))"
        }
        if let duration = event.duration {
            let (seconds, attoseconds) = duration.components
            line += "  \(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
        }
        line += "\n"
        state.withLock { $0.buffer += Array(line.utf8) }
        // A log is for sessions that end badly: it is written out at every command, not at the end.
        if case .body = event.content, !isWatched { return }
        flush()
    }

    /// A line of our own beside the dialogue.
    func note(_ text: String) { add(TranscriptEvent(time: .zero, content: .note(text), duration: nil)) }

    private func flush() {
        state.withLock { state in
            // A full disk must not end the session that the log is about.
            let problem = Descriptor.writeAll(descriptor, state.buffer)
            if state.problem == 0 { state.problem = problem }
            state.buffer.removeAll(keepingCapacity: true)
        }
    }

    /// Warns, once, that the log has gaps. Of one on stderr there is nobody to tell.
    func tellProblem(to console: Console) {
        let problem = state.withLock { state in
            defer { state.isTold = state.problem != 0 }
            return state.isTold ? 0 : state.problem
        }
        guard problem != 0, !isWatched else { return }
        console.warn("the log \(path) is not whole: \(SystemError.text(problem))")
    }

    private static func clock() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var seconds = now.tv_sec
        var local = tm()
        localtime_r(&seconds, &local)
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let milliseconds = Int(now.tv_nsec / 1_000_000)
        let fraction = String(repeating: "0", count: milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0) + "\(milliseconds)"
        return "\(two(local.tm_hour)):\(two(local.tm_min)):\(two(local.tm_sec)).\(fraction)"
    }
}
