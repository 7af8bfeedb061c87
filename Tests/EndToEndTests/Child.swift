import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A process that runs: started without a shell, output into files, killed at its time limit.
///
/// Not Foundation's `Process`: that one needs a run loop, and its pipes leak into the children of other threads.
struct Child {
    let pid: pid_t
    private let outPath: String
    private let errorPath: String

    init(_ program: String, _ arguments: [String], environment: [String: String], input: String? = nil, capture: String) throws {
        let name = capture + "/" + UUID().uuidString
        (outPath, errorPath) = (name + ".out", name + ".err")
        #if canImport(Glibc)
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #else
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #endif
        // The threads that run tests block signals, and a child would inherit that.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var made: pid_t = 0
        let status = posix_spawn(&made, program, &actions, &attributes, &words, &settings)
        guard status == 0 else {
            throw Martlet.Missing(what: "\(program) cannot be started: \(String(cString: strerror(status)))")
        }
        pid = made
    }

    func kill(_ signal: Int32 = SIGKILL) { _ = sendSignal(pid, signal) }

    /// What it wrote to stdout up to now.
    var outputSoFar: String {
        String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: outPath))) ?? Data(), as: UTF8.self)
    }

    /// Waits for the end. To be called once.
    func wait(_ limit: Duration = .seconds(60)) -> Ended {
        let end = ContinuousClock.now + limit
        var status: Int32 = 0
        var late = false
        while true {
            let done = waitpid(pid, &status, WNOHANG)
            if done == pid || (done < 0 && errno != EINTR) { break }
            if !late, .now >= end {
                late = true
                kill()
            }
            usleep(1000)
        }
        defer {
            unlink(outPath)
            unlink(errorPath)
        }
        let signal = status & 0x7f
        return Ended(
            code: signal == 0 ? (status >> 8) & 0xff : nil, signal: signal, wasLate: late,
            out: (try? Data(contentsOf: URL(fileURLWithPath: outPath))) ?? Data(),
            errorText: String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: errorPath))) ?? Data(), as: UTF8.self))
    }
}

/// How a process ended and what it said.
struct Ended: CustomStringConvertible {
    /// nil when a signal ended it.
    let code: Int32?
    let signal: Int32
    let wasLate: Bool
    let out: Data
    let errorText: String

    var outText: String { String(decoding: out, as: UTF8.self) }
    var description: String { "exit \(code.map(String.init) ?? "signal \(signal)"): \(errorText)\(outText.prefix(500))" }
}

private func sendSignal(_ pid: pid_t, _ signal: Int32) -> Int32 { kill(pid, signal) }
