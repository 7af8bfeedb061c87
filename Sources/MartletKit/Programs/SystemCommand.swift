/// `!command`: a line for the system's shell, the terminal its own meanwhile.
public enum SystemCommand {
    /// Waits for its end. ^C is the command's until then.
    /// - Throws: where it cannot be started, or its exit code is not 0.
    public static func run(_ line: String) throws(Failure) {
        let ended: Subprocess.End
        do throws(Subprocess.StartError) {
            ended = try ForegroundProgram(line).wait()
        } catch {
            throw Failure(.io, "command", "no shell: \(SystemError.text(error.code))")
        }
        switch ended {
        case .exit(0), .unknown: return
        case .exit(let code): throw Failure(.io, "command", "the command ended with exit code \(code)")
        case .signal(let signal): throw Failure(.io, "command", "signal \(signal) ended the command")
        }
    }
}
