import CPluginSystem
import PluginSystem

/// Opens files nobody sees. How this folder's file system lets them come into being is learnt once and kept for the run.
public struct MessageFiles {
    /// Files without a name (Linux, most file systems); else a temporary name.
    public internal(set) var nameless: Bool
    let run = plugin_random()
    private var parts: UInt64 = 0
    private let scratch = OctetBuffer(capacity: 64)

    /// - Parameter nameless: false starts with temporary names, as other systems do.
    public init(nameless: Bool = true) { self.nameless = nameless }

    mutating func open(in folder: ExportFolder) throws(SystemError) -> MessageFile {
        if nameless {
            let made = plugin_create_nameless(folder.parts)
            if made >= 0 { return MessageFile(descriptor: made, run: run, part: 0) }
            let error = SystemError(-made, "create a file")
            guard error.isUnsupported else { throw error }
            nameless = false
        }
        parts += 1
        let name = MessageFile.partName(parts, run: run, scratch)
        return MessageFile(descriptor: try check(plugin_create(folder.parts, name), "create a file"), run: run, part: parts)
    }
}

/// Gives whole files their names. Apart from ``MessageFiles``, because names are given by the thread that commits while the next
/// messages are opened already.
struct MessageNames {
    private var byProc: Int32 = 0
    private let scratch = OctetBuffer(capacity: 64)

    /// - Returns: false when the name is taken.
    mutating func name(_ file: MessageFile, in folder: ExportFolder, as name: UnsafePointer<CChar>) throws(SystemError) -> Bool {
        let status =
            file.part == 0
            ? plugin_name_nameless(folder.names, file.descriptor, name, &byProc)
            : plugin_rename_new(folder.parts, MessageFile.partName(file.part, run: file.run, scratch), folder.names, name)
        if status >= 0 { return true }
        let error = SystemError(-status, "name a file")
        guard error.isExisting else { throw error }
        return false
    }
}

/// A message being written. Trivial to copy: the batch owns the descriptor.
struct MessageFile {
    let descriptor: Int32
    let run: UInt64
    /// Which temporary name it has; 0: none.
    let part: UInt64

    /// Appends the octets, all of them: one system call, no copy.
    @inline(__always)
    func write(_ octets: UnsafeRawBufferPointer) throws(SystemError) {
        try check(plugin_write(descriptor, octets.baseAddress, octets.count), "write a message")
    }

    /// Whether the file of that name is a regular one with the same octets.
    func isSame(as name: UnsafePointer<CChar>, in folder: ExportFolder) throws(SystemError) -> Bool {
        try check(plugin_same(folder.names, name, descriptor), "compare with a file that exists") == 1
    }

    /// Whether a stored message of that name, wherever it lies now, has the same octets; no when it is there no longer.
    func isSame(asStored file: String, in folder: ExportFolder) throws(SystemError) -> Bool {
        guard let other = folder.open(file) else { return false }
        defer { plugin_close(other) }
        return try check(plugin_same_octets(other, descriptor), "compare with a file that exists") == 1
    }

    /// Lets go of it; one that was not named vanishes.
    func close(in folder: ExportFolder, named: Bool) {
        if part != 0, !named {
            let scratch = OctetBuffer(capacity: 64)
            plugin_remove(folder.parts, Self.partName(part, run: run, scratch))
            withExtendedLifetime(scratch) {}
        }
        plugin_close(descriptor)
    }

    static func partName(_ part: UInt64, run: UInt64, _ scratch: OctetBuffer) -> UnsafePointer<CChar> {
        scratch.removeAll()
        FileNames.append(part: part, run: run, to: scratch)
        scratch.append(0)
        return scratch.name(at: 0)
    }
}
