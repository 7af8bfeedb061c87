import CExportSystem

/// One line of `manifest.jsonl`.
struct ManifestLine: Equatable {
    var number: UInt32?
    /// Octets, as the server sent them; nil where there was none.
    var uniqueID: [UInt8]?
    var octets: Int64 = 0
    /// Hexadecimal digits; nil where nobody hashed.
    var sha256: [UInt8]?
    /// Octets of the name within the store.
    var file: [UInt8] = []
}

/// Reads `manifest.jsonl` line by line, whoever wrote it last: what is no line of ours is passed over.
///
/// Memory: one line, at most ``lineLimitOctets``.
struct ManifestReader: ~Copyable {
    /// A longer line is passed over; the longest that we write has some 6 octets for each of a unique-id.
    static let lineLimitOctets = 64 << 10

    /// -1: there is no manifest.
    private let descriptor: Int32
    private var chunk = [UInt8](repeating: 0, count: 64 << 10)
    private var unread: Range<Int> = 0..<0
    private var at: Int64 = 0
    private var line: [UInt8] = []

    /// A folder without manifest has no lines.
    init(_ folder: ExportFolder) throws(SystemError) {
        let opened = export_open_reading(folder.descriptor, FileNames.manifest)
        let error = SystemError(-opened, "read \(FileNames.manifest)")
        guard opened >= 0 || error.isAbsent else { throw error }
        descriptor = opened >= 0 ? opened : -1
    }

    deinit { export_close(descriptor) }

    /// nil behind the last whole line.
    mutating func next() throws(SystemError) -> ManifestLine? {
        while try readLine() {
            if line.count <= Self.lineLimitOctets, let found = ManifestLine(json: line) { return found }
        }
        return nil
    }

    /// Whether there was one more, now in `line` without its LF.
    private mutating func readLine() throws(SystemError) -> Bool {
        line.removeAll(keepingCapacity: true)
        while true {
            if unread.isEmpty {
                guard descriptor >= 0 else { return false }
                let got = try check(export_read_at(descriptor, &chunk, chunk.count, at), "read \(FileNames.manifest)")
                guard got > 0 else { return false }
                at += got
                unread = 0..<Int(got)
            }
            let end = chunk[unread].firstIndex(of: UInt8(ascii: "\n"))
            if line.count <= Self.lineLimitOctets { line += chunk[unread.lowerBound..<(end ?? unread.upperBound)] }
            unread = (end.map { $0 + 1 } ?? unread.upperBound)..<unread.upperBound
            if end != nil { return true }
        }
    }
}

extension ManifestLine {
    /// A flat JSON object that has a `file`; members that we do not know are passed over, nested ones make it none of ours.
    init?(json line: [UInt8]) {
        var rest = line[...]
        func skip() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d } }
        func take(_ octet: UInt8) -> Bool {
            skip()
            guard rest.first == octet else { return false }
            rest.removeFirst()
            return true
        }
        guard take(UInt8(ascii: "{")) else { return nil }
        var hasFile = false
        repeat {
            guard take(UInt8(ascii: "\"")), let name = Self.string(&rest), take(UInt8(ascii: ":")) else { return nil }
            skip()
            if rest.first == UInt8(ascii: "\"") {
                rest.removeFirst()
                guard let value = Self.string(&rest) else { return nil }
                switch name {
                case "uid": uniqueID = value.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
                case "sha256": sha256 = Array(value.utf8)
                case "file": (file, hasFile) = (Array(value.utf8), true)
                default: break
                }
            } else {
                let word = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") && $0 > 0x20 }
                guard let first = word.first, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else { return nil }
                rest = rest[word.endIndex...]
                let text = String(decoding: word, as: UTF8.self)
                if name == "number" { number = UInt32(text) }
                if name == "octets" { octets = Int64(text) ?? 0 }
            }
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")), hasFile, !file.isEmpty else { return nil }
        skip()
        guard rest.isEmpty else { return nil }
    }

    /// The inside of a string whose quote is read already, up to behind the closing one.
    private static func string(_ rest: inout ArraySlice<UInt8>) -> String? {
        var octets: [UInt8] = []
        while let octet = rest.popFirst() {
            if octet == UInt8(ascii: "\"") { return String(decoding: octets, as: UTF8.self) }
            guard octet == UInt8(ascii: "\\") else {
                octets.append(octet)
                continue
            }
            guard let kind = rest.popFirst() else { return nil }
            switch kind {
            case UInt8(ascii: "u"):
                guard rest.count >= 4, let code = UInt32(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16),
                    let scalar = Unicode.Scalar(code)
                else { return nil }
                rest = rest.dropFirst(4)
                octets += String(Character(scalar)).utf8
            case UInt8(ascii: "n"): octets.append(0x0a)
            case UInt8(ascii: "t"): octets.append(0x09)
            case UInt8(ascii: "r"): octets.append(0x0d)
            case UInt8(ascii: "b"): octets.append(0x08)
            case UInt8(ascii: "f"): octets.append(0x0c)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): octets.append(kind)
            default: return nil
            }
        }
        return nil
    }
}
