import CPluginSystem
import PluginSystem

/// Octets of a known number that can be read more than once.
protocol OctetSource: AnyObject {
    var count: Int64 { get }
    /// Calls `body` with all of them, in order. A piece lives for its call.
    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws(SystemError) -> Void) throws(SystemError)
}

/// One message's octets, kept until it is known to be whole: the first in memory, from the limit on in a file that no folder lists.
///
/// One spool serves a whole run: ``reset()`` keeps its memory and its file.
public final class Spool: OctetSource {
    /// Octets kept in memory: most mail is smaller, and no disk hears of it.
    public static let memoryLimitOctets = 1 << 20
    private static let pieceOctets = 256 << 10

    /// Octets of the message so far.
    public private(set) var count: Int64 = 0

    private let memory: OctetBuffer
    private let limit: Int
    /// Holds the message from its first octet on, once there is more of it than memory may take.
    private var file: Int32 = -1
    private var fileIsBegun = false
    private var piece: UnsafeMutableRawBufferPointer?

    /// - Parameter memoryLimitOctets: from 1 on.
    public init(memoryLimitOctets: Int = Spool.memoryLimitOctets) {
        limit = max(memoryLimitOctets, 1)
        memory = OctetBuffer(capacity: min(limit, 64 << 10))
    }

    deinit {
        plugin_close(file)
        piece?.deallocate()
    }

    /// The first octets, as many as memory holds; valid until the next append.
    public var head: UnsafeRawBufferPointer { memory.octets }

    /// Appends. What is there behind an error is of no use but for ``reset()``.
    public func append(_ octets: UnsafeRawBufferPointer) throws(SystemError) {
        let fits = min(octets.count, limit - memory.count)
        memory.append(UnsafeRawBufferPointer(rebasing: octets[..<fits]))
        if fits < octets.count {
            try beginFile()
            let rest = UnsafeRawBufferPointer(rebasing: octets[fits...])
            try kept(plugin_write(file, rest.baseAddress, rest.count), "keep a message")
        }
        count += Int64(octets.count)
    }

    public func forEachPiece(_ body: (UnsafeRawBufferPointer) throws(SystemError) -> Void) throws(SystemError) {
        if memory.count > 0 { try body(memory.octets) }
        guard count > Int64(memory.count) else { return }
        let piece = piece ?? .allocate(byteCount: Self.pieceOctets, alignment: 16)
        self.piece = piece
        var at = Int64(memory.count)
        while at < count {
            let wanted = Int(min(Int64(piece.count), count - at))
            let got = try kept(plugin_read_at(file, piece.baseAddress, wanted, at), "read a message back")
            guard got > 0 else { throw SystemError(.inputOutput, "read a message back", in: Self.place) }
            try body(UnsafeRawBufferPointer(rebasing: piece[..<Int(got)]))
            at += got
        }
    }

    /// Gives the message away as a file that begins at its first octet, for a child's standard input. It is the caller's to close,
    /// and the spool has another file from then on: whatever the child left running must not see the next message.
    public func takeDescriptor() throws(SystemError) -> Int32 {
        try beginFile()
        try kept(plugin_seek(file, 0), "read a message back")
        defer {
            file = -1
            forget()
        }
        return file
    }

    /// Forgets the message.
    public func reset() {
        if fileIsBegun, plugin_truncate(file, 0) < 0 || plugin_seek(file, 0) < 0 {
            plugin_close(file)
            file = -1
        }
        forget()
    }

    private func forget() {
        memory.removeAll()
        count = 0
        fileIsBegun = false
    }

    /// Opens the file where there is none and writes what memory has into it.
    private func beginFile() throws(SystemError) {
        guard !fileIsBegun else { return }
        if file < 0 { file = try kept(plugin_open_spool(), "open a file") }
        fileIsBegun = true
        try kept(plugin_write(file, memory.octets.baseAddress, memory.count), "keep a message")
    }

    /// Where the file is: not where the messages go.
    private static var place: String { "the temporary folder \(String(cString: plugin_spool_folder()))" }

    @discardableResult
    private func kept<Answer: SignedInteger>(_ answer: Answer, _ action: String) throws(SystemError) -> Answer {
        guard answer >= 0 else { throw SystemError(Int32(-answer), action, in: Self.place) }
        return answer
    }
}
