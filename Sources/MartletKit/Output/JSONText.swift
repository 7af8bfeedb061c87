/// Writes one line of JSON (RFC 8259). Keys in the order given, no blanks, so that golden files stay readable.
public struct JSONText {
    private var octets: [UInt8] = []
    /// Whether a comma is due before the next member.
    private var comma = false

    public init() {}

    public var text: String { String(decoding: octets, as: UTF8.self) }
    public var utf8: [UInt8] { octets }

    public mutating func object(_ members: (inout JSONText) -> Void) {
        separate()
        octets.append(UInt8(ascii: "{"))
        comma = false
        members(&self)
        octets.append(UInt8(ascii: "}"))
        comma = true
    }

    public mutating func array(_ elements: (inout JSONText) -> Void) {
        separate()
        octets.append(UInt8(ascii: "["))
        comma = false
        elements(&self)
        octets.append(UInt8(ascii: "]"))
        comma = true
    }

    public mutating func key(_ name: String) {
        string(name)
        octets.append(UInt8(ascii: ":"))
        comma = false
    }

    public mutating func field(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    public mutating func field(_ name: String, _ value: Int64) {
        key(name)
        number(value)
    }

    public mutating func field(_ name: String, _ value: Bool) {
        key(name)
        separate()
        octets += Array((value ? "true" : "false").utf8)
        comma = true
    }

    public mutating func number(_ value: Int64) {
        separate()
        octets += Array(String(value).utf8)
        comma = true
    }

    public mutating func null() {
        separate()
        octets += Array("null".utf8)
        comma = true
    }

    /// One JSON value that somebody else wrote.
    public mutating func value(_ text: String) {
        separate()
        octets += Array(text.utf8)
        comma = true
    }

    /// A string, or null.
    public mutating func string(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    /// U+2028 and U+2029 and every control are escaped, so a line stays a line for every reader.
    public mutating func string(_ text: String) {
        separate()
        octets.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var written = 0, at = 0
            while at < utf8.count {
                let (scalar, length) = Self.scalar(utf8, at)
                if Self.isEscaped(scalar) {
                    octets.append(contentsOf: utf8[written..<at])
                    escape(scalar)
                    written = at + length
                }
                at += length
            }
            octets.append(contentsOf: utf8[written...])
        }
        octets.append(UInt8(ascii: "\""))
        comma = true
    }

    /// The scalar that begins at an offset of well-formed UTF-8, and its octets.
    @inline(__always) private static func scalar(_ utf8: UnsafeBufferPointer<UInt8>, _ at: Int) -> (value: UInt32, length: Int) {
        let lead = UInt32(utf8[at])
        if lead < 0x80 { return (lead, 1) }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        return ((1..<length).reduce(lead & (0xFF >> UInt32(length + 1))) { $0 << 6 | UInt32(utf8[at + $1] & 0x3F) }, length)
    }

    /// Whether a scalar cannot stand for itself.
    @inline(__always) private static func isEscaped(_ value: UInt32) -> Bool {
        if value >= 0x20, value < 0x7F { return value == 0x22 || value == 0x5C }
        guard value <= 0xFFFF, let scalar = Unicode.Scalar(value) else { return false }
        return Escape.isUnsafe(scalar)
    }

    private mutating func escape(_ value: UInt32) {
        octets.append(UInt8(ascii: "\\"))
        switch value {
        case 0x22, 0x5C: octets.append(UInt8(value))
        case 0x0A: octets.append(UInt8(ascii: "n"))
        case 0x0D: octets.append(UInt8(ascii: "r"))
        case 0x09: octets.append(UInt8(ascii: "t"))
        default:
            octets.append(UInt8(ascii: "u"))
            for shift in stride(from: UInt32(12), through: 0, by: -4) { octets.append(Self.digits[Int(value >> shift & 15)]) }
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private mutating func separate() {
        if comma { octets.append(UInt8(ascii: ",")) }
        comma = false
    }
}
