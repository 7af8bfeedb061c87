import CPluginSystem
import PluginSystem

/// A folder that pieces are written to: whole or not at all, and never over a file that is there.
public final class OutputFolder {
    /// Under which name a piece is there now.
    public struct Outcome: Equatable {
        public let name: String
        /// Whether we wrote it; else a file of that name had the same octets.
        public let isNew: Bool

        public init(name: String, isNew: Bool) { (self.name, self.isNew) = (name, isNew) }
    }

    /// Names tried for one piece: "a.pdf", "a (2).pdf" …
    private static let namesMost = 1000

    private let folder: Int32

    /// Makes the folder where it is missing.
    public init(_ path: String) throws(SystemError) {
        try check(plugin_make_folders(path, 0), "make the folder")
        folder = try check(plugin_open_folder(path), "open the folder")
    }

    deinit { plugin_close(folder) }

    /// Writes one file.
    /// - Parameters:
    ///   - name: one that ``SafeName/fileName(_:else:)`` made.
    ///   - octets: calls its argument with every piece of the content.
    public func write(
        _ name: String, _ octets: (_ write: (UnsafeRawBufferPointer) throws(SystemError) -> Void) throws(SystemError) -> Void
    ) throws(SystemError) -> Outcome {
        let file = try UnnamedFile(in: folder)
        try octets { (piece) throws(SystemError) in try file.write(piece) }
        try file.sync()
        for number in 1...Self.namesMost {
            let numbered = Self.numbered(name, number)
            if try file.take(numbered) { return Outcome(name: numbered, isNew: true) }
            if plugin_same(folder, numbered, file.descriptor) == 1 { return Outcome(name: numbered, isNew: false) }
        }
        throw SystemError(.existing, "find a free name for \(name)")
    }

    /// "a.pdf", "a (2).pdf".
    static func numbered(_ name: String, _ number: Int) -> String {
        guard number > 1 else { return name }
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(name) (\(number))" }
        return "\(name[..<dot]) (\(number))\(name[dot...])"
    }
}
