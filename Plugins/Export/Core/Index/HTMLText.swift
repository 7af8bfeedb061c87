import PluginSystem

/// Strangers' text in a page: nothing of it is markup, an address, or a control character.
enum HTMLText {
    /// Appends text for an element's content or a quoted attribute. Control characters, which HTML does not allow, become U+FFFD; those
    /// that turn the direction of text by hand go, so that no name reads backwards.
    static func append(_ text: some StringProtocol, to out: OctetBuffer) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out.append("&amp;")
            case "<": out.append("&lt;")
            case ">": out.append("&gt;")
            case "\"": out.append("&quot;")
            case "'": out.append("&#39;")
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}": out.append("\u{fffd}")
            case "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}": break
            default: for octet in UTF8.encode(scalar)! { out.append(octet) }
            }
        }
    }

    /// Appends at most so many octets of a text, whole characters, and "…" where there was more.
    static func append(_ text: String, atMostOctets limit: Int, to out: OctetBuffer) {
        let cut = SafeName.cut(text, toOctets: limit)
        append(cut, to: out)
        if cut.endIndex < text.endIndex { out.append("\u{2026}") }
    }

    /// Appends the link to a file beside the page: "./", so that no name is taken for a scheme, and `%XX` for all but
    /// `[A-Za-z0-9._~-]`.
    static func append(linkTo file: [UInt8], to out: OctetBuffer) {
        out.append("./")
        for octet in file {
            switch octet {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "-"):
                out.append(octet)
            default:
                out.append(UInt8(ascii: "%"))
                withUnsafeBytes(of: octet) { out.append(hex: $0, upperCase: true) }
            }
        }
    }

    /// Appends "4.4 MB", decimal, one digit behind the point.
    static func append(size octets: Int64, to out: OctetBuffer) {
        guard octets >= 1000 else {
            out.append(decimal: UInt64(max(octets, 0)))
            return out.append(" B")
        }
        let units: [StaticString] = [" kB", " MB", " GB", " TB", " PB", " EB"]
        var value = Double(octets) / 1000
        var unit = 0
        while value >= 999.95, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
        let tenths = UInt64((value * 10).rounded())
        out.append(decimal: tenths / 10)
        out.append(UInt8(ascii: "."))
        out.append(decimal: tenths % 10)
        out.append(units[unit])
    }
}
