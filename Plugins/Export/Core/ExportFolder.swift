import CExportSystem

/// The folder an export goes to: its descriptor, its store id, its lock. Every name below is relative to the descriptor.
public final class ExportFolder {
    /// As the user wrote it, for people.
    public let path: String
    public let descriptor: Int32
    /// 32 hexadecimal digits: by them the ledger knows the folder, wherever it is moved.
    public private(set) var store = ""
    /// Whether the folder had no store id before: nothing in it can be in the ledger.
    public private(set) var isNew = false
    public let durable: Bool
    private var marker: Int32 = -1

    /// Makes the folder and those above it where missing, and opens it.
    /// - Parameter durable: false skips every sync.
    public init(path: UnsafeRawBufferPointer, durable: Bool) throws(SystemError) {
        self.path = String(decoding: path, as: UTF8.self)
        self.durable = durable
        let terminated = path.map { CChar(bitPattern: $0) } + [0]
        guard !path.contains(0) else { throw SystemError(2, "create the folder") }
        try check(export_make_folders(terminated, durable ? 1 : 0), "create the folder")
        descriptor = try check(export_open_folder(terminated), "open the folder")
    }

    deinit {
        export_close(marker)
        export_close(descriptor)
    }

    /// Locks the folder against other exports and reads its store id, or writes a new one durably.
    /// - Throws: `isLocked` while another export runs there.
    public func claim(newStore: () -> String) throws(SystemError) {
        var made: Int32 = 0
        marker = try check(export_open_append(descriptor, FileNames.marker, &made), "open \(FileNames.marker)")
        try check(export_lock(marker), "lock the folder")
        var line = [UInt8](repeating: 0, count: 34)
        let length = try check(export_read_at(marker, &line, line.count, 0), "read \(FileNames.marker)")
        let written = line.prefix(Int(length))
        if written.count == 33, written.last == UInt8(ascii: "\n"), written.dropLast().allSatisfy(Self.isDigit) {
            store = String(decoding: written.dropLast(), as: UTF8.self)
            return
        }
        // A run killed while it wrote the line left a part of it; anything else is not ours to replace.
        guard written.count < 33, written.allSatisfy(Self.isDigit) else {
            throw SystemError(22, "use the folder: \(FileNames.marker) was not written by martlet")
        }
        isNew = true
        store = newStore()
        try check(export_truncate(marker, 0), "write \(FileNames.marker)")
        var text = store + "\n"
        let status = text.withUTF8 { export_write(marker, $0.baseAddress, $0.count) }
        try check(status, "write \(FileNames.marker)")
        if durable {
            try check(export_sync(marker), "write \(FileNames.marker)")
            try syncNames()
        }
    }

    /// The names in the folder; what dead runs left half written is removed. Only while the folder is claimed.
    public func names() throws(SystemError) -> Set<String> {
        final class Found {
            var names: Set<String> = []
            var parts: [String] = []
        }
        let found = Found()
        let status = export_list(
            descriptor,
            { context, name, length in
                let octets = UnsafeRawBufferPointer(start: name, count: length)
                let found = Unmanaged<Found>.fromOpaque(context!).takeUnretainedValue()
                let text = String(decoding: octets, as: UTF8.self)
                if FileNames.isPart(octets) { found.parts.append(text) } else { found.names.insert(text) }
            }, Unmanaged.passUnretained(found).toOpaque())
        try check(status, "read the folder")
        for part in found.parts { export_remove(descriptor, part) }
        return found.names
    }

    /// Makes the names in the folder durable.
    public func syncNames() throws(SystemError) {
        if durable { try check(export_sync(descriptor), "make the folder durable") }
    }

    private static func isDigit(_ octet: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(octet)
    }
}
