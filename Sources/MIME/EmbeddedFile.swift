internal import CMIME

/// A file that is inside a part without being a part: in a TNEF container ("winmail.dat"), or uuencoded in a text.
public struct EmbeddedFile: Sendable {
    /// As it came: see to it before it becomes a path.
    public let name: String?
    /// "application/octet-stream" where nothing says more; "text/plain", "text/html" and "text/rtf" for a TNEF message's own text.
    public let mediaType: String
    public let octets: [UInt8]
}

extension Part {
    /// Octets of a part that are looked through for files in it: what is in them is held in memory.
    public static let embeddingMost = 64 << 20
    /// Files of one part that are read.
    public static let embeddedFilesMost = 1000

    /// Whether the part is a TNEF container, by its type or its name; what is in it is another question.
    public var isTNEF: Bool {
        isType("application", "ms-tnef") || isType("application", "vnd.ms-tnef") || fileName?.lowercased() == "winmail.dat"
    }

    /// The files inside; none for most parts. Not those of a part above ``embeddingMost`` octets.
    public var embeddedFiles: [EmbeddedFile] {
        guard kind == .leaf, encodedOctets <= 2 * Self.embeddingMost else { return [] }
        if isTNEF { return Self.filesInTNEF(decoded(most: Self.embeddingMost)) }
        guard isType("text", "plain"), !isAttachment else { return [] }
        return filesInText()
    }

    private static func filesInTNEF(_ octets: [UInt8]) -> [EmbeddedFile] {
        var found: [EmbeddedFile] = []
        octets.withUnsafeBytes { octets in
            guard mime_tnef_is(mime_span(octets)) else { return }
            var walk = mime_tnef(), item = mime_tnef_item()
            var name = TextBuffer(most: 4096)
            mime_tnef_begin(&walk, mime_span(octets))
            while found.count < embeddedFilesMost, mime_tnef_next(&walk, &item, &name.raw) {
                let type =
                    switch item.kind {
                    case MIME_TNEF_BODY: "text/plain"
                    case MIME_TNEF_BODY_HTML: "text/html"
                    case MIME_TNEF_BODY_RTF: "text/rtf"
                    default: item.type.len > 0 ? item.type.lowercased : "application/octet-stream"
                    }
                let isFile = item.kind == MIME_TNEF_ATTACHMENT
                found.append(
                    EmbeddedFile(
                        name: isFile && name.raw.len > 0 ? name.string : nil, mediaType: type, octets: Array(item.octets.bytes)))
            }
        }
        return found
    }

    private func filesInText() -> [EmbeddedFile] {
        let octets = decoded(most: Self.embeddingMost)
        var found: [EmbeddedFile] = []
        octets.withUnsafeBytes { octets in
            var rest = mime_span(octets), whole = mime_span(), name = mime_span()
            while found.count < Self.embeddedFilesMost, mime_uu_find(rest, &whole, &name) {
                found.append(
                    EmbeddedFile(
                        name: name.len > 0 ? name.decoded : nil, mediaType: "application/octet-stream", octets: whole.uudecoded))
                let behind = whole.at! + whole.len
                rest = mime_span(at: behind, len: rest.at! + rest.len - behind)
            }
        }
        return found
    }
}

extension mime_span {
    /// A name of no declared charset.
    var decoded: String {
        var out = TextBuffer(most: 4096)
        _ = mime_charset_convert(mime_span(), self, &out.raw)
        return out.string
    }

    var uudecoded: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: len + 2 * Int(MIME_DECODE_SLACK)) { room, count in
            var decoder = mime_decoder()
            mime_decode_begin(&decoder, MIME_ENCODING_UU)
            count = mime_decode(&decoder, self, room.baseAddress!)
            count += mime_decode_end(&decoder, room.baseAddress! + count)
        }
    }
}
