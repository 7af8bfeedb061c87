internal import POP3

/// Accounts as text in config.toml: one more behind what is there, one less, and every other octet as it was. The file is its owner's.
enum AccountText {
    /// The table of an account.
    static func table(_ account: Account, cleartext: Bool) -> String {
        let settings = account.settings
        var lines = [heading(account.name)]
        func line(_ key: String, _ value: String) { lines.append(Self.line(key, value)) }
        if let address = account.address { line("address", quoted(address)) }
        if let endpoint = settings.endpoint { line("server", quoted(url(endpoint))) }
        if let user = settings.user { line("user", quoted(user)) }
        if let member = password(settings.token ?? settings.password) {
            line(settings.token == nil ? "password" : "token", "{ \(member) }")
        }
        if let file = settings.trust.caFile { line("ca-file", quoted(file)) }
        if let pin = settings.trust.pin {
            line("pin", quoted(Hex.text(pin)))
        }
        if cleartext { line("insecure-cleartext", "true") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `key      = value`, the signs of equality below each other.
    static func line(_ key: String, _ value: String) -> String {
        key + String(repeating: " ", count: max(0, 8 - key.count)) + " = " + value
    }

    /// `[account.NAME]`, or that of a table in it.
    static func heading(_ name: String, _ inner: String? = nil) -> String {
        "[account.\(key(name))\(inner.map { "." + $0 } ?? "")]"
    }

    /// What stands in `password = { … }`; nil for a password that is asked for.
    static func password(_ source: PasswordSource) -> String? {
        switch source {
        case .command(let text): "command = \(quoted(text))"
        case .program(let words): "command = [\(words.map(quoted).joined(separator: ", "))]"
        case .file(let path): "file = \(quoted(path))"
        case .netrc(let path): "netrc = \(quoted(path))"
        case .prompt, .descriptor, .given: nil
        }
    }

    /// The file with one more table.
    /// - Parameter old: empty for a new file, whose default the account becomes.
    static func adding(_ table: String, of name: String, to old: [UInt8]) -> [UInt8] {
        if old.isEmpty { return Array("default = \(quoted(name))\n\n\(table)".utf8) }
        return old + (old.last == 10 ? [] : [10]) + [10] + Array(table.utf8)
    }

    /// The file without the account, and without a `default` that names it. Comments and blank lines around its table stay.
    static func removing(_ name: String, isDefault: Bool, from old: [UInt8]) -> [UInt8] {
        let statements = KeyLines(old).statements
        let place = ["account", name]
        var cut: [Range<Int>] = []
        var isInside = false
        for statement in statements {
            if statement.isHeading { isInside = statement.path.starts(with: place) }
            if isInside || statement.path.starts(with: place) || (isDefault && statement.path == ["default"]) {
                // A table goes whole, with the comments between its lines.
                if isInside, !statement.isHeading, let last = cut.popLast() {
                    cut.append(last.lowerBound..<statement.octets.upperBound)
                } else {
                    cut.append(statement.octets)
                }
            }
        }
        var new: [UInt8] = []
        var at = 0
        for range in cut where range.lowerBound >= at {
            new += old[at..<range.lowerBound]
            at = range.upperBound
        }
        return new + old[at...]
    }

    /// `pops://host[:port]`, `pop://…`.
    static func url(_ endpoint: Endpoint) -> String {
        let scheme = endpoint.security == .tls ? "pops" : "pop"
        let usual: UInt16 = endpoint.security == .tls ? 995 : 110
        if endpoint.port != usual { return "\(scheme)://\(endpoint.authority)" }
        return "\(scheme)://" + (endpoint.host.contains(":") ? "[\(endpoint.host)]" : endpoint.host)
    }

    /// The words of a command that needs no shell; nil where only a shell reads it right.
    static func plainWords(_ command: String) -> [String]? {
        let words = command.split(separator: " ").map(String.init)
        guard let first = words.first, !first.contains("="),
            command.utf8.allSatisfy({
                ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A)
                    || " _-./@:+,=%".utf8.contains($0)
            })
        else { return nil }
        return words
    }

    /// A key: bare where it may be; a dot would make two of it.
    private static func key(_ text: String) -> String { text.contains(".") ? quoted(text) : text }

    /// A basic string (TOML 1.0).
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let hex = String(scalar.value, radix: 16, uppercase: true)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
