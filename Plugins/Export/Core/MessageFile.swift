import CExportSystem

/// How this folder's file system lets a file come into being unseen. Learnt once, kept for the run.
public struct MessageFiles {
    /// Files without a name (Linux, most file systems); else a temporary name.
    public internal(set) var nameless: Bool
    private var byProc: Int32 = 0
    private let run = export_random()
    private var parts: UInt64 = 0
    private let scratch = OctetBuffer(capacity: 64)

    /// - Parameter nameless: false starts with temporary names, as other systems do.
    public init(nameless: Bool = true) { self.nameless = nameless }

    /// Opens a file nobody sees.
    mutating func open(in folder: ExportFolder) throws(SystemError) -> MessageFile {
        if nameless {
            let made = export_create_nameless(folder.descriptor)
            if made >= 0 { return MessageFile(descriptor: made, part: 0) }
            let error = SystemError(-made, "create a file")
            guard error.isUnsupported else { throw error }
            nameless = false
        }
        parts += 1
        return MessageFile(descriptor: try check(export_create(folder.descriptor, partName(parts)), "create a file"), part: parts)
    }

    /// Gives a whole file its name, once.
    /// - Returns: false when the name is taken.
    mutating func name(_ file: MessageFile, in folder: ExportFolder, as name: UnsafePointer<CChar>) throws(SystemError) -> Bool {
        let status =
            file.part == 0
            ? export_name_nameless(folder.descriptor, file.descriptor, name, &byProc)
            : export_rename_new(folder.descriptor, partName(file.part), name)
        if status >= 0 { return true }
        let error = SystemError(-status, "name a file")
        guard error.isExisting else { throw error }
        return false
    }

    /// Lets go of a file; one that was not named vanishes.
    func close(_ file: MessageFile, in folder: ExportFolder, named: Bool) {
        if file.part != 0, !named { export_remove(folder.descriptor, partName(file.part)) }
        export_close(file.descriptor)
    }

    private func partName(_ part: UInt64) -> UnsafePointer<CChar> {
        scratch.removeAll()
        FileNames.append(part: part, run: run, to: scratch)
        scratch.append(0)
        return scratch.name(at: 0)
    }
}

/// A message being written. Trivial to copy: the batch owns the descriptor.
struct MessageFile {
    let descriptor: Int32
    /// Which temporary name it has; 0: none.
    let part: UInt64

    /// Appends the octets, all of them: one system call, no copy.
    @inline(__always)
    func write(_ octets: UnsafeRawBufferPointer) throws(SystemError) {
        try check(export_write(descriptor, octets.baseAddress, octets.count), "write a message")
    }

    /// Whether the file of that name is a regular one with the same octets.
    func isSame(as name: UnsafePointer<CChar>, in folder: ExportFolder) throws(SystemError) -> Bool {
        try check(export_same(folder.descriptor, name, descriptor), "compare with a file that exists") == 1
    }
}
