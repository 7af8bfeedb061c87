#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Octets in one block that stands still once it is filled, so that a million unique-ids can be lent instead of copied.
///
/// Sendable: written only while a listing is read, by its one owner, and read-only ever after.
final class OctetStorage: @unchecked Sendable {
    private(set) var octets = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private(set) var count = 0

    deinit { free(octets.baseAddress) }

    /// - Throws: ``POP3Error/Kind/resource`` when memory is out: how much a listing takes is the server's choice.
    func append(_ more: UnsafeRawBufferPointer) throws(POP3Error) {
        guard let from = more.baseAddress, more.count > 0 else { return }
        if count + more.count > octets.count {
            // realloc moves pages, not octets, where the block is large: no second copy at the peak.
            let size = max(octets.count * 2, count + more.count, 4096)
            guard let larger = realloc(octets.baseAddress, size) else {
                throw POP3Error(.resource, detail: "out of memory for a listing")
            }
            octets = UnsafeMutableRawBufferPointer(start: larger, count: size)
        }
        (octets.baseAddress! + count).copyMemory(from: from, byteCount: more.count)
        count += more.count
    }

    /// Valid as long as the storage and nothing is appended.
    subscript(range: Range<Int>) -> UnsafeRawBufferPointer {
        guard let base = octets.baseAddress else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    }
}
