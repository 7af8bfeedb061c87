/// Base64 as SASL uses it (RFC 4648 section 4): strict, because challenges are a stranger's octets.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Octets of the encoded form of `count` octets.
    static func length(_ count: Int) -> Int { (count + 2) / 3 * 4 }

    static func encode(_ octets: [UInt8]) -> String { String(decoding: self.octets(octets), as: UTF8.self) }

    /// The same as octets, in one allocation: what is encoded may be secret.
    static func octets(_ octets: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(length(octets.count))
        var at = 0
        while at < octets.count {
            let left = octets.count - at
            let group =
                UInt32(octets[at]) << 16 | (left > 1 ? UInt32(octets[at + 1]) << 8 : 0) | (left > 2 ? UInt32(octets[at + 2]) : 0)
            out.append(alphabet[Int(group >> 18)])
            out.append(alphabet[Int(group >> 12 & 63)])
            out.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
            out.append(left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
            at += 3
        }
        return out
    }

    /// What every text in base64 has in it somewhere that has these octets in it: they fall into groups of three in three ways. Those of
    /// octets too few to be known by are left out.
    static func traces(of octets: [UInt8]) -> [[UInt8]] {
        (0..<3).compactMap { shift in
            // The first group holds what stands before, the last what comes behind.
            var placed: [UInt8] = []
            placed.reserveCapacity(shift + octets.count)
            placed.append(contentsOf: repeatElement(0, count: shift))
            placed.append(contentsOf: octets)
            var coded = self.octets(placed)
            defer {
                Wipe.octets(&placed)
                Wipe.octets(&coded)
            }
            guard coded.count >= 24 else { return nil }
            return Array(coded[(shift == 0 ? 0 : 4)..<(coded.count - 4)])
        }
    }

    /// nil unless the text is canonical: whole groups, padding only at the end, no stray bits.
    static func decode(_ text: String) -> [UInt8]? {
        let text = Array(text.utf8)
        guard text.count % 4 == 0 else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(text.count / 4 * 3)
        for at in stride(from: 0, to: text.count, by: 4) {
            let padding = at + 4 == text.count ? (text[at + 3] != 0x3D ? 0 : text[at + 2] != 0x3D ? 1 : 2) : 0
            var group: UInt32 = 0
            for index in at..<at + 4 - padding {
                guard let value = value(text[index]) else { return nil }
                group = group << 6 | value
            }
            group <<= UInt32(6 * padding)
            guard group & (padding == 0 ? 0 : padding == 1 ? 0xFF : 0xFFFF) == 0 else { return nil }
            out.append(UInt8(group >> 16))
            if padding < 2 { out.append(UInt8(group >> 8 & 0xFF)) }
            if padding < 1 { out.append(UInt8(group & 0xFF)) }
        }
        return out
    }

    private static func value(_ octet: UInt8) -> UInt32? {
        switch octet {
        case 0x41...0x5A: UInt32(octet - 0x41)
        case 0x61...0x7A: UInt32(octet - 0x61) + 26
        case 0x30...0x39: UInt32(octet - 0x30) + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
