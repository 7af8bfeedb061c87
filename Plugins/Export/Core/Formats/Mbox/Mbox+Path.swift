import CPluginSystem

extension Mbox {
    private static let storeSuffix = Array(".martlet".utf8)

    /// The mbox that a path leads to: itself, or the folder of its store. nil: it leads to something else.
    public static func path(at path: [UInt8]) -> String? {
        guard !path.contains(0) else { return nil }
        let plain = path.reversed().drop { $0 == UInt8(ascii: "/") }.reversed()
        let (above, name) = parts(of: Array(plain))
        if name.first == UInt8(ascii: "."), name.count > 1 + storeSuffix.count, name.suffix(storeSuffix.count) == storeSuffix[...]
        {
            return isStore(Array(plain))
                ? String(decoding: above + name.dropFirst().dropLast(storeSuffix.count), as: UTF8.self) : nil
        }
        let opened = plugin_open_file(path.map { CChar(bitPattern: $0) } + [0])
        guard opened >= 0 else { return nil }
        defer { plugin_close(opened) }
        var begin = [UInt8](repeating: 0, count: 5)
        let isMail = plugin_read_at(opened, &begin, 5, 0) == 5 && begin.elementsEqual("From ".utf8)
        return isMail || isStore(above + [UInt8(ascii: ".")] + name + storeSuffix) ? String(decoding: path, as: UTF8.self) : nil
    }

    private static func isStore(_ path: [UInt8]) -> Bool {
        let folder = plugin_open_folder(path.map { CChar(bitPattern: $0) } + [0])
        guard folder >= 0 else { return false }
        defer { plugin_close(folder) }
        let batch = plugin_open_reading(folder, MboxBatch.name)
        plugin_close(batch)
        return batch >= 0
    }

    /// The folder with its slash, and the name in it.
    private static func parts(of path: [UInt8]) -> (above: [UInt8], name: [UInt8]) {
        let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        return (Array(path[..<start]), Array(path[start...]))
    }
}
