import CPluginSystem
import PluginSystem

/// `manifest.jsonl`: one JSON object a line for every message in the folder.
///
///     {"number":12,"account":"anna@pop.example.net","uid":"000a7f","listed":4711,"octets":4711,"sha256":"9f86…","file":"000a7f.eml"}
///
/// A unique-id is octets: those from 0x80 stand as the code points U+0080 to U+00FF. `number` is that of the session which
/// stored the message, null where a killed run never wrote it; `uid` is null where the server gave none; `listed` is the size that the
/// server told, absent where it told none; `sha256` is absent under `--no-hash`. `file` is last; of two lines for a file the
/// later one counts.
public final class Manifest {
    private let folder: ExportFolder
    private var descriptor: Int32
    private let buffer = OctetBuffer(capacity: 64 * 1024)
    /// `"account":"…",`, escaped once.
    private let account = OctetBuffer(capacity: 128)
    /// What stands in the folder, and what in the manifest: of a folder that is not new, once ``learn()`` was called.
    public private(set) var index = NameIndex()
    /// Whether some file may have more than one line.
    private var hasDoubles = false
    /// Whether something was written that is not durable yet.
    private var isDirty = false
    /// Where a write that failed began: the part of a line it may have left there goes before anything else comes.
    private var tornAt: Int64?

    /// Opens the manifest and cuts off a torn last line, unless the folder is for reading.
    /// - Parameter account: who the messages come from, as the ledger names it.
    public init(_ folder: ExportFolder, account: String = "") throws(SystemError) {
        self.folder = folder
        guard !folder.isForReading else {
            descriptor = try folder.openReading(FileNames.manifest)
            return
        }
        var made: Int32 = 0
        descriptor = try check(plugin_open_append(folder.descriptor, FileNames.manifest, &made), "open \(FileNames.manifest)")
        if made == 0 { try cutTornLine() } else { try folder.syncNames() }
        guard !account.isEmpty else { return }
        self.account.append("\"account\":\"")
        var account = account
        account.withUTF8 { JSONLine.append(text: UnsafeRawBufferPointer($0), to: self.account) }
        self.account.append("\",")
    }

    deinit { plugin_close(descriptor) }

