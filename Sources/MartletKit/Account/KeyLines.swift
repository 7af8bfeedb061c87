/// On which line each key of a TOML text stands. TOMLKit keeps that to itself, and an error without a line is half an error.
///
/// For text that was parsed already: what is not TOML gives lines that are wrong, and nothing worse.
struct KeyLines {
    private let octets: [UInt8]
    private var at = 0
    private var line = 1
    private var lines: [[String]: Int] = [:]

    /// A heading or an assignment, for who changes the text.
    struct Statement: Equatable {
        let path: [String]
        let isHeading: Bool
        /// From the beginning of its first line to the end of its last, line end included.
        let octets: Range<Int>
    }

    private(set) var statements: [Statement] = []

    init(_ octets: [UInt8]) {
        self.octets = octets
        // A byte order mark is of no line and no key.
        if octets.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        while at < octets.count { statement() }
    }

    /// The line of a key, counted from 1: of its first mention where a table has several. Of a key that is not there, its table's.
    subscript(path: [String]) -> Int {
        var path = path
        while !path.isEmpty {
            if let line = lines[path] { return line }
            path.removeLast()
        }
        return 1
    }

    // MARK: statements

    private var table: [String] = []

    private mutating func statement() {
        skipBlanks(linesToo: true)
        guard at < octets.count else { return }
        var began = at
        while began > 0, octets[began - 1] != UInt8(ascii: "\n") { began -= 1 }
        let isHeading = peek == UInt8(ascii: "[")
        let path: [String]
        if isHeading {
            while peek == UInt8(ascii: "[") { at += 1 }
            table = []
            key()
            path = table
        } else {
            path = assignment(in: table)
        }
        while at < octets.count, peek != UInt8(ascii: "\n") { at += 1 }
        statements.append(Statement(path: path, isHeading: isHeading, octets: began..<min(at + 1, octets.count)))
    }

    @discardableResult
    private mutating func assignment(in parent: [String]) -> [String] {
        let before = table
        table = parent
        let began = at
        key()
        let path = table
        table = before
        skipBlanks(linesToo: false)
        if peek == UInt8(ascii: "=") {
            at += 1
            value(path)
        } else if at == began {
            at += 1  // no key at all: not TOML
        }
        return path
    }

    /// Reads a dotted key behind ``table`` and notes the line of each of its parts.
    private mutating func key() {
        while true {
            skipBlanks(linesToo: false)
            guard let part = keyPart() else { return }
            table.append(part)
            if lines[table] == nil { lines[table] = line }
            skipBlanks(linesToo: false)
            guard peek == UInt8(ascii: ".") else { return }
            at += 1
        }
    }

    private mutating func keyPart() -> String? {
        switch peek {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return quoted()
        default:
            let began = at
            while let octet = peek, Self.isBare(octet) { at += 1 }
            return at == began ? nil : String(decoding: octets[began..<at], as: UTF8.self)
        }
    }

    private static func isBare(_ octet: UInt8) -> Bool {
        (octet >= 0x30 && octet <= 0x39) || (octet >= 0x41 && octet <= 0x5A) || (octet >= 0x61 && octet <= 0x7A)
            || octet == UInt8(ascii: "_") || octet == UInt8(ascii: "-")
    }

    // MARK: values

    private mutating func value(_ path: [String]) {
        skipBlanks(linesToo: true)
        switch peek {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = quoted()
        case UInt8(ascii: "["):
            at += 1
            list(until: UInt8(ascii: "]")) { $0.value(path) }
        case UInt8(ascii: "{"):
            at += 1
            list(until: UInt8(ascii: "}")) { $0.assignment(in: path) }
        default:
            while let octet = peek, !",]}#\n".utf8.contains(octet) { at += 1 }
        }
    }

    private mutating func list(until end: UInt8, _ element: (inout KeyLines) -> Void) {
        while true {
            skipBlanks(linesToo: true)
            guard let octet = peek else { return }
            if octet == end || octet == UInt8(ascii: ",") {
                at += 1
                if octet == end { return }
                continue
            }
            let began = at
            element(&self)
            if at == began { at += 1 }
        }
    }

    /// A string in any of the four ways, without its quotes; of its escapes only those a key may want are read.
    private mutating func quoted() -> String {
        let quote = octets[at]
        let count = octets[at...].prefix(3).elementsEqual([quote, quote, quote]) ? 3 : 1
        let isLiteral = quote == UInt8(ascii: "'")
        at += count
        var text: [UInt8] = []
        while let octet = peek {
            if octet == quote, octets[at...].prefix(count).allSatisfy({ $0 == quote }), octets.count - at >= count {
                at += count
                // Up to two quotes may stand before the three that end a text of many lines.
                if count == 3 { while peek == quote { at += 1 } }
                break
            }
            if octet == UInt8(ascii: "\n") {
                if count == 1 { break }
                line += 1
            }
            at += 1
            guard octet == UInt8(ascii: "\\"), !isLiteral else {
                text.append(octet)
                continue
            }
            if peek == UInt8(ascii: "\n") { line += 1 }
            escape(into: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func escape(into text: inout [UInt8]) {
        guard let octet = peek else { return }
        at += 1
        switch octet {
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let digits = octets[at...].prefix(octet == UInt8(ascii: "u") ? 4 : 8)
            at += digits.count
            let scalar = UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
            text += Array(String(Character(scalar ?? "\u{FFFD}")).utf8)
        default: text.append(octet)
        }
    }

    // MARK: octets

    private var peek: UInt8? { at < octets.count ? octets[at] : nil }

    /// Blanks, and comments where lines are passed over as well.
    private mutating func skipBlanks(linesToo: Bool) {
        while let octet = peek {
            switch octet {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): at += 1
            case UInt8(ascii: "\n") where linesToo:
                line += 1
                at += 1
            case UInt8(ascii: "#") where linesToo:
                while let octet = peek, octet != UInt8(ascii: "\n") { at += 1 }
            default: return
            }
        }
    }
}
