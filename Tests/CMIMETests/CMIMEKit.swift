import CMIME

/// Lends the octets of a string as a span, in a block of exactly their size: a sanitizer sees every octet read beyond it.
func withSpan<R>(_ text: String, _ body: (mime_span) throws -> R) rethrows -> R { try withSpan(Array(text.utf8), body) }

func withSpan<R>(_ octets: [UInt8], _ body: (mime_span) throws -> R) rethrows -> R {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: octets.count)
    defer { copy.deallocate() }
    _ = copy.initialize(fromContentsOf: octets)
    // An empty span is there, though it has no octets.
    return try withExtendedLifetime(octets) {
        try body(mime_span(at: UnsafePointer(copy.baseAddress), len: octets.count))
    }
}

/// What `body` writes into a text.
func written(most: Int = 1 << 20, _ body: (UnsafeMutablePointer<mime_text>) -> Void) -> [UInt8] {
    var text = mime_text()
    mime_text_begin(&text, most)
    defer { mime_text_free(&text) }
    body(&text)
    return Array(UnsafeBufferPointer(start: text.at, count: text.len))
}

func string(_ span: mime_span) -> String {
    String(decoding: UnsafeBufferPointer(start: span.at, count: span.len), as: UTF8.self)
}

func string(_ octets: [UInt8]) -> String { String(decoding: octets, as: UTF8.self) }
