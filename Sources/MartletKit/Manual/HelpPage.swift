/// A command's help, read back into its parts: what completions and the manual say, they say in the same words.
///
/// The text is the one form of it that commands of every origin have. It is read from a very wide page, where nothing is wrapped.
struct HelpPage: Equatable {
    struct Entry: Equatable {
        /// `-a`, `--account`; of an argument its placeholder.
        var names: [String]
        /// The placeholder of its value; nil for a flag.
        var value: String?
        var text: String
    }

    /// Columns of a page on which no line is wrapped.
    static let wide = 100_000

    var overview = ""
    /// What stands between the overview and the usage, or behind the usage; lines as they were written.
    var details: [String] = []
    var usage: [String] = []
    var arguments: [Entry] = []
    var options: [Entry] = []

    init(_ command: any RegisteredCommand) { self.init(command.help(columns: Self.wide)) }

    init(_ text: String) {
        enum Part { case details, usage, arguments, options }
        var part = Part.details
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("OVERVIEW: ") {
                overview = String(line.dropFirst("OVERVIEW: ".count))
            } else if line.hasPrefix("USAGE: ") {
                usage = [String(line.dropFirst("USAGE: ".count))]
                part = .usage
            } else if line == "ARGUMENTS:" {
                part = .arguments
            } else if line == "OPTIONS:" {
                part = .options
            } else if line.hasPrefix("plugin: ") {
                part = .details
            } else {
                switch part {
                case .details: details.append(line)
                case .usage where line.isEmpty: part = .details
                case .usage: usage.append(Self.trimmed(line))
                case .arguments: Self.take(line, into: &arguments)
                case .options: Self.take(line, into: &options)
                }
            }
        }
        while details.first?.isEmpty == true { details.removeFirst() }
        while details.last?.isEmpty == true { details.removeLast() }
    }

    /// `  -a, --account <name>    what it does`; a label that is too long has its text on the next line, farther in.
    private static func take(_ line: String, into entries: inout [Entry]) {
        let indent = line.prefix { $0 == " " }.count
        let text = trimmed(line)
        guard !text.isEmpty else { return }
        guard indent <= 2 else {
            if !entries.isEmpty { entries[entries.count - 1].text += (entries.last?.text.isEmpty == true ? "" : " ") + text }
            return
        }
        let gap = text.firstRange(of: "  ")
        let label = gap.map { String(text[..<$0.lowerBound]) } ?? text
        var entry = Entry(names: [], value: nil, text: gap.map { trimmed(String(text[$0.upperBound...])) } ?? "")
        for word in label.split(whereSeparator: { $0 == " " || $0 == "," }) {
            if word.hasPrefix("-") {
                entry.names.append(String(word))
            } else {
                let bare = String(word.filter { !"<>".contains($0) })
                if entry.names.isEmpty { entry.names = [bare] } else { entry.value = bare }
            }
        }
        entries.append(entry)
    }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }

    /// Whether its argument is a selection.
    var takesSelection: Bool { usage.contains { $0.lowercased().contains("selection") } }
}
