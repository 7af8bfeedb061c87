#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A file's octets, mapped: memory is the system's affair, whatever the size.
enum MappedFile {
    /// - Returns: the octets and what gives them back; nil with `errno` where that cannot be done. The file must not shrink meanwhile.
    static func map(_ path: String) -> (octets: UnsafeRawBufferPointer, release: () -> Void)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var about = stat()
        guard fstat(descriptor, &about) == 0 else { return nil }
        guard about.st_mode & S_IFMT == S_IFREG else {
            errno = about.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
            return nil
        }
        let count = Int(about.st_size)
        guard count > 0 else { return (UnsafeRawBufferPointer(start: nil, count: 0), {}) }
        guard let at = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), at != MAP_FAILED else { return nil }
        return (UnsafeRawBufferPointer(start: at, count: count), { munmap(at, count) })
    }
}
