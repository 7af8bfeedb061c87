import CPluginSystem
import PluginSystem

/// A folder that an export wrote, for reading alone: nothing is made, locked or mended.
public final class FinishedFolder {
    private let descriptor: Int32
    private let manifest: Int32

    /// - Throws: where there is no folder, or no manifest in it.
    public convenience init(path: String) throws(SystemError) {
        try self.init(octets: Array(path.utf8))
    }

    public init(octets path: [UInt8]) throws(SystemError) {
        guard !path.contains(0) else { throw SystemError(2, "open the folder") }
        descriptor = try check(plugin_open_folder(path.map { CChar(bitPattern: $0) } + [0]), "open the folder")
        manifest = try check(plugin_open_reading(descriptor, FileNames.manifest), "open \(FileNames.manifest)")
    }

    deinit {
        plugin_close(manifest)
        plugin_close(descriptor)
    }

    public func manifestLines() -> ManifestLines { ManifestLines(manifest, of: self) }

    /// Reads a file of the manifest through a digest; nil where it is not there or cannot be read.
    ///
    /// A manifest is a file that others may have written: no name in it leads out of the folder. In a Maildir a message may have been
    /// moved by its reader.
    public func hash(
        _ file: String, begin: () -> Void, add: (UnsafeRawBufferPointer) -> Void, end: () -> [UInt8]
    ) -> (octets: Int64, sha256: [UInt8])? {
        guard let opened = open(file) else { return nil }
        defer { plugin_close(opened) }
        var chunk = [UInt8](repeating: 0, count: 128 * 1024)
        var octets: Int64 = 0
        begin()
        while true {
            let got = plugin_read_at(opened, &chunk, chunk.count, octets)
            if got < 0 { return nil }
            if got == 0 { return (octets, end()) }
            chunk.withUnsafeBytes { add(UnsafeRawBufferPointer(rebasing: $0[..<Int(got)])) }
            octets += got
        }
    }

    private func open(_ file: String) -> Int32? {
        let parts = file.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else { return nil }
        if parts.count == 1 { return opened(plugin_open_reading(descriptor, file)) }
        guard parts.count == 2, parts[0] == "new" else { return nil }
        for place in ["new", "cur"] {
            let folder = plugin_open_folder_at(descriptor, place)
            guard folder >= 0 else { continue }
            defer { plugin_close(folder) }
            if let found = opened(plugin_open_reading(folder, String(parts[1]))) { return found }
            if place == "cur", let name = MaildirNames.moved(String(parts[1]), in: folder) {
                return opened(plugin_open_reading(folder, name))
            }
        }
        return nil
    }

    private func opened(_ descriptor: Int32) -> Int32? { descriptor >= 0 ? descriptor : nil }
}
