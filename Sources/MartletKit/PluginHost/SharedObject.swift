#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What is asked of a file before the loader maps it.
enum SharedObject {
    private static let headerOctets = 64
    private static let segmentOctets = 56
    private static let loadable: UInt32 = 1

    /// Whether a segment of an ELF file lies behind its end: an install that broke off, a full disk. glibc does not look,
    /// and touching such a segment is a SIGBUS, which would end martlet in place of the plugin.
    static func isCutOff(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }  // dlopen says why
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return false }
        let size = UInt64(clamping: facts.st_size)
        // 64 bits, low octet first: every system we run on. The loader judges what is none.
        let header = octets(of: descriptor, headerOctets, at: 0)
        guard header.count == headerOctets, header.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else { return false }
        let table: UInt64 = number(in: header, at: 32)
        let count: UInt16 = number(in: header, at: 56)
        for index in 0..<UInt64(count) {
            let (place, isBeyond) = table.addingReportingOverflow(index * UInt64(segmentOctets))
            let segment = isBeyond ? [] : octets(of: descriptor, segmentOctets, at: place)
            guard segment.count == segmentOctets else { return true }
            let kind: UInt32 = number(in: segment, at: 0)
            let offset: UInt64 = number(in: segment, at: 8)
            let length: UInt64 = number(in: segment, at: 32)
            let (end, overflow) = offset.addingReportingOverflow(length)
            if kind == loadable, overflow || end > size { return true }
        }
        return false
    }

    /// Whether the file holds the name of the entry point at all: tells libraries from plugins without running their start-up code.
    static func namesEntry(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // Horspool, piece by piece: one look at nearly each eighteenth octet of a file of megabytes, and none of it stays in memory.
        let wanted = Array("martlet_plugin_init".utf8)
        var shift = [Int](repeating: wanted.count, count: 256)
        for (index, octet) in wanted.dropLast().enumerated() { shift[Int(octet)] = wanted.count - 1 - index }
        var piece = [UInt8](repeating: 0, count: 64 * 1024)
        var place: off_t = 0
        while true {
            let got = pread(descriptor, &piece, piece.count, place)
            guard got >= wanted.count else { return false }
            var at = 0
            while at + wanted.count <= got {
                let last = piece[at + wanted.count - 1]
                if last == wanted.last, piece[at..<(at + wanted.count)].elementsEqual(wanted) { return true }
                at += shift[Int(last)]
            }
            place += off_t(got - wanted.count + 1)
        }
    }

    private static func octets(of descriptor: Int32, _ count: Int, at place: UInt64) -> [UInt8] {
        guard let place = off_t(exactly: place) else { return [] }
        var octets = [UInt8](repeating: 0, count: count)
        let got = pread(descriptor, &octets, count, place)
        return Array(octets.prefix(max(0, got)))
    }

    private static func number<Value: FixedWidthInteger & BitwiseCopyable>(in octets: [UInt8], at offset: Int) -> Value {
        octets.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self)) }
    }
}
