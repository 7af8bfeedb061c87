import CPluginSystem
import PluginSystem

/// A folder that pieces are written to: whole or not at all, and never over a file that is there.
public final class OutputFolder {
    /// Under which name a piece is there now.
    public struct Outcome: Equatable {
        public let name: String
        /// Whether we wrote it; else a file of that name had the same octets.
        public let isNew: Bool

        public init(name: String, isNew: Bool) { (self.name, self.isNew) = (name, isNew) }
    }

    /// Names tried for one piece: "a.pdf", "a (2).pdf" …
    private static let namesMost = 1000

    private let folder: Int32
    private var byProc: Int32 = 0

    /// Makes the folder where it is missing.
    public init(_ path: String) throws(SystemError) {
        try check(plugin_make_folders(path, 0), "make the folder")
        folder = try check(plugin_open_folder(path), "open the folder")
    }

    deinit { plugin_close(folder) }

    /// Writes one file.
    /// - Parameters:
    ///   - name: one that ``SafeName/fileName(_:else:)`` made.
    ///   - octets: calls its argument with every piece of the content.
    public func write(
        _ name: String, _ octets: (_ write: (UnsafeRawBufferPointer) throws(SystemError) -> Void) throws(SystemError) -> Void
    ) throws(SystemError) -> Outcome {
        let file = try TemporaryFile(folder)
        defer { file.close() }
        try octets { (piece) throws(SystemError) in
            try check(plugin_write(file.descriptor, piece.baseAddress, piece.count), "write \(name)")
        }
        try check(plugin_sync(file.descriptor), "write \(name)")
        for number in 1...Self.namesMost {
            let numbered = Self.numbered(name, number)
            if try file.take(numbered, &byProc) { return Outcome(name: numbered, isNew: true) }
            if plugin_same(folder, numbered, file.descriptor) == 1 { return Outcome(name: numbered, isNew: false) }
        }
        throw SystemError(17, "find a free name for \(name)")  // EEXIST
    }

    /// "a.pdf", "a (2).pdf".
    static func numbered(_ name: String, _ number: Int) -> String {
        guard number > 1 else { return name }
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(name) (\(number))" }
        return "\(name[..<dot]) (\(number))\(name[dot...])"
    }
}

/// A file that nobody sees until it has its name.
private final class TemporaryFile {
    let descriptor: Int32
    private let folder: Int32
    /// nil: it never had one.
    private let name: String?
    private var isNamed = false

    init(_ folder: Int32) throws(SystemError) {
        self.folder = folder
        let made = plugin_create_nameless(folder)
        if made >= 0 {
            (descriptor, name) = (made, nil)
            return
        }
        guard SystemError(-made, "").isUnsupported else { throw SystemError(-made, "create a file") }
        let hidden = ".martlet-\(String(plugin_random(), radix: 36))"
        (descriptor, name) = (try check(plugin_create(folder, hidden), "create a file"), hidden)
    }

    /// - Returns: false when the name is taken.
    func take(_ wanted: String, _ byProc: inout Int32) throws(SystemError) -> Bool {
        let status =
            name.map { plugin_rename_new(folder, $0, folder, wanted) }
            ?? plugin_name_nameless(folder, descriptor, wanted, &byProc)
        if status >= 0 {
            isNamed = true
            return true
        }
        let error = SystemError(-status, "name \(wanted)")
        guard error.isExisting else { throw error }
        return false
    }

    func close() {
        if let name, !isNamed { plugin_remove(folder, name) }
        plugin_close(descriptor)
    }
}
