import CPluginSystem
import PluginSystem

/// The folder an export goes to: its descriptor, its store id, its lock. Every name below is relative to the descriptor.
public final class ExportFolder {
    /// As the user wrote it, for people.
    public let path: String
    public let descriptor: Int32
    /// 32 hexadecimal digits: by them the ledger knows the folder, wherever it is moved.
    public private(set) var store = ""
    /// Whether the folder had neither store id nor manifest before: nothing is known of what is in it.
    public private(set) var isNew = false
    public let durable: Bool
    public let layout: Layout
    /// Whether nothing may be made, locked or mended here.
    public let isForReading: Bool
    private var marker: Int32 = -1
    /// Where messages get their names, and where those without one lie until then.
    let names: Int32
    let parts: Int32
    private var current: Int32 = -1
    /// What a reader of a Maildir moved, of a folder that is only looked at.
    private lazy var moved = MaildirNames.all(in: current)

    public enum Layout: Sendable {
        /// A file for each message, beside the manifest.
        case files
        /// `tmp`, `new` and `cur` (https://cr.yp.to/proto/maildir.html): messages come into `new`, and whoever reads them moves them.
        case maildir
    }

    /// Makes the folder and those above it where missing, and opens it.
    /// - Parameter durable: false skips every sync.
    public init(path: UnsafeRawBufferPointer, durable: Bool, layout: Layout = .files) throws(SystemError) {
        self.path = String(decoding: path, as: UTF8.self)
        self.durable = durable
        self.layout = layout
        isForReading = false
        let terminated = path.map { CChar(bitPattern: $0) } + [0]
        guard !path.contains(0) else { throw SystemError(2, "create the folder") }
        try check(plugin_make_folders(terminated, durable ? 1 : 0), "create the folder")
        descriptor = try check(plugin_open_folder(terminated), "open the folder")
        guard layout == .maildir else {
            (names, parts) = (descriptor, descriptor)
            return
        }
        parts = try check(plugin_open_subfolder(descriptor, "tmp"), "make tmp")
        names = try check(plugin_open_subfolder(descriptor, "new"), "make new")
        current = try check(plugin_open_subfolder(descriptor, "cur"), "make cur")
    }

    /// Opens what is there for reading alone. Where there is no folder there is nothing in it.
    /// - Parameter layout: nil: a Maildir's where it has `new` and `cur`.
    /// - Throws: also where something else than a folder has the name.
    public init(lookingAt path: UnsafeRawBufferPointer, layout: Layout? = nil) throws(SystemError) {
        self.path = String(decoding: path, as: UTF8.self)
        (durable, isForReading) = (false, true)
        guard !path.contains(0) else { throw SystemError(2, "open the folder") }
        descriptor = try checkOrAbsent(plugin_open_folder(path.map { CChar(bitPattern: $0) } + [0]), "open the folder")
        let (fresh, read) = (Self.subfolder("new", of: descriptor), Self.subfolder("cur", of: descriptor))
        self.layout = layout ?? (fresh >= 0 && read >= 0 ? .maildir : .files)
        if self.layout == .maildir {
            (parts, names, current) = (Self.subfolder("tmp", of: descriptor), fresh, read)
        } else {
            (parts, names) = (descriptor, descriptor)
            plugin_close(fresh)
            plugin_close(read)
        }
        marker = try openReading(FileNames.marker)
        store = marker >= 0 ? try readMarker() ?? "" : ""
        isNew = store.isEmpty ? try !hasManifest() : false
    }

    /// -1 where there is none.
    private static func subfolder(_ name: String, of folder: Int32) -> Int32 { max(plugin_open_folder_at(folder, name), -1) }

    /// Whether there is such a folder; always, unless it is only looked at.
    public var exists: Bool { descriptor >= 0 }

    /// Whether a Maildir is there. What is wrong with the place otherwise is told when it is opened.
    public static func isMaildir(_ path: UnsafeRawBufferPointer) -> Bool {
        do { return try ExportFolder(lookingAt: path).layout == .maildir } catch { return false }
    }

    /// -1 where there is no such file, or no folder.
    func openReading(_ name: String) throws(SystemError) -> Int32 {
        exists ? try checkOrAbsent(plugin_open_reading(descriptor, name), "open \(name)") : -1
    }

    deinit {
        if layout == .maildir { for folder in [parts, names, current] { plugin_close(folder) } }
        plugin_close(marker)
        plugin_close(descriptor)
    }

    /// Locks the folder against other exports and reads its store id, or writes a new one durably.
    /// - Throws: `isLocked` while another export runs there.
    public func claim(newStore: () -> String) throws(SystemError) {
        var made: Int32 = 0
        marker = try check(plugin_open_append(descriptor, FileNames.marker, &made), "open \(FileNames.marker)")
        try check(plugin_lock(marker), "lock the folder")
        if let known = try readMarker() {
            store = known
            return
        }
        isNew = try !hasManifest()
        store = newStore()
        try check(plugin_truncate(marker, 0), "write \(FileNames.marker)")
        var text = store + "\n"
        let status = text.withUTF8 { plugin_write(marker, $0.baseAddress, $0.count) }
        try check(status, "write \(FileNames.marker)")
        if durable {
            try check(plugin_sync(marker), "write \(FileNames.marker)")
            try syncNames()
        }
    }

