/// Base64 (RFC 4648 section 4), for octets in JSON.
enum Base64Text {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ octets: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((octets.count + 2) / 3 * 4)
        for at in stride(from: 0, to: octets.count, by: 3) {
            let left = octets.count - at
            let group =
                UInt32(octets[at]) << 16 | (left > 1 ? UInt32(octets[at + 1]) << 8 : 0) | (left > 2 ? UInt32(octets[at + 2]) : 0)
            out.append(alphabet[Int(group >> 18)])
            out.append(alphabet[Int(group >> 12 & 63)])
            out.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
            out.append(left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
        }
        return String(decoding: out, as: UTF8.self)
    }
}
