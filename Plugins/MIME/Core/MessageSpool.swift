import CPluginSystem
import MIME
import PluginSystem

/// Takes one message's octets as they come and makes a ``Message`` of them: in memory while it is small, else in a file that no folder
/// lists, mapped, so that memory stays the same whatever its size.
public final class MessageSpool {
    /// Octets kept in memory.
    public static let memoryMost = 4 << 20

    private let limit: Int
    private var memory: [UInt8] = []
    private var file: Int32 = -1
    private var fileOctets = 0

    public init(memoryMost: Int = MessageSpool.memoryMost) { limit = memoryMost }

    deinit { if file >= 0 { plugin_close(file) } }

    public func reset() {
        memory.removeAll(keepingCapacity: true)
        if file >= 0 { plugin_close(file) }
        (file, fileOctets) = (-1, 0)
    }

    public func append(_ octets: UnsafeRawBufferPointer) throws(SystemError) {
        if file < 0, memory.count + octets.count <= limit {
            memory += octets
            return
        }
        if file < 0 {
            file = try check(plugin_open_spool(), "open a file in the temporary folder")
            fileOctets = memory.count
            try check(
                memory.withUnsafeBytes { plugin_write(file, $0.baseAddress, $0.count) }, "keep a message in the temporary folder")
            memory = []
        }
        try check(plugin_write(file, octets.baseAddress, octets.count), "keep a message in the temporary folder")
        fileOctets += octets.count
    }

    /// The message; its octets live as long as it and what is made from it. Once for each message.
    public func message() throws(SystemError) -> SpooledMessage {
        guard file >= 0 else {
            defer { memory = [] }
            return SpooledMessage(Message(memory), nil)
        }
        var at: UnsafeRawPointer?
        let count = fileOctets
        try check(plugin_map(file, count, &at), "read a message back")
        plugin_close(file)
        (file, fileOctets) = (-1, 0)
        let octets = UnsafeRawBufferPointer(start: at, count: count)
        let message = Message(
            borrowing: octets, passed: { plugin_forget(at, $0) }, release: { plugin_unmap(at, count) })
        return SpooledMessage(message, octets)
    }
}

/// A message whose octets may be in a file.
public struct SpooledMessage {
    public let message: Message
    private let mapped: UnsafeRawBufferPointer?

    init(_ message: Message, _ mapped: UnsafeRawBufferPointer?) { (self.message, self.mapped) = (message, mapped) }

    /// Decodes a part without keeping in memory what was gone through.
    public func decode<E: Error>(_ part: Part, _ body: (UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
        guard let mapped else { return try part.decode(body) }
        let start = part.withEncoded { $0.baseAddress.map { $0 - mapped.baseAddress! } ?? 0 }
        guard start >= 0, start <= mapped.count else { return try part.decode(body) }  // a message that had to be decoded
        try part.decode(passed: { plugin_forget(mapped.baseAddress, start + $0) }, body)
    }
}
