/// A line of `[set]` or `[alias]`, with its place.
public struct ConfigLine: Equatable, Sendable {
    let name: String
    let value: String
    /// `config.toml:14`
    let place: String
}

extension ConfigTable {
    /// Reads `[set]`.
    /// - Throws: exit code 78, with file and line.
    func preferences() throws(Failure) -> [ConfigLine] {
        try refuseOthers(than: Preference.all.filter(\.isInFile).map(\.name))
        var lines: [ConfigLine] = []
        for key in keys {
            guard let preference = Preference.named(key) else { continue }
            let example = "\(key) = \"\(key == "pager" ? "less -R" : preference.standard)\""
            let text = try scalar(key, example: example)
            guard let value = preference.read(text) else {
                throw failure(at: key, "\"\(key)\" wants \(preference.values)", hint: example)
            }
            lines.append(ConfigLine(name: key, value: value, place: place(of: key)))
        }
        return lines
    }

    /// Reads `[alias]`.
    /// - Throws: exit code 78, with file and line.
    func aliases() throws(Failure) -> [ConfigLine] {
        var lines: [ConfigLine] = []
        for key in keys {
            guard Aliases.isName(key) else {
                throw failure(
                    at: key, "\"\(key)\" is no name for an alias", hint: "small letters, digits and \"-\", a letter in front")
            }
            guard let text = try string(key, example: "\(key) = \"headers last:20\"") else { continue }
            let commands: [[String]]
            do throws(Failure) { commands = try Words.commands(text, home: nil) } catch {
                throw failure(at: key, error.message, hint: "\(key) = \"headers last:20\"")
            }
            // What is typed behind an alias goes behind its words: it can belong to one command only.
            guard commands.count < 2 else {
                throw failure(
                    at: key, "\"\(key)\" is \(commands.count) commands, and an alias stands for one",
                    hint: "an alias for each, or a file with a command a line for martlet -f")
            }
            lines.append(ConfigLine(name: key, value: text, place: place(of: key)))
        }
        return lines
    }
}
