/// One thing that `set` sets: a row in ``all``.
struct Preference: Sendable {
    let name: String
    /// What it may be, for people.
    let values: String
    let about: String
    let standard: String
    /// Whether `[set]` in config.toml may say it.
    var isInFile = true
    /// The value as it is kept; nil for what is none.
    let read: @Sendable (String) -> String?

    static let all = [
        Preference(
            name: "confirm", values: "always, never", about: "ask before mail is deleted for good", standard: "always",
            read: { word(of: ["always", "never"], $0) }),
        Preference(
            name: "idle", values: "10s to 24h, never", about: "sign out of the shell after so long without a command",
            standard: "5m", read: { $0 == "never" ? $0 : seconds($0, 10...86_400).map { "\($0)s" } }),
        Preference(
            name: "pager", values: "a command, off", about: "the program that shows long text", standard: "",
            read: { $0.isEmpty ? nil : $0 }),
        Preference(
            name: "timeout", values: "1s to 24h", about: "give up a silent server, from the next connection on", standard: "60s",
            isInFile: false, read: { seconds($0, 1...86_400).map { "\($0)s" } }),
        Preference(
            name: "timing", values: "on, off", about: "tell what each command cost", standard: "off",
            read: { word(of: ["on", "off"], $0) ?? word(of: ["true", "false"], $0).map { $0 == "true" ? "on" : "off" } }),
    ]

    static func named(_ name: String) -> Preference? { all.first { $0.name == name } }

    private static func word(of known: [String], _ text: String) -> String? { known.first { $0 == text.lowercased() } }

    /// `90`, `90s`, `5m`, `2h`.
    static func seconds(_ text: String, _ range: ClosedRange<Int>) -> Int? {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        let unit = text.last.flatMap { units[$0] }
        let digits = unit == nil ? text[...] : text.dropLast()
        guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(digits) else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
        return !overflow && range.contains(product) ? product : nil
    }
}
