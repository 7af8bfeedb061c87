import CPluginSystem
import PluginSystem

/// The messages that are appended to an mbox next, as they will stand there, in a file of the store.
///
/// It begins with two empty lines, of which the mbox gets as many as its end wants: ``start(after:)``.
final class MboxBatch {
    static let name = "batch"
    private static let emptyLines = 2

    private let descriptor: Int32
    private var sink: DescriptorSink
    private let durable: Bool

    /// Opens what is there as it is: a journal may speak of it. Nothing, where the store is for reading.
    init(_ folder: ExportFolder) throws(SystemError) {
        descriptor = folder.isForReading ? -1 : try check(plugin_open_writing(folder.descriptor, Self.name), "open the batch")
        durable = folder.durable
        sink = DescriptorSink(descriptor)
    }

    deinit { plugin_close(descriptor) }

    /// Octets so far, the empty lines in front included.
    var count: Int64 { sink.count }
    var isEmpty: Bool { sink.count <= Int64(Self.emptyLines) }

    /// Begins anew.
    func reset() throws(SystemError) {
        try cut(to: 0)
        try append("\n\n")
    }

    func append(_ octets: UnsafeRawBufferPointer) throws(SystemError) { try sink.append(octets) }

    func append(_ text: StaticString) throws(SystemError) { try sink.append(text) }

    /// Goes back to what it was, also behind an error.
    func cut(to count: Int64) throws(SystemError) {
        // What was gathered is of the file first, so that only the file is to be cut; where that failed the cut is below it anyway.
        do { try sink.flush() } catch { /* the octets are to go */  }
        guard try size() >= count else { throw SystemError(.inputOutput, "cut the batch") }
        try check(plugin_truncate(descriptor, count), "cut the batch")
        try check(plugin_seek(descriptor, count), "cut the batch")
        sink = DescriptorSink(descriptor)
        sink.count = count
    }

    /// Octets of the file, those gathered not included.
    func size() throws(SystemError) -> Int64 { try check(plugin_size(descriptor), "read the batch") }

    /// Calls `body` with the octets of the file between the two until it answers false. Only while nothing is gathered.
    func forEachPiece(from start: Int64, to end: Int64, _ body: (UnsafeRawBufferPointer) throws(SystemError) -> Bool)
        throws(SystemError)
    {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { piece.deallocate() }
        var at = start
        while at < end {
            let wanted = Int(min(Int64(piece.count), end - at))
            let got = try check(plugin_read_at(descriptor, piece.baseAddress, wanted, at), "read the batch")
            guard got > 0 else { throw SystemError(.inputOutput, "read the batch") }
            guard try body(UnsafeRawBufferPointer(rebasing: piece[..<Int(got)])) else { return }
            at += got
        }
    }

    /// Makes it durable.
    func sync() throws(SystemError) {
        try sink.flush()
        if durable { try check(plugin_sync(descriptor), "make the batch durable") }
    }

    /// Where the batch is to begin behind an mbox that ends with these octets: a message wants an empty line before it.
    /// - Parameter tail: the last octets of the mbox, at least three where it has them.
    static func start(after tail: some BidirectionalCollection<UInt8>) -> Int64 {
        guard let last = tail.last else { return 2 }
        guard last == UInt8(ascii: "\n") else { return 0 }
        var before = tail.dropLast()
        if before.last == UInt8(ascii: "\r") { before = before.dropLast() }
        return before.isEmpty || before.last == UInt8(ascii: "\n") ? 2 : 1
    }
}
