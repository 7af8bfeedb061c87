internal import CMIME

/// A part of a message: the message itself, a part of a multipart, or the message in a message/rfc822 part.
public struct Part: Sendable {
    public enum Kind: Sendable {
        case leaf
        /// Has parts; none where it names no boundary or it never comes.
        case multipart
        /// Its one child is a message.
        case message
    }

    public let message: Message
    public let index: Int

    init(_ message: Message, _ index: Int) { (self.message, self.index) = (message, index) }

    var raw: mime_part { message.rawPart(index) }

    public var kind: Kind {
        switch raw.kind {
        case MIME_PART_MULTIPART: .multipart
        case MIME_PART_MESSAGE: .message
        default: .leaf
        }
    }

    public var parent: Part? {
        let parent = raw.parent
        return parent == MIME_PART_NONE ? nil : Part(message, Int(parent))
    }

    /// 0 for the message itself.
    public var depth: Int { Int(raw.depth) }

    /// Where it stands: "" for the message, "1", "2" for its parts, "2.1" for theirs; the message in a part has the part's path with ".m" behind
    /// it, and only ".m" in front of everything of a message that is one message/rfc822.
    public var path: String {
        guard let parent else { return "" }
        let before = parent.path
        if parent.kind == .message { return before + ".m" }
        return before.isEmpty ? "\(raw.ordinal)" : "\(before).\(raw.ordinal)"
    }

    public var header: Header { Header(message.octets, raw.header) }

    /// "text/plain", in lower case; for what is missing or broken too.
    public var mediaType: String { raw.type.lowercased + "/" + raw.subtype.lowercased }

    public func isType(_ type: String, _ subtype: String? = nil) -> Bool {
        var raw = raw
        guard let subtype else { return mime_part_is(&raw, type, nil) }
        return mime_part_is(&raw, type, subtype)
    }

    /// A parameter of Content-Type, decoded; nil without it.
    public func parameter(_ name: String) -> String? {
        withExtendedLifetime(message) { raw.content_type.parameter(name) }
    }

    /// The name its sender gave it, as it came: see ``SafeFileName`` before it becomes a path. Of Content-Disposition, else of Content-Type.
    public var fileName: String? {
        withExtendedLifetime(message) {
            raw.content_disposition.parameter("filename") ?? raw.content_type.parameter("name")
        }
    }

    /// Whether its sender wants it beside the text, not in it.
    public var isAttachment: Bool {
        var walk = mime_params()
        return mime_params_begin(raw.content_disposition, &walk).lowercased == "attachment"
    }

    /// Octets of the body as they stand in the mail.
    public var encodedOctets: Int { raw.body.len }

    public func withEncoded<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try withExtendedLifetime(message) { try body(raw.body.bytes) }
    }
}
