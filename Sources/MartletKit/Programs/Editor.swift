/// The user's editor: `$VISUAL`, `$EDITOR`, else `vi`.
enum Editor {
    /// Editors that take `+LINE` in front of the file's name.
    private static let takesLine = [
        "vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "jed", "joe", "mcedit", "micro", "kak", "ne", "ex",
        "nvi", "vis", "mg", "gedit", "kate", "zile",
    ]

    static var command: String {
        for name in ["VISUAL", "EDITOR"] { if let named = Folders.environment(name), !named.isEmpty { return named } }
        return "vi"
    }

    /// What stands behind the editor's command line, which may have arguments of its own.
    static func arguments(_ command: String, _ path: String, line: Int) -> [String] {
        let program = command.split(separator: " ").first.map(String.init) ?? command
        let name = program.split(separator: "/").last.map(String.init) ?? program
        return (takesLine.contains(name) ? ["+\(line)"] : []) + [path]
    }

    /// Runs it to its end, with the terminal.
    /// - Throws: exit code 78 where it cannot be started or fails.
    static func run(_ path: String, line: Int) throws(Failure) {
        let command = command
        let why: String
        do throws(Subprocess.StartError) {
            let program = try ForegroundProgram("\(command) \"$@\"", arguments(command, path, line: line))
            if program.wait() == .exit(0) { return }
            why = "the editor \"\(command)\" failed"
        } catch {
            why = SystemError.text(error.code)
        }
        throw Failure(.configuration, "editor", why, hint: "EDITOR=nano, or another that is here")
    }
}
