internal import CMartletPlugin

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Loads plugins and keeps their commands. A plugin that cannot be loaded is refused in one line; the rest load.
public final class PluginHost {
    private unowned let registry: Registry
    public private(set) var refusals: [PluginRefusal] = []
    /// By resolved path, every file whose code is in memory: it never leaves it again, and its entry point is called once.
    private var opened: [String: OpenedPlugin] = [:]
    /// The table handed to plugins: allocated once, never freed, because plugins keep its address.
    private let table: UnsafeMutablePointer<martlet_host>
    /// The plugin whose entry point runs now: its commands carry this name.
    private(set) var loading = ""
    private var registered: [PluginCommandEntry] = []
    private var registrationError: String?

    public init(registry: Registry) {
        self.registry = registry
        table = .allocate(capacity: 1)
        table.initialize(to: HostTable.make())
        HostTable.host = self
        registry.plugins = self
    }

    /// Loads every plugin of every folder, in the order of ``folders(executable:)``, then the files named.
    /// - Parameter shared: a folder where libraries may lie as well, which are passed over: that of the executable.
    public func load(folders: [String], files: [String], shared: String? = nil) {
        for folder in folders { loadFolder(folder, isShared: folder == shared) }
        for file in files { note(open(file)) }
    }

    /// Loads one file while the program runs.
    /// - Returns: the plugin's name, and the names of the commands it brought.
    /// - Throws: what refuses it; exit code 70, and 64 where there is no such file or it is loaded already.
    func load(_ file: String) throws(Failure) -> (name: String, commands: [String]) {
        guard access(file, F_OK) == 0 else { throw .usage("there is no file \(file)", hint: "plugin load FILE") }
        switch open(file) {
        case .loaded(let plugin):
            refusals.removeAll { $0.plugin == plugin.name }
            return (plugin.name, plugin.commands.map(\.name))
        case .known(let plugin):
            throw .usage("plugin \"\(plugin.name)\" is loaded already", hint: "plugin list")
        case .refused(let refusal):
            if !refusals.contains(refusal) { refusals.append(refusal) }
            throw refusal.failure
        }
    }

    /// Takes a plugin's commands out of the registry, and what was refused under this name out of ``refusals``. Its code stays in memory.
    /// - Returns: the names of the commands, and the files it came from; nil where there is no such plugin.
    func unload(_ name: String) -> (commands: [String], files: [String])? {
        let loaded = opened.filter { $0.value.isIn && $0.value.name == name }
        let files = loaded.map(\.key) + refusals.filter { $0.plugin == name }.map(\.path)
        guard !files.isEmpty else { return nil }
        refusals.removeAll { $0.plugin == name }
        var gone: [String] = []
        for (path, plugin) in loaded {
            for command in plugin.commands { registry.remove(command) }
            gone += plugin.commands.map(\.name)
            opened[path]?.isIn = false
        }
        return (gone, files.sorted())
    }

    /// Names of the plugins that are loaded or were refused, sorted.
    public var names: [String] {
        Set(opened.values.filter(\.isIn).map(\.name) + refusals.compactMap(\.plugin)).sorted()
    }

    /// The refused plugin that would have brought a command of this name, as far as that is known.
    func refusal(bringing command: String) -> PluginRefusal? {
        let name = Registry.shortNames[command] ?? command
        return refusals.first { $0.plugin == name || $0.plugin.flatMap { Self.ownCommands[$0] }?.contains(name) ?? false }
    }

