internal import MartletKit

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What Tab offers. Looks at the registry, at folders and at what this session has seen, never at the network.
struct Completion {
    let registry: Registry
    let home: String?
    /// Names of accounts, asked for where one may stand.
    var accounts: () -> [String] = { [] }
    /// Names that the user gave.
    var aliases: () -> [String] = { [] }
    /// Senders that begin so, the last seen first.
    var senders: (_ beginning: String) -> [String] = { _ in [] }

    /// The whole words that may stand in place of the last one, quoted as the line needs it, in the order in which they are to be listed.
    /// - Parameters:
    ///   - line: what stands before the cursor.
    ///   - quote: the quote that stands open before the word.
    func candidates(_ line: String, quote: Character? = nil) -> [String] {
        let (before, word) = Words.unfinished(line)
        if let found = senders(line, before, word, quote: quote) { return found }
        let found = before.isEmpty ? matching(registry.commands.map(\.name) + aliases(), word) : arguments(before, word)
        // A name that would have to be escaped on the screen cannot be typed back either.
        return found.filter { Escape.line($0) == $0 }.compactMap { Words.quoted($0, open: quote) }.sorted()
    }

    private func arguments(_ before: [String], _ word: String) -> [String] {
        guard let command = registry.find(before[0]) else { return Self.isPath(word) ? paths(word) : [] }
        if word.hasPrefix("-"), !before.contains("--") {
            return matching((command.optionNames + Registry.optionsEverywhere).filter { !before.contains($0) }, word)
        }
        if let option = before.dropFirst().last, !before.contains("--"), let value = command.value(of: option) {
            return value == .path ? paths(word) : []
        }
        if before == ["plugin", "unload"] { return matching(registry.pluginNames, word) }
        if before == ["unalias"] { return matching(aliases(), word) }
        if Registry.takesAccount(behind: before) { return matching(accounts(), word) }
        if before.count == 1, case let words = registry.firstWords(of: command.name), !words.isEmpty {
            return matching(words, word)
        }
        if Self.isPath(word) { return paths(word) }
        let selection = takesSelection(command) ? selection(word) : []
        guard selection.isEmpty, !word.isEmpty, Self.takesPath(usage(of: command)) else { return selection }
        return paths(word)
    }

    private func usage(of command: any RegisteredCommand) -> String { command.help(columns: 200).lowercased() }

    func takesSelection(_ command: any RegisteredCommand) -> Bool { usage(of: command).contains("selection") }

    private func matching(_ words: [String], _ beginning: String) -> [String] { words.filter { $0.hasPrefix(beginning) } }

    /// The last term of a selection: `1-5,n` becomes `1-5,new`, `(fr` becomes `(from:`.
    private func selection(_ word: String) -> [String] {
        let start = Selection.lastTerm(of: word)
        return matching(Selection.completions, String(word[start...])).map { word[..<start] + $0 }
    }

    // MARK: paths

    /// A path says so by its beginning: `export new ~/x` needs no `--`.
    private static func isPath(_ word: String) -> Bool { ["/", "./", "../", "~/"].contains { word.hasPrefix($0) } }

    /// Whether the line of usage names a file or a folder.
    private static func takesPath(_ usage: String) -> Bool {
        guard let line = usage.split(separator: "\n").first(where: { $0.hasPrefix("usage:") }) else { return false }
        return ["file", "dir", "folder", "path"].contains { line.contains($0) }
    }

    /// The entries whose name begins as the word does; a folder ends in `/`. Hidden ones only where a dot was typed.
    private func paths(_ word: String) -> [String] {
        let slash = word.lastIndex(of: "/").map { word.index(after: $0) } ?? word.startIndex
        let folder = String(word[..<slash])
        let beginning = String(word[slash...])
        var real = folder.isEmpty ? "." : folder
        if real.hasPrefix("~/"), let home { real = home + real.dropFirst() }
        guard let listing = opendir(real) else { return [] }
        defer { closedir(listing) }
        var found: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            guard name.hasPrefix(beginning), name != ".", name != "..", beginning.hasPrefix(".") || !name.hasPrefix(".") else {
                continue
            }
            var facts = stat()
            let isFolder = stat(real + "/" + name, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
            found.append(folder + name + (isFolder ? "/" : ""))
        }
        return found.sorted()
    }
}
