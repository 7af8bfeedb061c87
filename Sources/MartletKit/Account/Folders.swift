#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Where martlet keeps what outlives a session (XDG Base Directory Specification 0.8).
public enum Folders {
    /// History, ledger, plugins' state: `$XDG_STATE_HOME/martlet`, made with mode 0700 where it is missing.
    public static func state() throws(Failure) -> String {
        try made(base("XDG_STATE_HOME", "/.local/state") + "/martlet")
    }

    /// What can be fetched again: `$XDG_CACHE_HOME/martlet`, made with mode 0700 where it is missing.
    static func cache() throws(Failure) -> String { try made(base("XDG_CACHE_HOME", "/.cache") + "/martlet") }

    /// The user's own plugins: `$XDG_DATA_HOME/martlet/plugins`. Not made.
    public static var userPlugins: String { base("XDG_DATA_HOME", "/.local/share") + "/martlet/plugins" }

    /// The accounts: `$XDG_CONFIG_HOME/martlet/config.toml`.
    public static var configFile: String { base("XDG_CONFIG_HOME", "/.config") + "/martlet/config.toml" }

    /// Makes the folder and those above it where missing, each with mode 0700 and a name that outlives a power cut.
    public static func made(_ path: String) throws(Failure) -> String {
        var at = path.startIndex
        var above = path.startIndex
        while at < path.endIndex {
            at = path[path.index(after: at)...].firstIndex(of: "/") ?? path.endIndex
            if mkdir(String(path[..<at]), 0o700) == 0 {
                syncNames(in: above == path.startIndex ? "/" : String(path[..<above]))
            } else if errno != EEXIST, errno != EISDIR, at == path.endIndex {
                throw Failure(
                    .cannotCreate, "folder", "the folder \(path) cannot be made: \(SystemError.text(errno))",
                    hint: "make it by hand, or set XDG_STATE_HOME")
            }
            above = at
        }
        return path
    }

    /// Makes the names in a folder durable, where the file system can. POSIX promises a new file no name that outlives a power cut
    /// before its folder was synced.
    static func syncNames(in folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// The specification: a value that is not absolute is ignored.
    private static func base(_ variable: String, _ fallback: String) -> String {
        if let value = environment(variable), value.hasPrefix("/") { return value }
        return (environment("HOME") ?? "/") + fallback
    }

    public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