    /// What the plugins that come with martlet bring: one of them that is refused cannot say so itself.
    private static let ownCommands = [
        "export": ["export", "ledger"], "headers": ["headers"], "mime": ["read", "parts", "extract", "raw"], "stats": ["stats"],
    ]

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
            refusals.append(PluginRefusal(path: folder, plugin: nil, reason: .other(reason)))
            return
        }
        // SwiftPM builds its dependencies' dynamic variants beside the executable: megabytes to search at every start.
        for name in names.sorted() where !isShared || !name.contains("-dynamic.") && SharedObject.namesEntry(folder + "/" + name)
        { note(open(folder + "/" + name)) }
    }

    private enum Opening {
        case loaded(OpenedPlugin), known(OpenedPlugin), refused(PluginRefusal)
    }

    /// A file that lies in two folders is loaded from the first.
    private func note(_ opening: Opening) {
        if case .refused(let refusal) = opening, !refusals.contains(refusal) { refusals.append(refusal) }
    }

    private func open(_ file: String) -> Opening {
        let path = file.contains("/") ? file : "./" + file
        func refused(_ reason: String) -> Opening {
            .refused(PluginRefusal(path: path, plugin: Self.pluginName(path), reason: .other(reason.replacing("\n", with: " "))))
        }
        guard let real = realpath(path, nil) else { return refused(SystemError.text(errno)) }
        defer { free(real) }
        let resolved = String(cString: real)
        guard let identity = FileIdentity(resolved) else { return refused(SystemError.text(errno)) }
        if let known = opened[resolved] { return again(known, resolved, path, identity) }
        if let reason = Self.writableByOthers(resolved) { return refused(reason) }
        if SharedObject.isCutOff(resolved) { return refused("it is cut off: a part of the file is missing") }
        guard let handle = dlopen(resolved, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
            return refused(dlerror().map { String(cString: $0) } ?? "it cannot be opened")
        }
        var plugin = OpenedPlugin(name: Self.pluginName(resolved), identity: identity)
        defer { opened[resolved] = plugin }
        guard let symbol = dlsym(handle, "martlet_plugin_init") else {
            plugin.refusal = PluginRefusal(
                path: path, plugin: plugin.name, reason: .other("it has no martlet_plugin_init, so it is no martlet plugin"))
            return .refused(plugin.refusal!)
        }
        if let reason = start(unsafeBitCast(symbol, to: Entry.self), &plugin) {
            plugin.refusal = PluginRefusal(path: path, plugin: plugin.name, reason: reason)
            return .refused(plugin.refusal!)
        }
        return .loaded(plugin)
    }

    private typealias Entry = @convention(c) (UnsafePointer<martlet_host>) -> Int32

    /// - Returns: why it refuses; its commands are out of the registry then.
    private func start(_ entry: Entry, _ plugin: inout OpenedPlugin) -> PluginRefusal.Reason? {
        loading = plugin.name
        (registered, registrationError) = ([], nil)
        defer { loading = "" }
        let answer = entry(table)
        plugin.commands = registered
        plugin.isIn = answer == 0
        guard answer != 0 else { return nil }
        for command in registered { registry.remove(command) }
        let built = UInt32(bitPattern: answer) ^ UInt32(MARTLET_BUILT_FOR_ABI)
        if registrationError == nil, built >> 16 == 0, built != 0 {
            return .interface(UInt32(bitPattern: answer) & 0xFFFF)
        }
        return .other(
            registrationError ?? "its martlet_plugin_init answered \(answer); martlet's interface is \(MARTLET_ABI)")
    }

    /// A file whose code is in memory already: the loader would give that code again, whatever the file holds now.
    private func again(_ known: OpenedPlugin, _ resolved: String, _ path: String, _ identity: FileIdentity) -> Opening {
        guard known.identity == identity else {
            return .refused(
                PluginRefusal(
                    path: path, plugin: known.name,
                    reason: .other("it was opened before it changed, and stays in memory as it was; start martlet anew")))
        }
        if let refusal = known.refusal { return .refused(refusal) }
        guard !known.isIn else { return .known(known) }
        for (index, command) in known.commands.enumerated() where !registry.add(command) {
            for added in known.commands[..<index] { registry.remove(added) }
            return .refused(
                PluginRefusal(
                    path: path, plugin: known.name, reason: .other("a command \"\(command.name)\" exists already")))
        }
        opened[resolved]?.isIn = true
        return .loaded(known)
    }

    /// Called by a plugin's entry point through the host table.
    func register(_ command: UnsafePointer<martlet_command>) -> Int32 {
        do throws(Failure) {
            let made = try PluginCommandEntry(command, plugin: loading)
            guard registry.add(made) else {
                registrationError = "a command \"\(made.name)\" exists already"
                return 1
            }
            registered.append(made)
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
