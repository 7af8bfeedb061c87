/// Which pieces are wanted: by where they stand, by type or by name. Several words add.
public struct PieceFilter {
    private enum Test {
        case path(String)
        case type(String)
        case name(String)
    }

    private var tests: [Test] = []

    public init() {}

    /// Whether nothing was asked for.
    public var isEmpty: Bool { tests.isEmpty }

    /// Whether a part was asked for by where it stands.
    public var namesPart: Bool {
        tests.contains { if case .path = $0 { true } else { false } }
    }

    /// Takes a word of the command line: `2`, `1.2`, `2:1`, `type:pdf`, `type:image/png`, `name:report`.
    /// - Returns: false for a word that is no such thing.
    public mutating func take(_ word: String) -> Bool {
        if word.hasPrefix("type:"), word.utf8.count > 5 {
            tests.append(.type(word.dropFirst(5).lowercased()))
        } else if word.hasPrefix("name:"), word.utf8.count > 5 {
            tests.append(.name(word.dropFirst(5).lowercased()))
        } else if Self.isPath(word) {
            tests.append(.path(word))
        } else {
            return false
        }
        return true
    }

    /// Digits, dots, colons, and the `m` of a message inside: "1", "2.m.1", "3:2".
    private static func isPath(_ word: String) -> Bool {
        guard let first = word.first, first.isASCII, first.isNumber || word.hasPrefix(".m") else { return false }
        return word.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ":" || $0 == "m") }
    }

    public func matches(_ piece: MailPiece) -> Bool {
        tests.contains { test in
            switch test {
            case .path(let path): return piece.path == path || piece.path.hasPrefix(path + ".")
            case .name(let text): return piece.name?.lowercased().contains(text) ?? false
            case .type(let type):
                if piece.mediaType == type || piece.mediaType.hasPrefix(type + "/") || piece.mediaType.hasSuffix("/" + type) {
                    return true
                }
                // "type:pdf" means files that are called so as well, because half of the PDFs come as application/octet-stream.
                return piece.fileName.lowercased().hasSuffix("." + type)
            }
        }
    }
}
