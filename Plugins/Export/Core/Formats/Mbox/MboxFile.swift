import CPluginSystem
import PluginSystem

/// The mbox itself: a file that others append to, take from, and put a new one in the place of.
final class MboxFile {
    /// As the user wrote it.
    let path: String

    private let octetsOfPath: [CChar]
    private let folder: Int32
    private let lock: MboxLock
    private let durable: Bool
    /// Whether it may be read alone; then it need not be there, nor the folder.
    private let isForReading: Bool
    private var descriptor: Int32 = -1

    /// - Parameters:
    ///   - folder, name: the two parts of the path.
    ///   - store: claimed; by it the lock file is known again.
    init(
        path: [UInt8], folder: [UInt8], name: [UInt8], store: ExportFolder, patience: Duration
    ) throws(SystemError) {
        self.path = String(decoding: path, as: UTF8.self)
        (durable, isForReading) = (store.durable, store.isForReading)
        octetsOfPath = path.map { CChar(bitPattern: $0) } + [0]
        let above = plugin_open_folder(folder.map { CChar(bitPattern: $0) } + [0])
        let action = "open the folder of \(self.path)"
        self.folder = isForReading ? try checkOrAbsent(above, action) : try check(above, action)
        lock = MboxLock(folder: self.folder, path: self.path, name: name, store: store, patience: patience)
    }

    deinit {
        plugin_close(descriptor)
        plugin_close(folder)
    }

    /// Runs `body` with the file locked against other programs; makes the file where there is none.
    func locked(_ body: () throws(StoreFailure) -> Void) throws(StoreFailure) {
        while true {
            try StoreFailure.wrapping(open)
            try lock.acquire(descriptor)
            if isInPlace { break }
            lock.release(descriptor)  // one who rewrote it had the lock before us
        }
        defer { lock.release(descriptor) }
        try body()
    }

    /// Sees to it that what is read is what the path leads to now.
    func open() throws(SystemError) {
        guard !isInPlace else { return }
        plugin_close(descriptor)
        descriptor = -1
        guard !isForReading else {
            descriptor = try checkOrAbsent(plugin_open_file(octetsOfPath), "open \(path)")
            return
        }
        var made: Int32 = 0
        descriptor = try check(plugin_open_mailbox(octetsOfPath, &made), "open \(path)")
        if made == 1, durable { try check(plugin_sync(folder), "make the folder durable") }
    }

    func size() throws(SystemError) -> Int64 {
        descriptor < 0 && isForReading ? 0 : try check(plugin_size(descriptor), "read \(path)")
    }

    /// As many octets from there on as there are, at most `limit`.
    func read(at offset: Int64, limit: Int) throws(SystemError) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: limit)
        let got = try check(plugin_read_at(descriptor, &octets, limit, offset), "read \(path)")
        return Array(octets.prefix(Int(got)))
    }

    /// How many of the octets stand there, from the first on.
    func common(_ octets: UnsafeRawBufferPointer, at offset: Int64) throws(SystemError) -> Int {
        var at = 0
        while at < octets.count {
            let theirs = try read(at: offset + Int64(at), limit: min(octets.count - at, 64 << 10))
            for (place, octet) in theirs.enumerated() where octet != octets[at + place] { return at + place }
            at += theirs.count
            if theirs.isEmpty { break }
        }
        return at
    }

    /// Whether there is nothing but NUL.
    func isZero(from start: Int64, to end: Int64) throws(SystemError) -> Bool {
        var at = start
        while at < end {
            let octets = try read(at: at, limit: Int(min(end - at, 64 << 10)))
            guard !octets.isEmpty, octets.allSatisfy({ $0 == 0 }) else { return false }
            at += Int64(octets.count)
        }
        return true
    }

    func append(_ octets: UnsafeRawBufferPointer) throws(SystemError) {
        try check(plugin_write(descriptor, octets.baseAddress, octets.count), "append to \(path)")
    }

    func cut(to size: Int64) throws(SystemError) { try check(plugin_truncate(descriptor, size), "cut \(path)") }

    func sync() throws(SystemError) {
        if durable { try check(plugin_sync(descriptor), "make \(path) durable") }
    }

    private var isInPlace: Bool { descriptor >= 0 && plugin_is_at(descriptor, octetsOfPath) == 1 }
}
