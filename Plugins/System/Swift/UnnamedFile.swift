import CPluginSystem

/// A new file in a folder that nobody sees until it has its name: without a name on Linux, else under a hidden one.
///
/// Gone when it is let go of without a name.
public final class UnnamedFile {
    /// Open for reading and writing as long as this lives.
    public let descriptor: Int32
    private let folder: Int32
    /// nil: it has none.
    private let hidden: String?
    private var isNamed = false
    private var byProc: Int32 = 0

    /// - Parameter folder: a descriptor that lives as long as this.
    public init(in folder: Int32) throws(SystemError) {
        self.folder = folder
        let made = plugin_create_nameless(folder)
        if made >= 0 {
            (descriptor, hidden) = (made, nil)
            return
        }
        guard SystemError(-made, "").isUnsupported else { throw SystemError(-made, "create a file") }
        let hidden = ".martlet-\(String(plugin_random(), radix: 36))"
        (descriptor, self.hidden) = (try check(plugin_create(folder, hidden), "create a file"), hidden)
    }

    deinit {
        if let hidden, !isNamed { plugin_remove(folder, hidden) }
        plugin_close(descriptor)
    }

    public func write(_ octets: UnsafeRawBufferPointer) throws(SystemError) {
        try check(plugin_write(descriptor, octets.baseAddress, octets.count), "write a file")
    }

    /// Makes the octets durable: to be called before it gets its name.
    public func sync() throws(SystemError) { try check(plugin_sync(descriptor), "write a file") }

    /// Gives it the name, once; never takes one away.
    /// - Returns: false when the name is taken.
    public func take(_ name: String) throws(SystemError) -> Bool {
        let status =
            hidden.map { plugin_rename_new(folder, $0, folder, name) }
            ?? plugin_name_nameless(folder, descriptor, name, &byProc)
        if status >= 0 {
            isNamed = true
            return true
        }
        let error = SystemError(-status, "name a file")
        guard error.isExisting else { throw error }
        return false
    }
}
