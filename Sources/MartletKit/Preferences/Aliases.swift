/// Names that the user gave to command lines: in the session, or in `[alias]` of config.toml.
public struct Aliases {
    private(set) var all: [String: (words: [String], origin: String)] = [:]

    init() {}

    init(_ lines: [ConfigLine]) {
        for line in lines {
            // Checked when the file was read.
            do throws(Failure) {
                all[line.name] = (try Words.split(line.value, home: Folders.environment("HOME")), line.place)
            } catch { continue }
        }
    }

    public var names: [String] { all.keys.sorted() }

    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 32 else { return false }
        return text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    mutating func set(_ name: String, _ words: [String]) { all[name] = (words, "set") }
    mutating func remove(_ name: String) -> Bool { all.removeValue(forKey: name) != nil }

    /// Takes out those whose name is a command's, which is never looked up as an alias.
    mutating func removeHidden(by registry: Registry) -> [(name: String, origin: String)] {
        let hidden = names.filter { registry.find($0) != nil }
        return hidden.compactMap { name in all.removeValue(forKey: name).map { (name, $0.origin) } }
    }

    /// The line with its first word replaced, once: an alias stands for a command, not for another alias. Commands go before.
    public func expanded(_ words: [String], _ registry: Registry) -> [String] {
        guard let name = words.first, registry.find(name) == nil, let found = all[name] else { return words }
        return found.words + words.dropFirst()
    }
}
