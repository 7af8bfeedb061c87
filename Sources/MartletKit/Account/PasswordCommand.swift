#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A program that prints a password or a token on its first line. It inherits stdin, stderr and the environment, and no other descriptor.
enum PasswordCommand {
    /// Runs the program to its end.
    /// - Parameter words: its name, looked for in `$PATH` unless it has a slash, and its arguments. Not empty.
    /// - Throws: exit code 78 where it cannot be started, fails, or prints nothing. Nothing of its output stands in the failure.
    static func firstLine(of words: [String], _ secret: PasswordSource.Secret) throws(Failure) -> [UInt8] {
        let program: Subprocess
        let output: Int32
        do throws(Subprocess.StartError) {
            (program, output) = try Subprocess.printing(words)
        } catch {
            throw PasswordSource.failure(
                "the \(secret) command \"\(words[0])\" cannot be started: \(SystemError.text(error.code))", secret)
        }
        defer { close(output) }
        // Its exit status, read below, says more than the failure would.
        let line = try? PasswordSource.firstLine(of: output, "the \(secret) command", secret)
        // A command that still writes would die of a closed pipe and seem to have failed.
        var rest = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(output, &rest, rest.count)
            if count == 0 || (count < 0 && errno != EINTR) { break }
        }
        let ended = program.wait()
        guard ended == .exit(0), let line, !line.isEmpty else {
            throw PasswordSource.failure(
                ended == .exit(0) ? "the \(secret) command printed nothing" : "the \(secret) command failed", secret)
        }
        return line
    }
}
