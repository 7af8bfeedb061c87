import CPluginSystem

/// The header block of a stored message: through the line end of its last header line, without the blank line behind it (RFC 5322 section
/// 2.1). Lines end at LF, with a CR before it or not.
public enum StoredHeader {
    /// Octets looked at. A header block that is longer cannot be compared.
    public static let limitOctets = 1 << 20

    /// Reads it from a descriptor, which is closed; nil where it cannot be read or is too long.
    public static func read(_ descriptor: Int32) -> [UInt8]? {
        defer { plugin_close(descriptor) }
        var octets: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while octets.count < limitOctets {
            let got = plugin_read_at(descriptor, &chunk, chunk.count, Int64(octets.count))
            guard got >= 0 else { return nil }
            if got == 0 { return octets }  // a message of header lines alone
            let before = max(0, octets.count - 2)
            octets += chunk.prefix(Int(got))
            if let end = end(of: octets, from: before) { return Array(octets[..<end]) }
        }
        return nil
    }

    /// Where the block ends: at the first blank line. nil: not yet.
    static func end(of octets: [UInt8], from start: Int = 0) -> Int? {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        var at = start
        while at < octets.count {
            let isLineStart = at == 0 || octets[at - 1] == lf
            if isLineStart, octets[at] == lf { return at }
            if isLineStart, octets[at] == cr, at + 1 < octets.count, octets[at + 1] == lf { return at }
            guard let next = octets[at...].firstIndex(of: lf) else { return nil }
            at = next + 1
            if at == octets.count { return nil }
        }
        return nil
    }
}
