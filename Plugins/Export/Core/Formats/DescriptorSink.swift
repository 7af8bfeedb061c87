import CPluginSystem
import PluginSystem

/// Octets on their way out through a descriptor: small pieces are gathered, large ones go as they are.
///
/// The descriptor may be a pipe, a terminal, or set not to block: all of it is written, or an error is thrown.
public final class DescriptorSink {
    private static let gatheredOctets = 64 << 10

    public let descriptor: Int32
    /// Octets given so far, whether written or gathered.
    public internal(set) var count: Int64 = 0
    private let gathered = OctetBuffer(capacity: DescriptorSink.gatheredOctets)

    /// - Parameter descriptor: stays the caller's.
    public init(_ descriptor: Int32) { self.descriptor = descriptor }

    public func append(_ octets: UnsafeRawBufferPointer) throws(SystemError) {
        if gathered.count + octets.count > Self.gatheredOctets { try flush() }
        if octets.count >= Self.gatheredOctets {
            try send(octets)
        } else {
            gathered.append(octets)
        }
        count += Int64(octets.count)
    }

    public func append(_ text: StaticString) throws(SystemError) {
        try append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes what is gathered. What an error left unwritten is forgotten: nothing may follow a gap.
    public func flush() throws(SystemError) {
        guard gathered.count > 0 else { return }
        defer { gathered.removeAll() }
        try send(gathered.octets)
    }

    private func send(_ octets: UnsafeRawBufferPointer) throws(SystemError) {
        try check(plugin_send(descriptor, octets.baseAddress, octets.count), "write")
    }
}
