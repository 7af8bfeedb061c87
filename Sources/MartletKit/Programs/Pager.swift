#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The program that shows long text a screen at a time: `$MARTLET_PAGER`, `$PAGER`, else `less`.
final class Pager {
    private let program: ForegroundProgram
    private var input: Int32

    /// The command line of the user's pager; nil where none is wanted.
    static var command: String? {
        let named = Folders.environment("MARTLET_PAGER") ?? Folders.environment("PAGER") ?? "less"
        return named == "cat" || Folders.environment("TERM") == "dumb" ? nil : named
    }

    /// Starts it through the shell, as every program does with `$PAGER`.
    /// - Returns: nil where it cannot be started: the text is then shown without.
    static func start(_ command: String?) -> Pager? {
        guard let command, let ends = try? Subprocess.makePipe() else { return nil }  // a page without a pager is a page
        defer { close(ends.reading) }
        // As git and gh set it, where the user has not: quit if it fits, colours through, screen left as it is.
        let environment = Folders.environment("LESS") == nil ? ["LESS=FRX"] : []
        do throws(Subprocess.StartError) {
            return Pager(try ForegroundProgram(command, input: ends.reading, environment: environment), ends.writing)
        } catch {
            close(ends.writing)
            return nil
        }
    }

    private init(_ program: ForegroundProgram, _ input: Int32) { (self.program, self.input) = (program, input) }

    /// A pager that was left takes no more: that is no error.
    func write(_ text: String) {
        guard input >= 0, Descriptor.writeAll(input, Array(text.utf8)) != 0 else { return }
        closeInput()
    }

    /// Waits until the reader leaves.
    func end() {
        closeInput()
        _ = program.wait()
    }

    private func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }
}
