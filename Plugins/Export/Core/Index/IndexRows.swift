import CPluginSystem
import MIME
import PluginSystem

/// A message in the index.
public struct IndexRow: Equatable, Sendable {
    public var number: UInt32?
    public var date: MailDate?
    public var from: Address?
    public var subject: String
    public var octets: Int64
    /// Name of the file beside the page.
    public var file: [UInt8]

    public init(number: UInt32?, date: MailDate?, from: Address?, subject: String, octets: Int64, file: [UInt8]) {
        (self.number, self.date, self.from, self.subject) = (number, date, from, subject)
        (self.octets, self.file) = (octets, file)
    }
}

/// The messages of an exported folder, as its manifest lists them, with what their headers say. Files that are no longer there are left
/// out. Memory: one line and one header.
public final class IndexRows {
    private let folder: ExportFolder
    private let lines: ManifestLines
    private var header = HeaderFields()
    private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 8 << 10, alignment: 16)

    public init(_ folder: ExportFolder) throws(SystemError) {
        self.folder = folder
        lines = try ManifestLines(of: folder)
    }

    deinit { piece.deallocate() }

    /// nil behind the last.
    public func next() throws(SystemError) -> IndexRow? {
        while let line = try lines.next() {
            // The manifest is a file that anybody may have edited.
            guard let line = ManifestEntry(line) else { continue }
            let file = Array(line.file.utf8)
            guard !file.contains(UInt8(ascii: "/")), !file.contains(0), readHeader(of: file) else { continue }
            let header = header.read()
            return IndexRow(
                number: line.number, date: header.date, from: header.author, subject: header.subject ?? "", octets: line.octets,
                file: file)
        }
        return nil
    }

    /// - Returns: false where there is no such regular file, or it cannot be read.
    private func readHeader(of file: [UInt8]) -> Bool {
        header.reset()
        let opened = plugin_open_reading(folder.descriptor, file.map { CChar(bitPattern: $0) } + [0])
        guard opened >= 0 else { return false }
        defer { plugin_close(opened) }
        var at: Int64 = 0
        while !header.isComplete {
            let got = plugin_read_at(opened, piece.baseAddress, piece.count, at)
            guard got >= 0 else { return false }
            if got == 0 { break }
            header.feed(UnsafeRawBufferPointer(rebasing: piece[..<Int(got)]))
            at += got
        }
        return true
    }
}
