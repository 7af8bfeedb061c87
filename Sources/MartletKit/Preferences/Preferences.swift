/// What the user set, and where: on the command line of the shell before config.toml before what we think best.
public struct Preferences {
    private var values: [String: (value: String, origin: String)] = [:]

    init() {}

    /// - Parameter lines: of `[set]`, checked.
    init(_ lines: [ConfigLine]) {
        for line in lines { values[line.name] = (line.value, line.place) }
    }

    public var confirms: Bool { value("confirm") != "never" }
    public var timing: Bool { value("timing") == "on" }
    /// nil: stays.
    public var idle: Duration? {
        Preference.seconds(value("idle"), 1...86_400).map { .seconds($0) }
    }

    /// nil: none is wanted.
    var pager: String? {
        let set = value("pager")
        return set.isEmpty ? Pager.command : set == "off" ? nil : set
    }

    func value(_ name: String) -> String { values[name]?.value ?? Preference.named(name)?.standard ?? "" }

    func origin(_ name: String) -> String { values[name]?.origin ?? "default" }

    /// - Throws: exit code 64 for a name or value that is none.
    mutating func set(_ name: String, _ text: String) throws(Failure) {
        let preference = try Self.named(name)
        guard let value = preference.read(text) else {
            throw .usage("\(name) wants \(preference.values), not \"\(text)\"", hint: "set \(name) \(preference.example)")
        }
        values[name] = (value, "set")
    }

    static func named(_ name: String) throws(Failure) -> Preference {
        if let found = Preference.named(name) { return found }
        let near = EditDistance.nearest(to: name, among: Preference.all.map(\.name))
        throw .usage("no setting \"\(name)\"", hint: near.map { "set \($0)" } ?? "set  (lists all)")
    }
}

extension Preference {
    /// A value that is understood.
    var example: String { name == "pager" ? "'less -R'" : standard }
}
