import PluginSystem

/// What `--name` says: text with fields in braces, "{n:06}-{date}-{subject}". `{{` and `}}` are the braces themselves.
///
/// A number behind a colon is how many digits `n` and `octets` have at least (`{n:6}` is `{n:06}`), how many characters a text has at
/// most (`{subject:40}`), how many digits of `sha256` there are (12 unless told).
public struct FileNameTemplate: Equatable, Sendable {
    public enum Field: String, CaseIterable, Sendable {
        case n, uid, date, time, from, name, subject, octets, sha256, account

        /// Whether a long value is cut for the sake of the others.
        var isText: Bool {
            switch self {
            case .uid, .from, .name, .subject, .account: true
            case .n, .date, .time, .octets, .sha256: false
            }
        }

        /// The largest number behind the colon; 0: none is allowed.
        var widthLimit: Int {
            switch self {
            case .n, .octets: 20
            case .sha256: 64
            case .date, .time: 0
            case .uid, .from, .name, .subject, .account: FileNameTemplate.longestOctets
            }
        }
    }

    enum Part: Equatable, Sendable {
        case literal(String)
        case field(Field, width: Int?)
    }

    /// Longest name made, extension included, in octets of UTF-8: with a number behind it (`-1234567`) still 200 at most, which every
    /// file system takes.
    public static let longestOctets = 190
    /// What the fixed text may have of that.
    static let literalLimitOctets = 100
    static let fileExtension = ".eml"

    let parts: [Part]

    /// - Throws: ``TemplateError``, which says what is wrong and what would be right.
    public init(_ text: String) throws(TemplateError) {
        var parts: [Part] = []
        var literal = ""
        var rest = text[...]
        while let first = rest.first {
            rest.removeFirst()
            if first == "{" || first == "}", rest.first == first {
                literal.append(first)
                rest.removeFirst()
            } else if first == "{" {
                guard let end = rest.firstIndex(of: "}") else {
                    throw TemplateError("a { is not closed in \"\(text)\"", hint: "{{ where the brace itself is meant")
                }
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = ""
                parts.append(try Self.field(rest[..<end]))
                rest = rest[rest.index(after: end)...]
            } else if first == "}" {
                throw TemplateError("a } has no { in \"\(text)\"", hint: "}} where the brace itself is meant")
            } else {
                literal.append(first)
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        self.parts = try Self.checked(parts, text)
    }

    public func holds(_ field: Field) -> Bool {
        parts.contains { if case .field(field, _) = $0 { true } else { false } }
    }

    /// Whether the header has to be read.
    public var needsHeader: Bool { [.date, .time, .from, .name, .subject].contains(where: holds) }

    private static func field(_ inside: Substring) throws(TemplateError) -> Part {
        let halves = inside.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let word = String(halves[0])
        guard let field = Field(rawValue: word) else {
            let all = Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: " ")
            throw TemplateError("there is no field {\(word)}", hint: closest(to: word).map { "{\($0)}" } ?? all)
        }
        guard halves.count == 2 else { return .field(field, width: nil) }
        guard field.widthLimit > 0 else {
            throw TemplateError("{\(word)} takes no width", hint: "{\(word)}")
        }
        guard halves[1].utf8.count <= 4, halves[1].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let width = Int(halves[1]),
            width >= 1, width <= field.widthLimit
        else {
            throw TemplateError("the width in {\(inside)} is no number from 1 to \(field.widthLimit)", hint: "{\(word):6}")
        }
        return .field(field, width: width)
    }

    /// Refuses folders and what could never be a name; the rest of the fixed text is cleaned as values are, the extension is left out.
    private static func checked(_ parts: [Part], _ text: String) throws(TemplateError) -> [Part] {
        var checked: [Part] = []
        var octets = 0
        for (index, part) in parts.enumerated() {
            guard case .literal(var literal) = part else {
                checked.append(part)
                continue
            }
            if index == parts.count - 1, literal.lowercased().hasSuffix(fileExtension) { literal.removeLast(fileExtension.count) }
            if literal.contains("/") || literal.contains("\\") {
                throw TemplateError("a name cannot hold a folder: \"\(text)\"", hint: "\"\(text.replacing("/", with: "-"))\"")
            }
            // Blanks at its ends stand between two values.
            let front = literal.first == " " ? " " : ""
            let back = literal.last == " " && literal.count > 1 ? " " : ""
            literal = front + SafeName.clean(literal) + back
            octets += literal.utf8.count
            if !literal.isEmpty { checked.append(.literal(literal)) }
        }
        guard octets <= literalLimitOctets else {
            throw TemplateError("the text between the fields is longer than \(literalLimitOctets) octets", hint: "a shorter one")
        }
        guard checked.contains(where: { if case .field = $0 { true } else { false } }) else {
            throw TemplateError("\"\(text)\" has no field: every message would have that name", hint: "{n}-{date}-{subject}")
        }
        return checked
    }

    /// The field that a slip of the keyboard or another mail program's habit may have meant.
    private static func closest(to word: String) -> String? {
        let lower = word.lowercased()
        if let meant = synonyms[lower] { return meant.rawValue }
        let near = Field.allCases.map { (distance(lower, $0.rawValue), $0.rawValue) }.min { $0.0 < $1.0 }
        guard let near, near.0 <= max(1, lower.count / 3) else { return nil }
        return near.1
    }

    private static let synonyms: [String: Field] = [
        "number": .n, "no": .n, "id": .uid, "uidl": .uid, "size": .octets, "bytes": .octets, "hash": .sha256, "sender": .from,
        "author": .name, "title": .subject, "day": .date, "user": .account,
    ]

    /// How many letters are to be put in, left out or changed.
    private static func distance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.utf8.prefix(32)), Array(other.utf8))
        var row = Array(0...other.count)
        for (i, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, theirs) in other.enumerated() {
                let changed = diagonal + (letter == theirs ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[other.count]
    }
}

/// What is wrong with a template, and what would be right.
public struct TemplateError: Error, Equatable, Sendable {
    /// Without full stop; holds words of the user's.
    public let text: String
    public let hint: String

    init(_ text: String, hint: String) { (self.text, self.hint) = (text, hint) }
}
