import CMIME

/// Text in UTF-8, and what was remarkable.
struct CharsetText: Equatable {
    var text: String
    var isReplaced = false, isUnknown = false
}

/// Converts octets that a mail says to be of `charset`.
func convertCharset(_ octets: [UInt8], _ charset: String, most: Int = 1 << 20) -> CharsetText {
    var flags: UInt32 = 0
    let text = written(most: most) { out in
        withSpan(charset) { name in withSpan(octets) { flags = mime_charset_convert(name, $0, out) } }
    }
    return CharsetText(
        text: string(text), isReplaced: flags & UInt32(MIME_CHARSET_REPLACED) != 0,
        isUnknown: flags & UInt32(MIME_CHARSET_UNKNOWN) != 0)
}

/// The canonical name of a charset, empty for an unknown one.
func canonicalCharset(_ name: String) -> String { withSpan(name) { String(cString: mime_charset_name($0)) } }
