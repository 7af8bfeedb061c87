internal import TOMLKit

/// A table of the configuration that knows where it stands: hands out its members by type, and refuses what it does not know.
struct ConfigTable {
    /// The text all tables are of.
    final class Source {
        /// As errors call the file: `config.toml`.
        let name: String
        /// The folder that relative paths are relative to.
        let folder: String
        let lines: KeyLines

        init(name: String, folder: String, octets: [UInt8]) {
            self.name = name
            self.folder = folder
            lines = KeyLines(octets)
        }
    }

    let source: Source
    private let table: TOMLTable
    private let path: [String]

    init(_ table: TOMLTable, path: [String] = [], source: Source) {
        self.table = table
        self.path = path
        self.source = source
    }

    /// Sorted, as the parser keeps them.
    var keys: [String] { table.keys }

    /// - Throws: for the first key that is none of `known`.
    func refuseOthers(than known: [String]) throws(Failure) {
        for key in keys where !known.contains(key) {
            let near = EditDistance.nearest(to: key, among: known)
            throw failure(at: key, "unknown key \"\(key)\"", hint: near ?? "one of \(known.joined(separator: ", "))")
        }
    }

    // MARK: members

    /// - Parameter example: the line that would be right, for the error.
    func string(_ key: String, example: String) throws(Failure) -> String? {
        guard let value = table[key] else { return nil }
        guard let string = value.string else { throw wrongType(key, "a string", value.type, example) }
        guard !string.isEmpty else { throw failure(at: key, "\"\(key)\" is empty", hint: example) }
        return string
    }

    func flag(_ key: String) throws(Failure) -> Bool? {
        guard let value = table[key] else { return nil }
        guard let flag = value.bool else { throw wrongType(key, "true or false", value.type, "\(key) = true") }
        return flag
    }

    func integer(_ key: String, _ range: ClosedRange<Int>, example: String) throws(Failure) -> Int? {
        guard let value = table[key] else { return nil }
        guard let integer = value.int else { throw wrongType(key, "a whole number", value.type, example) }
        guard range.contains(integer) else {
            throw failure(at: key, "\"\(key)\" wants \(range.lowerBound) to \(range.upperBound)", hint: example)
        }
        return integer
    }

    func table(_ key: String, example: String) throws(Failure) -> ConfigTable? {
        guard let value = table[key] else { return nil }
        guard let inner = value.table else { throw wrongType(key, "a table", value.type, example) }
        return ConfigTable(inner, path: path + [key], source: source)
    }

    /// A list of strings, or the one string; nil where the key is missing.
    func words(_ key: String, example: String) throws(Failure) -> (list: [String]?, string: String?)? {
        guard let value = table[key] else { return nil }
        if value.type == .string { return (nil, try string(key, example: example)) }
        guard let array = value.array else { throw wrongType(key, "a string or a list of strings", value.type, example) }
        var words: [String] = []
        for index in 0..<array.count {
            guard let word = array[index].string else {
                throw wrongType(key, "strings in its list", array[index].type, example)
            }
            words.append(word)
        }
        guard words.first?.isEmpty == false else { throw failure(at: key, "\"\(key)\" is empty", hint: example) }
        return (words, nil)
    }

    /// A path: `~/` is the home, and what is not absolute is relative to the configuration's folder.
    func path(_ key: String, example: String) throws(Failure) -> String? {
        guard let text = try string(key, example: example) else { return nil }
        if text.hasPrefix("/") { return text }
        if text.hasPrefix("~/"), let home = Folders.environment("HOME") { return home + text.dropFirst() }
        return source.folder + "/" + text
    }

    /// A string, or a whole number or a truth value as text.
    func scalar(_ key: String, example: String) throws(Failure) -> String {
        guard let value = table[key] else { return "" }
        if let number = value.int { return String(number) }
        if let flag = value.bool { return String(flag) }
        return try string(key, example: example) ?? ""
    }

    /// `config.toml:14`, the line of the key.
    func place(of key: String) -> String { "\(source.name):\(source.lines[path + [key]])" }

    func isString(_ key: String) -> Bool { table[key]?.type == .string }

    // MARK: failing

    /// `config.toml:14: message`; the line is that of the key, or the table's own.
    func failure(at key: String? = nil, _ message: String, hint: String?) -> Failure {
        let line = source.lines[key.map { path + [$0] } ?? path]
        return Failure(.configuration, "config", "\(source.name):\(line): \(message)", hint: hint)
    }

    private func wrongType(_ key: String, _ wanted: String, _ type: TOMLType, _ example: String) -> Failure {
        failure(at: key, "\"\(key)\" wants \(wanted), not \(Self.name(type))", hint: example)
    }

    private static func name(_ type: TOMLType) -> String {
        switch type {
        case .table: "a table"
        case .array: "a list"
        case .string: "a string"
        case .int: "a whole number"
        case .double: "a fraction"
        case .bool: "true or false"
        case .date: "a date"
        case .time: "a time"
        case .dateTime: "a date and time"
        }
    }
}
