internal import CMIME

/// Where the C reader writes text. One value serves any number of fields.
struct TextBuffer: ~Copyable {
    var raw = mime_text()

    /// - Parameter most: octets; what is longer is cut.
    init(most: Int) { mime_text_begin(&raw, most) }

    deinit {
        var raw = raw
        mime_text_free(&raw)
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: raw.at, count: raw.len) }
    var string: String { String(decoding: bytes, as: UTF8.self) }
    var span: mime_span { mime_span(bytes) }

    mutating func clear() { mime_text_clear(&raw) }
}

/// The buffers that reading one field takes.
struct FieldScratch: ~Copyable {
    /// Octets of one decoded field; RFC 5322 sets no limit, and nobody reads more.
    static let fieldMost = 1 << 20

    var out = TextBuffer(most: fieldMost)
    var other = TextBuffer(most: fieldMost)
    var pair = (mime_text(), mime_text())

    init() {
        mime_text_begin(&pair.0, Self.fieldMost)
        mime_text_begin(&pair.1, Self.fieldMost)
    }

    deinit {
        var pair = pair
        mime_text_free(&pair.0)
        mime_text_free(&pair.1)
    }

    /// The first of two scratch texts that lie side by side.
    mutating func withPair<R>(_ body: (UnsafeMutablePointer<mime_text>, inout TextBuffer, inout TextBuffer) -> R) -> R {
        withUnsafeMutableBytes(of: &pair) { bytes in
            body(bytes.baseAddress!.assumingMemoryBound(to: mime_text.self), &out, &other)
        }
    }
}
