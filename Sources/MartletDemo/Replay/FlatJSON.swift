/// A JSON object on one line whose values are strings and whole numbers (RFC 8259), as our own files have them.
struct FlatJSON {
    private var texts: [String: String] = [:]
    private var numbers: [String: Int64] = [:]

    func text(_ key: String) -> String? { texts[key] }
    func number(_ key: String) -> Int64? { numbers[key] }

    /// nil for anything else.
    init?(_ line: Substring) {
        var rest = line.unicodeScalars[...]
        func skip() { while let next = rest.first, next == " " || next == "\t" || next == "\r" { rest.removeFirst() } }
        func take(_ scalar: Unicode.Scalar) -> Bool {
            skip()
            guard rest.first == scalar else { return false }
            rest.removeFirst()
            return true
        }
        guard take("{") else { return nil }
        if !take("}") {
            repeat {
                skip()
                guard let key = Self.string(&rest), take(":") else { return nil }
                skip()
                if rest.first == "\"" {
                    guard let value = Self.string(&rest) else { return nil }
                    texts[key] = value
                } else {
                    let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "-" }
                    guard let value = Int64(String(digits)) else { return nil }
                    rest = rest.dropFirst(digits.count)
                    numbers[key] = value
                }
            } while take(",")
            guard take("}") else { return nil }
        }
        skip()
        guard rest.isEmpty else { return nil }
    }

    private static func string(_ rest: inout Substring.UnicodeScalarView) -> String? {
        guard rest.popFirst() == "\"" else { return nil }
        var out = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return String(out)
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                switch escaped {
                case "n": out.append("\n")
                case "r": out.append("\r")
                case "t": out.append("\t")
                case "b": out.append("\u{8}")
                case "f": out.append("\u{C}")
                case "\"", "\\", "/": out.append(escaped)
                case "u":
                    let hex = String(String.UnicodeScalarView(rest.prefix(4)))
                    guard hex.unicodeScalars.count == 4, let value = UInt32(hex, radix: 16), let found = Unicode.Scalar(value)
                    else {
                        return nil
                    }
                    rest = rest.dropFirst(4)
                    out.append(found)
                default: return nil
                }
            default: out.append(scalar)
            }
        }
        return nil
    }
}
