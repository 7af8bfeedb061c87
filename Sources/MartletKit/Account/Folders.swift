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

    public static func made(_ path: String) throws(Failure) -> String {
        var at = path.startIndex
        while at < path.endIndex {
            at = path[path.index(after: at)...].firstIndex(of: "/") ?? path.endIndex
            if mkdir(String(path[..<at]), 0o700) != 0, errno != EEXIST, errno != EISDIR, at == path.endIndex {
                throw Failure(
                    .cannotCreate, "folder", "the folder \(path) cannot be made: \(SystemError.text(errno))",
                    hint: "make it by hand, or set XDG_STATE_HOME")
            }
        }
        return path
    }

    /// The specification: a value that is not absolute is ignored.
    private static func base(_ variable: String, _ fallback: String) -> String {
        if let value = environment(variable), value.hasPrefix("/") { return value }
        return (environment("HOME") ?? "/") + fallback
    }

    public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
