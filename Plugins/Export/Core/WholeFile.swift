import CPluginSystem
import PluginSystem

/// A small file, read whole.
public enum WholeFile {
    /// State files of other programs are a line a message; a million of long ones fit.
    public static let limitOctets = 256 << 20

    /// - Throws: also where it is no regular file or above ``limitOctets``.
    public static func read(_ path: UnsafeRawBufferPointer) throws(SystemError) -> [UInt8] {
        guard !path.isEmpty, !path.contains(0) else { throw SystemError(2, "open the file") }
        let descriptor = try check(plugin_open_file(path.map { CChar(bitPattern: $0) } + [0]), "open the file")
        defer { plugin_close(descriptor) }
        let size = try check(plugin_size(descriptor), "read the file")
        guard size <= Int64(limitOctets) else { throw SystemError(27, "read the file") }  // EFBIG
        var octets = [UInt8](repeating: 0, count: Int(size))
        var done = 0
        while done < octets.count {
            let status = octets.withUnsafeMutableBytes { room in
                plugin_read_at(descriptor, room.baseAddress! + done, room.count - done, Int64(done))
            }
            let got = try check(status, "read the file")
            if got == 0 { break }
            done += Int(got)
        }
        return Array(octets.prefix(done))
    }
}
