import CExportSystem

/// `manifest.jsonl`: one JSON object a line for every message in the folder.
///
///     {"number":12,"uid":"000a7f","octets":4711,"sha256":"9f86…","file":"000a7f.eml"}
///
/// A unique-id is octets: those from 0x80 stand as the code points U+0080 to U+00FF. `number` is that of the session which
/// stored the message, null where a killed run never wrote it; `uid` is null where the server gave none; `sha256` is absent
/// under `--no-hash`. `file` is last and unique.
public final class Manifest {
    private let folder: ExportFolder
    private let descriptor: Int32
    private let buffer = OctetBuffer(capacity: 64 * 1024)
    /// Files that have their line already; empty, and never asked, in a new folder.
    private var listed: Set<String> = []

    /// Opens the manifest, cuts off a torn last line and learns what is listed.
    public init(_ folder: ExportFolder) throws(SystemError) {
        self.folder = folder
        var made: Int32 = 0
        descriptor = try check(export_open_append(folder.descriptor, FileNames.manifest, &made), "open \(FileNames.manifest)")
        if made == 0 {
            try readListed()
        } else {
            try folder.syncNames()
        }
    }

    deinit { export_close(descriptor) }

    public func lists(_ file: UnsafeRawBufferPointer) -> Bool {
        !listed.isEmpty && listed.contains(String(decoding: file, as: UTF8.self))
    }

    /// Buffers a line, unless the file has one. No allocation in a new folder.
    /// - Parameters:
    ///   - number: nil where it is not known.
    ///   - uniqueID: nil where there is none.
    ///   - sha256: 32 octets or nil.
    ///   - file: a name of ``FileNames``, which needs no escaping.
    public func append(
        number: UInt32?, uniqueID: UnsafeRawBufferPointer?, octets: Int64, sha256: UnsafeRawPointer?, file: UnsafeRawBufferPointer
    ) {
        guard !lists(file) else { return }
        buffer.append("{\"number\":")
        if let number { buffer.append(decimal: UInt64(number)) } else { buffer.append("null") }
        buffer.append(",\"uid\":")
        if let uniqueID {
            buffer.append(UInt8(ascii: "\""))
            Self.append(escaped: uniqueID, to: buffer)
            buffer.append(UInt8(ascii: "\""))
        } else {
            buffer.append("null")
        }
        buffer.append(",\"octets\":")
        buffer.append(decimal: UInt64(max(octets, 0)))
        if let sha256 {
            buffer.append(",\"sha256\":\"")
            buffer.append(hex: UnsafeRawBufferPointer(start: sha256, count: 32))
            buffer.append(UInt8(ascii: "\""))
        }
        buffer.append(",\"file\":\"")
        buffer.append(file)
        buffer.append("\"}\n")
    }

    /// Remembers what was adopted, so that it is listed once although it comes twice.
    func noteListed(_ file: UnsafeRawBufferPointer) { listed.insert(String(decoding: file, as: UTF8.self)) }

    /// Writes the buffered lines, durably where the folder is.
    public func flush() throws(SystemError) {
        guard buffer.count > 0 else { return }
        defer { buffer.removeAll() }
        try check(export_write(descriptor, buffer.octets.baseAddress, buffer.count), "write \(FileNames.manifest)")
        if folder.durable { try check(export_sync(descriptor), "write \(FileNames.manifest)") }
    }

    /// The inside of a JSON string.
    static func append(escaped octets: UnsafeRawBufferPointer, to out: OctetBuffer) {
        for octet in octets {
            switch octet {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                out.append(UInt8(ascii: "\\"))
                out.append(octet)
            case 0x20..<0x7f:
                out.append(octet)
            case 0..<0x20, 0x7f..<0xa0:  // C1 too: a terminal may obey it
                out.append("\\u00")
                withUnsafeBytes(of: octet) { out.append(hex: $0) }
            default:  // two octets of UTF-8
                out.append(0xc0 | octet >> 6)
                out.append(0x80 | octet & 0x3f)
            }
        }
    }

    /// Reads the file names at the ends of the lines; cuts what stands behind the last LF.
    private func readListed() throws(SystemError) {
        let size = try check(export_size(descriptor), "read \(FileNames.manifest)")
        var chunk = [UInt8](repeating: 0, count: 256 * 1024)
        var line: [UInt8] = []
        var at: Int64 = 0
        while at < size {
            let got = try check(export_read_at(descriptor, &chunk, chunk.count, at), "read \(FileNames.manifest)")
            if got == 0 { break }
            at += got
            var rest = chunk[..<Int(got)]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                line.append(contentsOf: rest[..<end])
                learn(line)
                line.removeAll(keepingCapacity: true)
                rest = rest[(end + 1)...]
            }
            line.append(contentsOf: rest)
        }
        if !line.isEmpty {
            try check(export_truncate(descriptor, at - Int64(line.count)), "repair \(FileNames.manifest)")
        }
    }

    private func learn(_ line: [UInt8]) {
        guard line.suffix(2).elementsEqual("\"}".utf8) else { return }
        let head = line.dropLast(2)
        guard let quote = head.lastIndex(of: UInt8(ascii: "\"")) else { return }
        listed.insert(String(decoding: head[(quote + 1)...], as: UTF8.self))
    }
}
