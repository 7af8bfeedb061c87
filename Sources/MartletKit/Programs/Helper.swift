#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A program that is asked for a few octets: no input, no terminal, bounded in time and size.
enum Helper {
    struct Failed: Error {
        /// There is no such program.
        let isMissing: Bool
    }

    /// What the program prints.
    /// - Parameter words: its name, looked for in `$PATH`, and its arguments.
    /// - Returns: a failure where it is not there, fails, prints more or takes longer; it is killed then.
    static func output(of words: [String], limitOctets: Int, within limit: Duration) -> Result<[UInt8], Failed> {
        let end = ContinuousClock.now + limit
        let program: Subprocess
        let output: Int32
        do throws(Subprocess.StartError) {
            (program, output) = try Subprocess.printing(words, silent: true)
        } catch {
            return .failure(Failed(isMissing: error.code == ENOENT))
        }
        defer { close(output) }
        var octets: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16384)
        var isWhole = false
        while octets.count <= limitOctets {
            let left = (end - ContinuousClock.now) / .milliseconds(1)
            var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(max(0, min(left, 100_000))))
            if ready < 0, errno == EINTR, !Interrupt.isRequested { continue }
            guard ready > 0 else { break }
            let count = read(output, &piece, piece.count)
            if count <= 0 {
                isWhole = count == 0
                break
            }
            octets += piece[..<count]
        }
        if !isWhole || octets.count > limitOctets { program.stop() }
        let ended = program.wait()
        return isWhole && octets.count <= limitOctets && ended == .exit(0) ? .success(octets) : .failure(Failed(isMissing: false))
    }
}
