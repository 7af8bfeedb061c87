#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The program that shows long text a screen at a time: `$MARTLET_PAGER`, `$PAGER`, else `less`.
final class Pager {
    let name: String
    private let program: ForegroundProgram
    private var input: Int32
    /// What was written, while nobody can have read it: the system's shell may have found no such program.
    private var unread: [UInt8] = []
    /// More than any pipe holds: where that was taken, somebody reads.
    private static let unreadMost = 2 << 20
    private var isRead = false

    /// The command line of the user's pager; nil where none is wanted.
    static var command: String? {
        let named = Folders.environment("MARTLET_PAGER") ?? Folders.environment("PAGER") ?? "less"
        return isBlank(named) || named == "cat" || Folders.environment("TERM") == "dumb" ? nil : named
    }

    private static func isBlank(_ command: String) -> Bool { command.allSatisfy { $0 == " " || $0 == "\t" } }

    /// Starts it through the shell, as every program does with `$PAGER`.
    /// - Returns: nil where it cannot be started: the text is then shown without.
    static func start(_ command: String?) -> Pager? {
        // A page without a pager is a page.
        guard let command, !isBlank(command), let ends = try? Subprocess.makePipe() else { return nil }
        defer { close(ends.reading) }
        // As git and gh set it, where the user has not: quit if it fits, colours through, screen left as it is.
        let environment = Folders.environment("LESS") == nil ? ["LESS=FRX"] : []
        do throws(Subprocess.StartError) {
            let program = try ForegroundProgram(command, input: ends.reading, environment: environment)
            return Pager(command, program, ends.writing)
        } catch {
            close(ends.writing)
            return nil
        }
    }

    private init(_ name: String, _ program: ForegroundProgram, _ input: Int32) {
        (self.name, self.program, self.input) = (name, program, input)
    }

    /// A pager that was left takes no more: that is no error.
    /// - Returns: where there is no such program, all the text so far, this included: it is to be shown without.
    func write(_ text: String) -> [UInt8]? {
        guard input >= 0 else { return nil }
        let octets = Array(text.utf8)
        if !isRead {
            unread += octets
            isRead = unread.count > Self.unreadMost
            if isRead { unread = [] }
        }
        return Descriptor.writeAll(input, octets) == 0 ? nil : end()
    }

    /// Waits until the reader leaves. May be called again.
    /// - Returns: as ``write(_:)`` does.
    func end() -> [UInt8]? {
        guard input >= 0 else { return nil }
        close(input)
        input = -1
        let end = program.wait()
        defer { unread = [] }
        // What a shell says of a program that it cannot start, or does not find.
        return !isRead && (end == .exit(126) || end == .exit(127)) ? unread : nil
    }
}
