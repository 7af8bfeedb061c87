import PluginSystem

/// A tar archive: POSIX ustar, and a pax header before an entry whose name, size or time ustar cannot hold (POSIX.1-2001 `pax`).
final class TarStream: ArchiveStream {
    private static let blockOctets = 512
    private static let nameOctets = 100
    /// Eleven octal digits: sizes below 8 GiB, times up to the year 2242.
    private static let largest: Int64 = 0o777_7777_7777

    private let sink: DescriptorSink
    private let header = OctetBuffer(capacity: 512)
    private let records = OctetBuffer(capacity: 512)
    private var extended: UInt64 = 0

    init(_ sink: DescriptorSink) { self.sink = sink }

    func add(_ name: UnsafeRawBufferPointer, _ source: any OctetSource, modified: Int64) throws(SystemError) {
        records.removeAll()
        let nameFits = name.count <= Self.nameOctets && name.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
        if !nameFits { appendRecord("path", name) }
        if source.count > Self.largest { appendRecord("size", source.count) }
        if modified < 0 || modified > Self.largest { appendRecord("mtime", modified) }
        if records.count > 0 { try writeRecords() }

        header.removeAll()
        // Who cannot read the pax header gets a name that is at least safe to print.
        for octet in name.prefix(Self.nameOctets) { header.append(octet >= 0x20 && octet < 0x7f ? octet : UInt8(ascii: "_")) }
        try writeHeader(kind: UInt8(ascii: "0"), octets: source.count, modified: modified)
        try source.forEachPiece { (piece) throws(SystemError) in try sink.append(piece) }
        try pad(source.count)
    }

    func flush() throws(SystemError) { try sink.flush() }

    func end() throws(SystemError) {
        try writeZeros(2 * Self.blockOctets)
        try sink.flush()
    }

    private func writeRecords() throws(SystemError) {
        extended += 1
        header.removeAll()
        header.append("PaxHeaders/")
        header.append(decimal: extended)
        try writeHeader(kind: UInt8(ascii: "x"), octets: Int64(records.count), modified: 0)
        try sink.append(records.octets)
        try pad(Int64(records.count))
    }

    /// Writes the header block whose name is in `header`. What does not fit into its field is 0 there, the pax header having it.
    private func writeHeader(kind: UInt8, octets: Int64, modified: Int64) throws(SystemError) {
        zeros(to: 100)
        appendOctal(0o644, digits: 7)
        appendOctal(0, digits: 7)  // user
        appendOctal(0, digits: 7)  // group
        appendOctal(octets, digits: 11)
        appendOctal(modified, digits: 11)
        header.append("        ")  // the checksum counts as blanks in itself
        header.append(kind)
        zeros(to: 257)
        header.append("ustar")
        header.append(0)
        header.append("00")
        zeros(to: Self.blockOctets)
        let sum = header.octets.reduce(0) { $0 + Int64($1) }
        try sink.append(header[0..<148])
        let rest = header.count
        appendOctal(sum, digits: 6)
        header.append(UInt8(ascii: " "))
        try sink.append(header[rest..<header.count])
        try sink.append(header[156..<rest])
    }

    private func zeros(to end: Int) { while header.count < end { header.append(0) } }

    /// As many octal digits as asked for, and NUL.
    private func appendOctal(_ value: Int64, digits: Int) {
        let fits = value >= 0 && value < 1 << (3 * Int64(digits)) ? value : 0
        for place in (0..<digits).reversed() { header.append(UInt8(ascii: "0") + UInt8(fits >> (3 * Int64(place)) & 7)) }
        header.append(0)
    }

    /// "LENGTH KEY=VALUE\n", where the length counts its own digits.
    private func appendRecord(_ key: StaticString, _ value: UnsafeRawBufferPointer) {
        let others = key.utf8CodeUnitCount + value.count + 3
        var length = others + 1
        while length != others + "\(length)".utf8.count { length = others + "\(length)".utf8.count }
        records.append(decimal: UInt64(length))
        records.append(UInt8(ascii: " "))
        records.append(key)
        records.append(UInt8(ascii: "="))
        records.append(value)
        records.append(UInt8(ascii: "\n"))
    }

    private func appendRecord(_ key: StaticString, _ value: Int64) {
        var text = "\(value)"
        text.withUTF8 { appendRecord(key, UnsafeRawBufferPointer($0)) }
    }

    private func pad(_ octets: Int64) throws(SystemError) {
        let over = Int(octets % Int64(Self.blockOctets))
        if over > 0 { try writeZeros(Self.blockOctets - over) }
    }

    private func writeZeros(_ count: Int) throws(SystemError) {
        header.removeAll()
        zeros(to: count)
        try sink.append(header.octets)
    }
}
