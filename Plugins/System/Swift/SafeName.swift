/// Text of strangers made fit to stand in a file name on Linux, macOS and Windows.
public enum SafeName {
    /// Without what no file name may hold or no reader can see: control, format and bidirectional characters go, every run of white
    /// space is one blank, `<>:"/\|?*`, look-alikes of the separators, and code points that are no character become `_`. No white space
    /// at either end.
    public static func clean(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var owesBlank = false
        for scalar in text.unicodeScalars {
            guard let kept = replacement(scalar) else { continue }
            if kept == " " {
                owesBlank = !out.isEmpty
                continue
            }
            if owesBlank { out.append(" ") }
            owesBlank = false
            out.append(kept)
        }
        return String(out)
    }

    /// Whether a reader would see nothing.
    public static func isBlank(_ text: String) -> Bool { clean(text).isEmpty }

    /// The longest start of whole characters within so many octets of UTF-8.
    public static func cut(_ text: String, toOctets limit: Int) -> Substring {
        guard text.utf8.count > limit else { return text[...] }
        var octets = 0
        var end = text.startIndex
        for index in text.indices {
            octets += text[index].utf8.count
            if octets > limit { break }
            end = text.index(after: index)
        }
        return text[..<end]
    }

    /// A cleaned text as the part before the extension: no dot, dash or blank in front, no dot or blank at the end, no device, not empty.
    public static func stem(_ cleaned: Substring) -> String {
        var stem = String(cleaned.drop { $0 == " " })
        while let last = stem.unicodeScalars.last, last == " " || last == "." { stem.unicodeScalars.removeLast() }
        if let first = stem.unicodeScalars.first, first == "." || first == "-" {
            stem.unicodeScalars.removeFirst()
            stem = "_" + stem
        }
        if stem.isEmpty { return "message" }
        let isDevice = stem.withUTF8 { DeviceNames.holds(stem: UnsafeRawBufferPointer($0)) }
        return isDevice ? "_" + stem : stem
    }

    /// nil: nothing stands for it.
    private static func replacement(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.value >= 0x20, scalar.value < 0x7f { return forbidden.contains(scalar) ? "_" : scalar }
        switch scalar.value {
        case 0x09...0x0d, 0x85: return " "
        case 0x2044, 0x2215, 0x2216, 0x29f8, 0x29f9, 0xfe68, 0xff0f, 0xff3c, 0xff1a: return "_"
        // Joiners, fillers and selectors, which have no looks of their own.
        case 0x034f, 0x115f, 0x1160, 0x3164, 0xffa0, 0xfe00...0xfe0f, 0xe0100...0xe01ef: return nil
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format: return nil
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return " "
        case .surrogate, .privateUse, .unassigned: return "_"
        default: return scalar
        }
    }

    private static let forbidden: Set<Unicode.Scalar> = ["<", ">", ":", "\"", "/", "\\", "|", "?", "*"]
}
