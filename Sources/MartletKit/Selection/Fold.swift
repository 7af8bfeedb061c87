#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Text made ready for comparing: case and accents gone, runs of blanks one blank. `Møde` and `MODE` are the same.
///
/// Not Foundation's folding: that is a hundred times slower, and a selection folds three fields of each of 100,000 headers. Case is
/// Unicode's simple lower case; marks are dropped where they stand alone, and a table knows the letters that contain one. Scripts
/// whose vowels are marks (Devanagari, Thai) keep them.
struct Folded: Equatable, Sendable {
    /// UTF-8.
    let octets: [UInt8]

    init(_ text: String) {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { Self.append(scalar, to: &octets) }
        if octets.last == 0x20 { octets.removeLast() }
        self.octets = octets
    }

    /// Whether `other` stands anywhere in it; what is empty stands everywhere.
    func contains(_ other: Folded) -> Bool {
        guard let first = other.octets.first else { return true }
        return octets.withUnsafeBytes { own in
            other.octets.withUnsafeBytes { wanted in
                var at = 0
                while at + wanted.count <= own.count, let found = memchr(own.baseAddress! + at, Int32(first), own.count - at) {
                    at = UnsafeRawPointer(found) - own.baseAddress!
                    guard at + wanted.count <= own.count else { return false }
                    if memcmp(found, wanted.baseAddress!, wanted.count) == 0 { return true }
                    at += 1
                }
                return false
            }
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to octets: inout [UInt8]) {
        switch scalar.value {
        case 0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x3000:
            if let last = octets.last, last != 0x20 { octets.append(0x20) }
        case 0x41...0x5A: octets.append(UInt8(scalar.value | 0x20))
        case 0..<0x80: octets.append(UInt8(scalar.value))
        case 0xFF01...0xFF5E:  // the full-width forms of ASCII
            append(Unicode.Scalar(UInt8(scalar.value - 0xFF01 + 0x21)), to: &octets)
        case _ where isMark(scalar.value): break
        default:
            for lower in scalar.properties.lowercaseMapping.unicodeScalars where !isMark(lower.value) {
                octets.append(contentsOf: (FoldTable.bare[lower] ?? String(lower)).utf8)
            }
        }
    }

    /// Marks of Latin, Greek and Cyrillic, of Hebrew and Arabic, and the two of kana.
    private static func isMark(_ value: UInt32) -> Bool {
        switch value {
        case 0x300...0x36F, 0x483...0x487, 0x591...0x5BD, 0x5BF, 0x5C1...0x5C2, 0x5C4...0x5C5, 0x64B...0x65F, 0x670,
            0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20F0, 0x3099...0x309A, 0xFE20...0xFE2F:
            true
        default: false
        }
    }
}
