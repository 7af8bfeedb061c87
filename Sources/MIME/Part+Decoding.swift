internal import CMIME

extension Part {
    /// Octets of a body that are gone through in one go: memory stays the same whatever the part's size.
    private static let pieceOctets = 256 << 10

    /// Decodes the transfer encoding (RFC 2045 section 6) and lends the octets, piece by piece; those of bodies that are not encoded where
    /// they lie.
    /// - Parameters:
    ///   - passed: told how many octets of the encoded body were gone through, so that a mapped file's pages can be let go of.
    ///   - body: sees octets for the length of the call; at least one.
    public func decode<E: Error>(
        passed: ((Int) -> Void)? = nil, _ body: (UnsafeRawBufferPointer) throws(E) -> Void
    ) throws(E) {
        let part = raw
        let encoded = part.body.bytes
        let isEncoded = part.encoding != MIME_ENCODING_NONE && part.kind == MIME_PART_LEAF
        defer { withExtendedLifetime(message) {} }
        let room = UnsafeMutablePointer<UInt8>.allocate(capacity: isEncoded ? Self.pieceOctets + Int(MIME_DECODE_SLACK) : 0)
        defer { room.deallocate() }
        var decoder = mime_decoder()
        mime_decode_begin(&decoder, part.encoding)
        var at = 0
        while at < encoded.count {
            let piece = UnsafeRawBufferPointer(rebasing: encoded[at..<min(at + Self.pieceOctets, encoded.count)])
            let count = isEncoded ? mime_decode(&decoder, mime_span(piece), room) : 0
            if !isEncoded {
                try body(piece)
            } else if count > 0 {
                try body(UnsafeRawBufferPointer(start: room, count: count))
            }
            at += piece.count
            passed?(at)
        }
        let count = isEncoded ? mime_decode_end(&decoder, room) : 0
        if count > 0 { try body(UnsafeRawBufferPointer(start: room, count: count)) }
    }

    /// The decoded octets.
    /// - Parameter most: what is beyond is left out.
    public func decoded(most: Int = .max) -> [UInt8] {
        var out: [UInt8] = []
        decode { piece in out += piece.prefix(most - out.count) }
        return out
    }

    /// Octets of text read of one part: a mail that is read by people is smaller.
    public static let textMost = 16 << 20

    /// A text part as text: its charset decoded, nothing else changed. What is wrong in the charset is U+FFFD; the sender's control characters
    /// are in it. Cut at ``textMost`` octets.
    public var sourceText: String { withSource { source, _ in source.string } }

    /// A text part to be read by people: the words of HTML, flowed lines joined (RFC 3676), a line in front where this system lacks the
    /// charset's converter.
    public var text: String {
        withSource { source, flags in
            let part = raw
            var out = TextBuffer(most: 4 * Self.textMost)
            if flags & UInt32(MIME_CHARSET_NO_CONVERTER) != 0 {
                let note = "[This system cannot read the charset \(mime_param_raw(part.content_type, "charset").lowercased).]\n\n"
                mime_text_add(&out.raw, note, note.utf8.count)
            }
            if isType("text", "html") {
                mime_html_text(source.span, &out.raw)
            } else if isType("text", "plain"), parameter("format")?.lowercased() == "flowed" {
                mime_flowed_text(source.span, parameter("delsp")?.lowercased() == "yes", &out.raw)
            } else {
                mime_text_add(&out.raw, source.raw.at, source.raw.len)
            }
            return out.string
        }
    }

    private func withSource<R>(_ body: (borrowing TextBuffer, UInt32) -> R) -> R {
        let octets = decoded(most: Self.textMost)
        var source = TextBuffer(most: 4 * Self.textMost)
        let flags = octets.withUnsafeBytes { octets in
            mime_charset_convert(mime_param_raw(raw.content_type, "charset"), mime_span(octets), &source.raw)
        }
        defer { withExtendedLifetime(message) {} }
        return body(source, flags)
    }
}
