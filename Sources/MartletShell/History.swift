internal import CReadline
internal import MartletKit

/// The lines of before: in memory for the arrow keys, and in `history` in the state folder with mode 0600.
struct History {
    static let limit = 1000
    /// nil: this session's lines only.
    private var path: String?
    /// The line that is last in the file, as far as we know: it is not written twice.
    private var last: String?

    /// Reads the file. History is a comfort: what goes wrong is told once and the shell opens without.
    init(console: Console) {
        do throws(Failure) {
            let path = try Folders.state() + "/history"
            let error = mrl_history_load(path, Self.limit)
            if error != 0 { console.warn("no history from \(path): \(SystemError.text(error))") } else { self.path = path }
        } catch { console.warn("no history: \(error.message)") }
    }

    /// Remembers a line, unless it must not be known afterwards.
    mutating func add(_ line: String, console: Console) {
        guard Self.isStorable(line) else { return }
        var line = line
        while line.last == " " || line.last == "\t" { line.removeLast() }  // completion leaves one
        mrl_history_add(line)
        guard let path, line != last else { return }
        let error = mrl_history_append(path, line)
        if error == 0 { return last = line }
        console.warn("the history is not kept: \(SystemError.text(error))")
        self.path = nil
    }

    /// Not stored: blank lines, lines that begin with a blank, and lines in which a password may stand, by the habits of POP3 and
    /// of URLs, whether or not the command takes one.
    static func isStorable(_ line: String) -> Bool {
        guard let first = line.unicodeScalars.first, first != " ", first != "\t" else { return false }
        // Also blindly: a ; in a password makes two commands of its line.
        return !line.split(separator: " ").map(String.init).contains(where: hasPassword)
            && Words.unfinishedCommands(line).allSatisfy(isStorable)
    }

    private static func isStorable(_ words: [String]) -> Bool {
        let words = words.filter { !$0.isEmpty }
        switch words.first?.lowercased().drop(while: { $0 == "-" }) ?? "" {
        case "pass" where words.count > 1, "apop" where words.count > 2, "auth" where words.count > 3: return false
        default: return !words.contains(where: hasPassword)
        }
    }

    /// `scheme://user:password@host`.
    private static func hasPassword(_ word: String) -> Bool {
        guard let scheme = word.firstRange(of: "://") else { return false }
        let authority = word[scheme.upperBound...]
        guard let at = authority.lastIndex(of: "@") else { return false }
        return authority[..<at].contains(":")
    }
}
