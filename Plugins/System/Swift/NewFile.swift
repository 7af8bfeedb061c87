import CPluginSystem

/// A file of the user's choice that is written whole or not at all, and never over another.
public enum NewFile {
    /// Whether the name is taken already, as far as can be seen: to say so before the work, not behind it. ``write(_:to:)`` looks again.
    public static func isTaken(_ path: String) -> Bool {
        let opened = plugin_open_file(path)
        if opened >= 0 { plugin_close(opened) }
        return opened >= 0
    }

    /// Mode 0666 without the umask.
    /// - Throws: ``SystemError/isExisting`` where anything has the name, a link that leads nowhere included.
    public static func write(_ octets: [UInt8], to path: String) throws(SystemError) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let name = String(path[(slash.map { path.utf8.index(after: $0) } ?? path.startIndex)...])
        guard !name.isEmpty, !path.utf8.contains(0) else { throw SystemError(.invalid, "write the file") }
        let above = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let folder = try check(plugin_open_folder(above), "open the folder")
        defer { plugin_close(folder) }
        let made = plugin_create_nameless(folder)
        guard made < 0 else {
            defer { plugin_close(made) }
            var byProc: Int32 = 0
            try fill(made, octets)
            try check(plugin_name_nameless(folder, made, name, &byProc), "name the file")
            return
        }
        guard SystemError(-made, "").isUnsupported else { throw SystemError(-made, "create the file") }
        let hidden = ".martlet-\(String(plugin_random(), radix: 36))"
        let file = try check(plugin_create(folder, hidden), "create the file")
        defer { plugin_close(file) }
        do {
            try fill(file, octets)
            try check(plugin_rename_new(folder, hidden, folder, name), "name the file")
        } catch {
            plugin_remove(folder, hidden)
            throw error
        }
    }

    private static func fill(_ file: Int32, _ octets: [UInt8]) throws(SystemError) {
        try check(plugin_write(file, octets, octets.count), "write the file")
        try check(plugin_sync(file), "write the file")
    }
}