    /// Who copies a folder may leave the marker behind, whose name begins with a dot: the manifest still tells what is there.
    private func hasManifest() throws(SystemError) -> Bool {
        let opened = try openReading(FileNames.manifest)
        defer { plugin_close(opened) }
        return opened >= 0 && plugin_size(opened) > 0
    }

    /// The store id that the marker has; nil where a run was killed while it wrote the line and left a part of it.
    /// - Throws: also where it is none of ours to replace.
    private func readMarker() throws(SystemError) -> String? {
        var line = [UInt8](repeating: 0, count: 34)
        let length = try check(plugin_read_at(marker, &line, line.count, 0), "read \(FileNames.marker)")
        let written = line.prefix(Int(length))
        if written.count == 33, written.last == UInt8(ascii: "\n"), written.dropLast().allSatisfy(Self.isDigit) {
            return String(decoding: written.dropLast(), as: UTF8.self)
        }
        guard written.count < 33, written.allSatisfy(Self.isDigit) else {
            throw SystemError(22, "use the folder: \(FileNames.marker) was not written by martlet")
        }
        return nil
    }

    /// Every name in the folder; what dead runs left half written is removed, unless the folder is for reading. Else only while it is
    /// claimed.
    /// - Parameter each: a message of a Maildir comes as `new/NAME`, without its flags, wherever its reader moved it.
    public func names(_ each: (UnsafeRawBufferPointer) -> Void) throws(SystemError) {
        let scratch = OctetBuffer(capacity: 512)
        for (folder, isParts) in layout == .maildir ? [(parts, true), (names, false), (current, false)] : [(descriptor, false)]
        where folder >= 0 {
            var stale: [String] = []
            try FolderNames.each(of: folder) { name in
                if FileNames.isPart(name) {
                    stale.append(String(decoding: name, as: UTF8.self))
                } else if layout == .maildir, !isParts {
                    scratch.removeAll()
                    scratch.append("new/")
                    scratch.append(UnsafeRawBufferPointer(rebasing: name.prefix { $0 != UInt8(ascii: ":") }))
                    each(scratch.octets)
                } else if !isParts {
                    each(name)
                }
            }
            for part in stale where !isForReading { plugin_remove(folder, part) }
        }
    }

    /// Octets that still fit, as the file system says.
    public var freeOctets: Int64 { plugin_free_octets(descriptor) }

    /// Opens a stored message for reading, wherever the reader of a Maildir moved it; nil where it is not there.
    public func open(_ file: String) -> Int32? {
        guard layout == .maildir else { return Self.open(file, in: descriptor) }
        let name = file.hasPrefix("new/") ? String(file.dropFirst(4)) : file
        if let fresh = Self.open(name, in: names) { return fresh }
        return (isForReading ? moved[name] : MaildirNames.moved(name, in: current)).flatMap { Self.open($0, in: current) }
    }

    /// Octets of a stored message; nil where it is not there.
    public func size(of file: String) -> Int64? {
        guard let descriptor = open(file) else { return nil }
        defer { plugin_close(descriptor) }
        let size = plugin_size(descriptor)
        return size >= 0 ? size : nil
    }

    /// Hands out a stored message, in pieces of at most 256 KiB.
    /// - Parameter octets: size it is to have.
    /// - Returns: false where it is not there, cannot be read, or has another size.
    public func read(_ file: String, octets: Int64, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        guard let descriptor = open(file) else { return false }
        defer { plugin_close(descriptor) }
        guard plugin_size(descriptor) == octets else { return false }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { piece.deallocate() }
        var at: Int64 = 0
        while at < octets {
            let got = plugin_read_at(descriptor, piece.baseAddress, piece.count, at)
            guard got > 0 else { return false }
            body(UnsafeRawBufferPointer(rebasing: piece[..<Int(got)]))
            at += got
        }
        return at == octets
    }

    /// Makes stored messages durable that an earlier run, or whoever copied them here, may not have waited for; their names as well.
    /// - Throws: when the disk fails: then nothing of them may be deleted elsewhere.
    public func makeDurable(_ files: [String]) throws(SystemError) {
        if plugin_can_sync_all() == 1 {
            try check(plugin_sync_all(descriptor), "make messages durable")
        } else {
            for file in files {
                guard let opened = open(file) else { continue }
                defer { plugin_close(opened) }
                try check(plugin_sync(opened), "make messages durable")
            }
            if current >= 0 { try check(plugin_sync(current), "make the folder durable") }
        }
        try syncNames()
    }

    private static func open(_ name: String, in folder: Int32) -> Int32? {
        let descriptor = plugin_open_reading(folder, name)
        return descriptor >= 0 ? descriptor : nil
    }

    /// Makes the names in the folder durable.
    public func syncNames() throws(SystemError) {
        guard durable else { return }
        try check(plugin_sync(descriptor), "make the folder durable")
        if layout == .maildir { try check(plugin_sync(names), "make the folder durable") }
    }

    private static func isDigit(_ octet: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(octet)
    }
}
