#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Pages that may be read and written between two that may not: whoever steps outside is stopped by the processor.
final class GuardedMemory {
    let octets: UnsafeMutableBufferPointer<UInt8>
    private let mapping: UnsafeMutableRawPointer
    private let mappingSize: Int

    /// - Parameter pages: of 4, 16 or whatever KiB this machine has.
    init(pages: Int = 1) {
        let page = Int(sysconf(CInt(_SC_PAGESIZE)))
        mappingSize = page * (pages + 2)
        mapping = mmap(nil, mappingSize, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        precondition(mapping != MAP_FAILED)
        let usable = mapping + page
        precondition(mprotect(usable, page * pages, PROT_READ | PROT_WRITE) == 0)
        octets = UnsafeMutableBufferPointer(
            start: usable.bindMemory(to: UInt8.self, capacity: page * pages), count: page * pages)
    }

    deinit { munmap(mapping, mappingSize) }

    /// `content` with nothing readable behind it.
    func atEnd(_ content: [UInt8]) -> UnsafeMutablePointer<UInt8> {
        put(content, octets.count - content.count)
    }

    /// `content` with `offset` octets between it and what cannot be read.
    func atBegin(_ content: [UInt8], offset: Int = 0) -> UnsafeMutablePointer<UInt8> {
        put(content, offset)
    }

    private func put(_ content: [UInt8], _ index: Int) -> UnsafeMutablePointer<UInt8> {
        let at = octets.baseAddress! + index
        content.withUnsafeBufferPointer { from in
            if let first = from.baseAddress { at.update(from: first, count: from.count) }
        }
        return at
    }
}
