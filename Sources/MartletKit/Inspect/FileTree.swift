#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The regular files below a folder, folder by folder in the order of their names. Links are not followed.
enum FileTree {
    /// Folders in folders that are walked into; deeper ones are a loop of mounts or somebody's joke.
    private static let depthMost = 64

    /// - Parameter each: gets paths relative to the folder; answers false to stop.
    /// - Returns: what could not be read, as "path: reason".
    static func walk(_ folder: String, _ each: (String) -> Bool) -> [String] {
        var unread: [String] = []
        _ = walk(folder, "", 0, &unread, each)
        return unread
    }

    private static func walk(
        _ folder: String, _ relative: String, _ depth: Int, _ unread: inout [String], _ each: (String) -> Bool
    ) -> Bool {
        let path = relative.isEmpty ? folder : folder + "/" + relative
        guard depth <= depthMost, let entries = names(in: path) else {
            unread.append("\(path): \(SystemError.text(depth <= depthMost ? errno : ELOOP))")
            return true
        }
        for name in entries {
            let below = relative.isEmpty ? name : relative + "/" + name
            var about = stat()
            guard lstat(folder + "/" + below, &about) == 0 else { continue }  // gone since
            switch about.st_mode & S_IFMT {
            case S_IFREG: if !each(below) { return false }
            case S_IFDIR: if !walk(folder, below, depth + 1, &unread, each) { return false }
            default: break
            }
        }
        return true
    }

    private static func names(in path: String) -> [String]? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var found: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { at in
                at.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { found.append(name) }
        }
        return found.sorted()
    }
}
