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
            do throws(Failure) { _ = try Words.split(text, home: nil) } catch {
                throw failure(at: key, error.message, hint: "\(key) = \"headers last:20\"")
            }
            lines.append(ConfigLine(name: key, value: text, place: place(of: key)))
        }
        return lines
    }
}
