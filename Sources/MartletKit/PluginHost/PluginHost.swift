internal import CMartletPlugin

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Loads plugins and keeps their commands. A plugin that cannot be loaded is refused in one line; the rest load.
public final class PluginHost {
    /// Why a file was not loaded.
    public struct Refusal: Equatable, Sendable {
        public let path: String
        public let reason: String

        /// One line for people.
        public var text: String { "plugin \(path) was not loaded: \(reason)" }
    }

    private let registry: Registry
    public private(set) var refusals: [Refusal] = []
    private var loaded: Set<String> = []
    /// The table handed to plugins: allocated once, never freed, because plugins keep its address.
    private let table: UnsafeMutablePointer<martlet_host>
    /// The plugin whose entry point runs now: its commands carry this name.
    private(set) var loading = ""
    private var registrationError: String?

    public init(registry: Registry) {
        self.registry = registry
        table = .allocate(capacity: 1)
        table.initialize(to: HostTable.make())
        HostTable.host = self
    }

    /// Loads every plugin of every folder, in the order of ``folders(executable:)``, then the files named.
    /// - Parameter shared: a folder where libraries may lie as well, which are passed over: that of the executable.
    public func load(folders: [String], files: [String], shared: String? = nil) {
        for folder in folders { loadFolder(folder, isShared: folder == shared) }
        for file in files { load(file.contains("/") ? file : "./" + file) }
    }

    /// Where plugins are looked for; never the current folder (FIELD: a folder of mail may hold anything).
    public static func folders(executable: String) -> [String] {
        var folders: [String] = []
        if let path = Folders.environment("MARTLET_PLUGIN_PATH") {
            folders += path.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
        }
        if executable.contains("/") {
            let beside = folder(of: executable)
            folders += [beside, beside + "/../lib/martlet/plugins"]
        }
        return folders + [Folders.userPlugins, "/usr/local/lib/martlet/plugins", "/usr/lib/martlet/plugins"]
    }

    /// The folder that a file is in.
    public static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    private func loadFolder(_ folder: String, isShared: Bool) {
        guard let listing = opendir(folder) else { return }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name.hasSuffix(".so") || name.hasSuffix(".dylib") { names.append(name) }
        }
        guard !names.isEmpty else { return }
        if let reason = Self.writableByOthers(folder) {
            refusals.append(Refusal(path: folder, reason: reason))
            return
        }
        // SwiftPM builds its dependencies' dynamic variants beside the executable: megabytes to search at every start.
        for name in names.sorted() where !isShared || !name.contains("-dynamic.") && SharedObject.namesEntry(folder + "/" + name)
        { load(folder + "/" + name) }
    }

    private func load(_ path: String) {
        guard let real = realpath(path, nil) else {
            return refuse(path, SystemError.text(errno))
        }
        defer { free(real) }
        let resolved = String(cString: real)
        guard loaded.insert(resolved).inserted else { return }
        if let reason = Self.writableByOthers(resolved) { return refuse(path, reason) }
        if SharedObject.isCutOff(resolved) { return refuse(path, "it is cut off: a part of the file is missing") }
        guard let handle = dlopen(resolved, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
            return refuse(path, dlerror().map { String(cString: $0) } ?? "it cannot be opened")
        }
        guard let symbol = dlsym(handle, "martlet_plugin_init") else {
            return refuse(path, "it has no martlet_plugin_init, so it is no martlet plugin")
        }
        let entry = unsafeBitCast(symbol, to: (@convention(c) (UnsafePointer<martlet_host>) -> Int32).self)
        loading = Self.pluginName(resolved)
        registrationError = nil
        let answer = entry(table)
        if answer != 0 {
            refuse(
                path, registrationError ?? "its martlet_plugin_init answered \(answer); martlet's interface is \(MARTLET_ABI)")
        }
        loading = ""
    }

    private func refuse(_ path: String, _ reason: String) {
        refusals.append(Refusal(path: path, reason: reason.replacing("\n", with: " ")))
    }

    /// Called by a plugin's entry point through the host table.
    func register(_ command: UnsafePointer<martlet_command>) -> Int32 {
        do throws(Failure) {
            let made = try PluginCommandEntry(command, plugin: loading)
            guard registry.add(made) else {
                registrationError = "a command \"\(made.name)\" exists already"
                return 1
            }
            return 0
        } catch {
            registrationError = error.message
            return 1
        }
    }

    /// A file or folder that others may write is not ours to run.
    private static func writableByOthers(_ path: String) -> String? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return SystemError.text(errno) }
        if facts.st_mode & 0o022 != 0 { return "others may write it (chmod go-w)" }
        return facts.st_uid == 0 || facts.st_uid == geteuid() ? nil : "it belongs to somebody else"
    }

    /// "libExport.so" → "export", "libMIMEPlugin.so" → "mime".
    private static func pluginName(_ path: String) -> String {
        var name = path.split(separator: "/").last.map(String.init) ?? path
        if let dot = name.firstIndex(of: ".") { name = String(name[..<dot]) }
        name = (name.hasPrefix("lib") ? String(name.dropFirst(3)) : name).lowercased()
        return name.hasSuffix("plugin") && name.count > 6 ? String(name.dropLast(6)) : name
    }
}
