import PluginSystem

/// A ZIP archive of stored files (APPNOTE 6.3.9): no compression, sizes and CRC in front of the octets, ZIP64 fields only where an
/// entry or the archive needs them, so that the oldest reader reads the rest.
final class ZipStream: ArchiveStream {
    private static let largest32: Int64 = 0xffff_ffff
    private static let versionPlain: UInt16 = 20
    private static let version64: UInt16 = 45
    private static let utf8Names: UInt16 = 1 << 11

    private let sink: DescriptorSink
    /// The central directory as it will be written: at most 46 + name + 37 octets an entry, and beyond a mebibyte in a file.
    private let directory = Spool()
    private let record = OctetBuffer(capacity: 512)
    private let extra = OctetBuffer(capacity: 64)
    private var entries: Int64 = 0

    init(_ sink: DescriptorSink) { self.sink = sink }

    func add(_ name: UnsafeRawBufferPointer, _ source: any OctetSource, modified: Int64) throws(SystemError) {
        var crc = CRC32()
        try source.forEachPiece { (piece) throws(SystemError) in crc.add(piece) }
        let offset = sink.count
        let entry = Entry(
            crc: crc.value, octets: source.count, offset: offset, time: DOSTime(modified), modified: Int32(exactly: modified),
            isASCII: name.allSatisfy { $0 < 0x80 })
        try writeLocal(entry, name)
        try source.forEachPiece { (piece) throws(SystemError) in try sink.append(piece) }
        try keepCentral(entry, name)
        entries += 1
    }

    func flush() throws(SystemError) { try sink.flush() }

    func end() throws(SystemError) {
        let start = sink.count
        try directory.forEachPiece { (piece) throws(SystemError) in try sink.append(piece) }
        let octets = sink.count - start
        record.removeAll()
        if entries >= 0xffff || start >= Self.largest32 || octets >= Self.largest32 {
            append64End(start: start, octets: octets)
        }
        record.append(little: 0x0605_4b50 as UInt32)
        record.append(little: 0 as UInt32)  // one disk
        for _ in 0..<2 { record.append(little: UInt16(min(entries, 0xffff))) }
        record.append(little: UInt32(min(octets, Self.largest32)))
        record.append(little: UInt32(min(start, Self.largest32)))
        record.append(little: 0 as UInt16)  // no comment
        try sink.append(record.octets)
        try sink.flush()
    }

    private struct Entry {
        let crc: UInt32
        let octets: Int64
        /// Of its local header.
        let offset: Int64
        let time: DOSTime
        let modified: Int32?
        let isASCII: Bool
        var isLarge: Bool { octets >= ZipStream.largest32 }
        var isFar: Bool { offset >= ZipStream.largest32 }
    }

    private func writeLocal(_ entry: Entry, _ name: UnsafeRawBufferPointer) throws(SystemError) {
        extra.removeAll()
        if entry.isLarge {
            extra.append(little: 1 as UInt16)
            extra.append(little: 16 as UInt16)
            for _ in 0..<2 { extra.append(little: UInt64(entry.octets)) }
        }
        appendTime(entry)
        record.removeAll()
        record.append(little: 0x0403_4b50 as UInt32)
        record.append(little: entry.isLarge ? Self.version64 : Self.versionPlain)
        appendCommon(entry, name)
        record.append(name)
        record.append(extra.octets)
        try sink.append(record.octets)
    }

    private func keepCentral(_ entry: Entry, _ name: UnsafeRawBufferPointer) throws(SystemError) {
        extra.removeAll()
        if entry.isLarge || entry.isFar {
            extra.append(little: 1 as UInt16)
            extra.append(little: (entry.isLarge ? 16 : 0) + (entry.isFar ? 8 : 0) as UInt16)
            if entry.isLarge { for _ in 0..<2 { extra.append(little: UInt64(entry.octets)) } }
            if entry.isFar { extra.append(little: UInt64(entry.offset)) }
        }
        appendTime(entry)
        let version = entry.isLarge || entry.isFar ? Self.version64 : Self.versionPlain
        record.removeAll()
        record.append(little: 0x0201_4b50 as UInt32)
        record.append(little: 3 << 8 | version)  // made on Unix: the attributes below are a mode
        record.append(little: version)
        appendCommon(entry, name)
        record.append(little: 0 as UInt16)  // no comment
        record.append(little: 0 as UInt32)  // first disk, no internal attributes
        record.append(little: 0o100644 << 16 as UInt32)
        record.append(little: UInt32(min(entry.offset, Self.largest32)))
        record.append(name)
        record.append(extra.octets)
        try directory.append(record.octets)
    }

    /// What stands alike in both headers, from the flags to the lengths.
    private func appendCommon(_ entry: Entry, _ name: UnsafeRawBufferPointer) {
        record.append(little: entry.isASCII ? 0 : Self.utf8Names)
        record.append(little: 0 as UInt16)  // stored
        record.append(little: entry.time.time)
        record.append(little: entry.time.date)
        record.append(little: entry.crc)
        for _ in 0..<2 { record.append(little: UInt32(min(entry.octets, Self.largest32))) }
        record.append(little: UInt16(name.count))
        record.append(little: UInt16(extra.count))
    }

    /// The time in UTC, since the one in the header is of no zone (Info-ZIP's extended timestamp).
    private func appendTime(_ entry: Entry) {
        guard let modified = entry.modified else { return }
        extra.append(little: 0x5455 as UInt16)
        extra.append(little: 5 as UInt16)
        extra.append(1)
        extra.append(little: UInt32(bitPattern: modified))
    }

    private func append64End(start: Int64, octets: Int64) {
        record.append(little: 0x0606_4b50 as UInt32)
        record.append(little: 44 as UInt64)
        record.append(little: 3 << 8 | Self.version64)
        record.append(little: Self.version64)
        record.append(little: 0 as UInt64)
        for _ in 0..<2 { record.append(little: UInt64(entries)) }
        record.append(little: UInt64(octets))
        record.append(little: UInt64(start))
        record.append(little: 0x0706_4b50 as UInt32)
        record.append(little: 0 as UInt32)
        record.append(little: UInt64(start + octets))
        record.append(little: 1 as UInt32)
    }
}

/// A time as FAT has it: two-second steps from 1980 to 2107, taken as UTC.
struct DOSTime: Equatable {
    let date: UInt16
    let time: UInt16

    /// - Parameter seconds: since 1970; the nearest time there is stands for one outside.
    init(_ seconds: Int64) {
        let first: Int64 = 315_532_800  // 1980-01-01 00:00:00
        let last: Int64 = 4_354_819_198  // 2107-12-31 23:59:58
        let at = CalendarTime(utc: min(max(seconds, first), last))
        date = UInt16(at.year - 1980) << 9 | UInt16(at.month) << 5 | UInt16(at.day)
        time = UInt16(at.hour) << 11 | UInt16(at.minute) << 5 | UInt16(at.second / 2)
    }
}

extension OctetBuffer {
    fileprivate func append<Number: FixedWidthInteger>(little value: Number) {
        withUnsafeBytes(of: value.littleEndian) { append($0) }
    }
}
