internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Questions on the terminal.
public enum Prompt {
    /// What to do where nobody can be asked.
    static let passwordHint = "--password-command 'pass show mail'"

    /// Asks without echo, on the terminal itself, so that stdin and stdout may be pipes.
    /// - Throws: a usage failure where there is no terminal, an interruption at ^C or end of input.
    public static func password(_ question: String) throws(Failure) -> [UInt8] {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else {
            throw .usage("a password is needed and there is no terminal to ask on", hint: passwordHint)
        }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { throw .usage("a password is needed and the terminal cannot be asked") }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
        silent.c_lflag |= tcflag_t(ICANON)
        tcsetattr(terminal, TCSAFLUSH, &silent)
        defer { tcsetattr(terminal, TCSAFLUSH, &before) }
        say(question, to: terminal)
        var line = [UInt8](repeating: 0, count: 4096)
        let count = read(terminal, &line, line.count)
        say("\n", to: terminal)
        let end = line.prefix(max(0, count)).firstIndex(where: { $0 == 10 || $0 == 3 })
        guard count > 0, let end, line[end] == 10 else { throw Failure(.interrupted, "interrupted", "no password was given") }
        defer { Wipe.octets(&line) }
        return Array(line[..<end])
    }

    /// Asks on the terminal whether to go on; Return alone, ^C and ^D are no.
    public static func yes(_ question: String) -> Bool {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return false }
        defer { close(terminal) }
        say(question, to: terminal)
        var line = [UInt8](repeating: 0, count: 256)
        let count = read(terminal, &line, line.count)
        guard count > 0 else {
            say("\n", to: terminal)
            return false
        }
        let answer = String(decoding: line.prefix(count), as: UTF8.self).filter { !$0.isWhitespace }.lowercased()
        return ["y", "yes"].contains(answer)
    }

    private static func say(_ text: String, to descriptor: Int32) {
        let octets = Array(Escape.line(text.replacing("\n", with: "")).utf8) + (text.hasSuffix("\n") ? [10] : [])
        _ = write(descriptor, octets, octets.count)
    }
}
