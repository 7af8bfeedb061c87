import PluginSystem

/// File names made of what the server says, which is an adversary: no separator, no dot file, no option, no clash by cutting.
public enum FileNames {
    /// Longest escaped unique-id kept whole, in octets: with ".eml" far below the 255 of every file system.
    public static let longestOctets = 100
    /// What is kept of a longer one, before "~" and its hash.
    public static let keptOctets = 80

    public static let marker = ".martlet-store"
    public static let manifest = "manifest.jsonl"

    /// Appends the name for a unique-id, without NUL. The same id gives the same name in every session, another id another name, also
    /// on a disk that takes `a` and `A` for one, and the name is none that Windows keeps for a device.
    ///
    /// `[A-Za-z0-9._-]` stay, others become `%XX`, and so do a leading `.` or `-` and the first letter of a device's name. An id with an
    /// upper-case letter gets `~` and 8 digits of FNV-1a over it behind it. Above ``longestOctets``: the first ``keptOctets`` of that,
    /// `~`, and 16 digits. `~` stands nowhere else.
    public static func append(uniqueID: UnsafeRawBufferPointer, to out: OctetBuffer) {
        let start = out.count
        let isDevice = DeviceNames.holds(stem: uniqueID)
        var hasUpperCase = false
        if uniqueID.isEmpty { out.append(UInt8(ascii: "%")) }  // not a dot file; no id is escaped to that
        out.append(atMost: uniqueID.count * 3) { at in
            var end = at
            var isFirst = true
            for octet in uniqueID {
                if isKept(octet), !(isFirst && (isDevice || octet == UInt8(ascii: ".") || octet == UInt8(ascii: "-"))) {
                    end[0] = octet
                    end += 1
                } else {
                    end[0] = UInt8(ascii: "%")
                    end[1] = hexDigit(octet >> 4)
                    end[2] = hexDigit(octet & 15)
                    end += 3
                }
                if octet >= UInt8(ascii: "A"), octet <= UInt8(ascii: "Z") { hasUpperCase = true }
                isFirst = false
            }
            return end - at
        }
        if out.count - start > longestOctets {
            out.cut(to: start + keptOctets)
            out.append(UInt8(ascii: "~"))
            out.append(hex: fnv1a(uniqueID))
        } else if hasUpperCase {
            out.append(UInt8(ascii: "~"))
            let hash = fnv1a(uniqueID)
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: hash ^ hash >> 32).bigEndian) { out.append(hex: $0) }
        }
        out.append(".eml")
    }

    /// Appends octets for an environment or a listing, without NUL: `[A-Za-z0-9._-]` stay, others become `%XX`.
    public static func append(escaped octets: UnsafeRawBufferPointer, to out: OctetBuffer) {
        for octet in octets {
            if isKept(octet) { out.append(octet) } else { append(escape: octet, to: out) }
        }
    }

    /// Appends the name for a message nothing identifies but its content, without NUL.
    public static func append(sha256: UnsafeRawBufferPointer, to out: OctetBuffer) {
        out.append("sha256-")
        out.append(hex: UnsafeRawBufferPointer(rebasing: sha256.prefix(16)))
        out.append(".eml")
    }

    /// Appends `NAME-2.eml` for `NAME.eml`, without NUL.
    public static func append(_ name: UnsafeRawBufferPointer, attempt: UInt64, to out: OctetBuffer) {
        out.append(UnsafeRawBufferPointer(rebasing: name.dropLast(4)))
        out.append(UInt8(ascii: "-"))
        out.append(decimal: attempt)
        out.append(".eml")
    }

    /// Appends the name a message has while it is written, where files without a name do not exist; without NUL.
    public static func append(part: UInt64, run: UInt64, to out: OctetBuffer) {
        out.append(".martlet-")
        out.append(hex: run)
        out.append(UInt8(ascii: "-"))
        out.append(decimal: part)
        out.append(".part")
    }

    /// Whether a run that died may have left this name.
    public static func isPart(_ name: UnsafeRawBufferPointer) -> Bool {
        name.starts(with: ".martlet-".utf8) && name.count > 14 && name.suffix(5).elementsEqual(".part".utf8)
    }

    private static func append(escape octet: UInt8, to out: OctetBuffer) {
        out.append(UInt8(ascii: "%"))
        withUnsafeBytes(of: octet) { out.append(hex: $0, upperCase: true) }
    }

    @inline(__always)
    private static func hexDigit(_ value: UInt8) -> UInt8 { value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10) }

    @inline(__always)
    private static func isKept(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func fnv1a(_ octets: UnsafeRawBufferPointer) -> UInt64 {
        octets.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
