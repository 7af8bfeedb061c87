/// The SHA-256 that pins a certificate or a public key.
public enum Pin {
    /// The 32 octets that 64 hexadecimal digits say, colons between them allowed; nil for anything else.
    public static func octets(of text: String) -> [UInt8]? {
        let digits = Array(text.utf8.filter { $0 != UInt8(ascii: ":") })
        guard digits.count == 64 else { return nil }
        var octets: [UInt8] = []
        for at in stride(from: 0, to: digits.count, by: 2) {
            // A sign would be read as a number's.
            guard digits[at] != UInt8(ascii: "+"), digits[at] != UInt8(ascii: "-"),
                let octet = UInt8(String(decoding: digits[at...at + 1], as: UTF8.self), radix: 16)
            else { return nil }
            octets.append(octet)
        }
        return octets
    }
}
