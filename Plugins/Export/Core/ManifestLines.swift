import CPluginSystem
import PluginSystem

/// The lines of a manifest, one at a time. Memory is one piece and the longest line.
public final class ManifestLines {
    /// Longest line kept: a unique-id of 1,024 octets, all escaped, and a name. A longer one is not ours and is passed over.
    static let lineLimitOctets = 64 * 1024

    private let descriptor: Int32
    /// Keeps the descriptor open.
    private let owner: AnyObject?
    private var chunk = [UInt8](repeating: 0, count: 256 * 1024)
    private var filled = 0
    private var at = 0
    private var offset: Int64 = 0
    private let line = OctetBuffer(capacity: 1024)

    init(_ descriptor: Int32, of owner: AnyObject) { (self.descriptor, self.owner) = (descriptor, owner) }

    /// The lines of a folder's manifest as it is on the disk; none where there is no manifest.
    init(of folder: ExportFolder) throws(SystemError) {
        let opened = plugin_open_reading(folder.descriptor, FileNames.manifest)
        let error = SystemError(-opened, "read \(FileNames.manifest)")
        guard opened >= 0 || error.isAbsent else { throw error }
        (descriptor, owner) = (opened >= 0 ? opened : -1, nil)
    }

    deinit { if owner == nil { plugin_close(descriptor) } }

    /// The next line without its end; nil behind the last. Valid until the next call.
    public func next() throws(SystemError) -> UnsafeRawBufferPointer? {
        line.removeAll()
        while true {
            if at == filled {
                guard descriptor >= 0 else { return nil }
                let got = try check(plugin_read_at(descriptor, &chunk, chunk.count, offset), "read \(FileNames.manifest)")
                if got == 0 { return nil }
                (filled, at) = (Int(got), 0)
                offset += got
            }
            let end = chunk[at..<filled].firstIndex(of: UInt8(ascii: "\n"))
            chunk.withUnsafeBytes { chunk in
                let piece = UnsafeRawBufferPointer(rebasing: chunk[at..<(end ?? filled)])
                if line.count + piece.count <= Self.lineLimitOctets { line.append(piece) }
            }
            at = end.map { $0 + 1 } ?? filled
            if end != nil { return line.octets }
        }
    }
}

/// One line of a manifest, read. Texts are copies.
public struct ManifestEntry: Equatable {
    public var number: UInt32?
    public var account: String?
    /// Octets; nil where the server gave none.
    public var uniqueID: [UInt8]?
    /// Octets as LIST gave them; -1: not known.
    public var listed: Int64 = -1
    public var octets: Int64 = -1
    /// 32 octets.
    public var sha256: [UInt8]?
    /// Relative to the folder; never empty.
    public var file = ""

    /// nil where the line is no object with a file.
    public init?(_ line: UnsafeRawBufferPointer) {
        guard let fields = JSONLine.fields(line) else { return nil }
        for (key, value) in fields {
            switch (key, value) {
            case ("number", .number(let number)): self.number = UInt32(exactly: number)
            case ("account", .text(let text)): account = text
            case ("uid", .text(let text)): uniqueID = JSONLine.octets(of: text)
            case ("listed", .number(let number)): listed = number
            case ("octets", .number(let number)): octets = number
            case ("sha256", .text(let text)): sha256 = JSONLine.octets(ofHex: text).flatMap { $0.count == 32 ? $0 : nil }
            case ("file", .text(let text)): file = text
            default: break
            }
        }
        guard !file.isEmpty else { return nil }
    }
}
