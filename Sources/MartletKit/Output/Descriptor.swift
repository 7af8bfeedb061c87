#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What is asked of a file descriptor.
enum Descriptor {
    /// Writes all of it.
    /// - Returns: 0, or the errno of the write that failed.
    static func writeAll(_ descriptor: Int32, _ octets: [UInt8]) -> Int32 {
        octets.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = write(descriptor, bytes.baseAddress! + done, bytes.count - done)
                if count < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                done += count
            }
            return 0
        }
    }
}
