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
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": octets += Array("\\\"".utf8)
            case "\\": octets += Array("\\\\".utf8)
            case "\n": octets += Array("\\n".utf8)
            case "\r": octets += Array("\\r".utf8)
            case "\t": octets += Array("\\t".utf8)
            case _ where Escape.isUnsafe(scalar) && scalar.value <= 0xFFFF:
                let hex = String(scalar.value, radix: 16)
                octets += Array(("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).utf8)
            default: octets += Array(UTF8.encode(scalar)!)
            }
        }
        octets.append(UInt8(ascii: "\""))
        comma = true
    }

    private mutating func separate() {
        if comma { octets.append(UInt8(ascii: ",")) }
        comma = false
    }
}
