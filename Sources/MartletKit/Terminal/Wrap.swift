/// Text in lines that fit.
public enum Wrap {
    /// Breaks at blanks; a word that is longer than a line stays whole.
    /// - Parameters:
    ///   - columns: of the terminal.
    ///   - indent: blanks before every line but the first.
    ///   - first: columns of what the first line stands behind; as many as the indent unless told.
    static func text(_ text: String, _ columns: Int, indent: Int, first: Int? = nil) -> String {
        var out = ""
        var used = first ?? indent
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let width = DisplayWidth.of(String(word))
            if !out.isEmpty {
                if used + 1 + width > columns {
                    out += "\n" + String(repeating: " ", count: indent)
                    used = indent
                } else {
                    out += " "
                    used += 1
                }
            }
            out += word
            used += width
        }
        return out
    }
}

extension Wrap {
    /// A line gets no second column that begins further right than this part of the screen.
    private static let columnShare = 0.6

    /// A page of help: a line that is too long goes on below its text, where it has a label in front and a gap behind that. Prose, which is
    /// what begins at the edge and has no gap, is broken anew from its paragraph's beginning. What fits stays as it is.
    public static func page(_ text: String, _ columns: Int) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var out: [String] = []
        var at = 0
        while at < lines.count {
            let prose = lines[at...].prefix(while: isProse)
            if prose.contains(where: { DisplayWidth.of($0) > columns }) {
                out.append(Wrap.text(prose.joined(separator: " "), columns, indent: 0))
                at += prose.count
            } else {
                let taken = max(1, prose.count)
                out += lines[at..<(at + taken)].map { line($0, columns) }
                at += taken
            }
        }
        return out.joined(separator: "\n")
    }

    private static func isProse(_ line: String) -> Bool {
        guard let first = line.first, first != " " else { return false }
        return !line.contains("  ") && !line.hasPrefix("USAGE: ") && !line.hasPrefix("OVERVIEW: ")
    }

    private static func line(_ line: String, _ columns: Int) -> String {
        guard DisplayWidth.of(line) > columns else { return line }
        let indent = line.prefix { $0 == " " }.count
        let body = line.dropFirst(indent)
        var (head, rest, hang) = (String(line.prefix(indent)), body, indent)
        if let gap = body.firstRange(of: "  ") {
            let behind = body[gap.upperBound...].drop { $0 == " " }
            let start = DisplayWidth.of(String(line[..<behind.startIndex]))
            let label = body[..<gap.lowerBound]
            if Double(start) <= Double(columns) * columnShare {
                (head, rest, hang) = (String(line[..<behind.startIndex]), behind, start)
            } else {
                // The label alone, what it means below it.
                hang = indent + 4
                head += label + "\n" + String(repeating: " ", count: hang)
                rest = behind
            }
        }
        return head + broken(String(rest), columns, indent: hang)
    }

    /// At a gap where there is one, for what stands behind it is a remark of its own.
    private static func broken(_ text: String, _ columns: Int, indent: Int) -> String {
        guard indent + DisplayWidth.of(text) > columns, let gap = text.firstRange(of: "  ") else {
            return Wrap.text(text, columns, indent: indent)
        }
        let behind = text[gap.upperBound...].drop { $0 == " " }
        return Wrap.text(String(text[..<gap.lowerBound]), columns, indent: indent) + "\n" + String(repeating: " ", count: indent)
            + broken(String(behind), columns, indent: indent)
    }
}
