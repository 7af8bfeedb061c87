import CPluginSystem

/// A file of the user's choice that is written whole or not at all, and never over another.
public enum NewFile {
    /// Whether the name is taken already, as far as can be seen: to say so before the work, not behind it. ``write(_:to:)`` looks again.
    public static func isTaken(_ path: String) -> Bool {
        let opened = plugin_open_file(path)
        if opened >= 0 { plugin_close(opened) }
        return opened >= 0
    }

    /// The folder that a file stands in, as it is reached.
    public static func folder(of path: String) -> String {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        return slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// The action of an error that is the folder's, not the file's.
    public static let openingFolder = "open the folder"

    /// Mode 0666 without the umask.
    /// - Throws: ``SystemError/isExisting`` where anything has the name, a link that leads nowhere included.
    public static func write(_ octets: [UInt8], to path: String) throws(SystemError) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let name = String(path[(slash.map { path.utf8.index(after: $0) } ?? path.startIndex)...])
        guard !name.isEmpty, !path.utf8.contains(0) else { throw SystemError(.invalid, "write the file") }
        let folder = try check(plugin_open_folder(Self.folder(of: path)), Self.openingFolder)
        defer { plugin_close(folder) }
        let file = try UnnamedFile(in: folder)
        // Typed throws do not pass `withUnsafeBytes`.
        let failure = octets.withUnsafeBytes { octets -> SystemError? in
            do throws(SystemError) { try file.write(octets) } catch { return error }
            return nil
        }
        if let failure { throw failure }
        try file.sync()
        guard try file.take(name) else { throw SystemError(.existing, "name the file") }
    }
}