    /// Learns the names in the folder and in the manifest; what dead runs left half written goes.
    public func learn() throws(SystemError) {
        let suffix = folder.layout == .files ? ".eml" : ""
        try folder.names { if $0.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) { index.mark($0, .present) } }
        let lines = lines()
        while let line = try lines.next() {
            guard let file = JSONLine.lastText(line) else { continue }
            if index.has(file, .listed) { hasDoubles = true }
            index.mark(file, .listed, content: ContentMark(line: line, file: file))
        }
    }

    /// Whether the name is known to be a message's of ours. Nothing is, in a new folder.
    public func lists(_ file: UnsafeRawBufferPointer) -> Bool { index.has(file, .listed) }

    /// Reads the manifest from its beginning.
    public func lines() -> ManifestLines { ManifestLines(descriptor, of: self) }

    /// Buffers a line. No allocation.
    /// - Parameters:
    ///   - number: nil where it is not known.
    ///   - uniqueID: nil where there is none.
    ///   - sha256: 32 octets or nil.
    ///   - file: a name of ``FileNames``, or made safe by ``FileNameTemplate``.
    ///   - listed: octets as LIST gave them; below 0: not known.
    public func append(
        number: UInt32?, uniqueID: UnsafeRawBufferPointer?, octets: Int64, sha256: UnsafeRawPointer?,
        file: UnsafeRawBufferPointer,
        listed: Int64 = -1
    ) {
        if index.count > 0, lists(file) { hasDoubles = true }
        buffer.append("{\"number\":")
        if let number { buffer.append(decimal: UInt64(number)) } else { buffer.append("null") }
        buffer.append(",")
        buffer.append(account.octets)
        buffer.append("\"uid\":")
        if let uniqueID {
            buffer.append(UInt8(ascii: "\""))
            JSONLine.append(octets: uniqueID, to: buffer)
            buffer.append(UInt8(ascii: "\""))
        } else {
            buffer.append("null")
        }
        if listed >= 0 {
            buffer.append(",\"listed\":")
            buffer.append(decimal: UInt64(listed))
        }
        buffer.append(",\"octets\":")
        buffer.append(decimal: UInt64(max(octets, 0)))
        if let sha256 {
            buffer.append(",\"sha256\":\"")
            buffer.append(hex: UnsafeRawBufferPointer(start: sha256, count: 32))
            buffer.append(UInt8(ascii: "\""))
        }
        buffer.append(",\"file\":\"")
        JSONLine.append(text: file, to: buffer)
        buffer.append("\"}\n")
    }

    /// Remembers a name that was stored or adopted in this run.
    func noteListed(_ file: UnsafeRawBufferPointer) { index.mark(file, [.present, .listed]) }

    /// Writes the buffered lines.
    public func flush() throws(SystemError) {
        guard buffer.count > 0 else { return }
        defer { buffer.removeAll() }
        isDirty = true
        try cutTornWrite()
        let start = try check(plugin_size(descriptor), "read \(FileNames.manifest)")
        tornAt = start
        try check(plugin_write(descriptor, buffer.octets.baseAddress, buffer.count), "write \(FileNames.manifest)")
        tornAt = nil
    }

    private func cutTornWrite() throws(SystemError) {
        guard let at = tornAt else { return }
        try check(plugin_truncate(descriptor, at), "repair \(FileNames.manifest)")
        tornAt = nil
    }

    /// Makes the written lines durable, where the folder is.
    public func sync() throws(SystemError) {
        guard folder.durable, isDirty else { return }
        try check(plugin_sync(descriptor), "write \(FileNames.manifest)")
        isDirty = false
    }

    /// Leaves one line for each file, the last, where there may be more: a message whose file was removed was stored again. The new
    /// manifest takes the place of the old one whole or not at all.
    public func removeDoubles() throws(SystemError) {
        guard hasDoubles else { return }
        try flush()
        try cutTornWrite()
        var last: [UInt64: Int] = [:]
        var number = 0
        let first = lines()
        while let line = try first.next() {
            number += 1
            if let file = JSONLine.lastText(line) { last[index.hash(file)] = number }
        }
        let part = FileNames.marker + ".manifest.part"
        plugin_remove(folder.descriptor, part)
        let made = try check(plugin_create(folder.descriptor, part), "write \(FileNames.manifest)")
        do throws(SystemError) {
            number = 0
            let again = lines()
            while let line = try again.next() {
                number += 1
                guard let file = JSONLine.lastText(line), last[index.hash(file)] == number else { continue }
                buffer.append(line)
                buffer.append("\n")
                if buffer.count > 1 << 16 { try write(to: made) }
            }
            try write(to: made)
            if folder.durable { try check(plugin_sync(made), "write \(FileNames.manifest)") }
            try check(plugin_replace(folder.descriptor, part, FileNames.manifest), "write \(FileNames.manifest)")
            try folder.syncNames()
        } catch {
            buffer.removeAll()
            plugin_close(made)
            plugin_remove(folder.descriptor, part)
            throw error
        }
        plugin_close(descriptor)
        (descriptor, hasDoubles, tornAt) = (made, false, nil)
    }

    private func write(to descriptor: Int32) throws(SystemError) {
        defer { buffer.removeAll() }
        if buffer.count > 0 {
            try check(plugin_write(descriptor, buffer.octets.baseAddress, buffer.count), "write \(FileNames.manifest)")
        }
    }

    /// A run that was killed in a write left a line without its end.
    private func cutTornLine() throws(SystemError) {
        let size = try check(plugin_size(descriptor), "read \(FileNames.manifest)")
        var end = size
        var chunk = [UInt8](repeating: 0, count: 4096)
        while end > 0 {
            let start = max(0, end - Int64(chunk.count))
            let got = try check(plugin_read_at(descriptor, &chunk, Int(end - start), start), "read \(FileNames.manifest)")
            if let last = chunk[..<Int(got)].lastIndex(of: UInt8(ascii: "\n")) {
                end = start + Int64(last) + 1
                break
            }
            end = start
        }
        if end < size { try check(plugin_truncate(descriptor, end), "repair \(FileNames.manifest)") }
    }
}
