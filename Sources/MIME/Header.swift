internal import CMIME

/// A header block: its fields, decoded when they are asked for (RFC 5322 section 2.2).
///
/// Every text that comes out is the sender's: control characters in it are to be escaped before it is shown.
public struct Header: @unchecked Sendable {
    // Sendable: points into octets that never change.

    let octets: Octets
    let span: mime_span

    /// Copies a header block; a message may stand behind it.
    public init(_ octets: [UInt8]) { self.init(of: Octets(octets)) }

    /// Copies a header block; a message may stand behind it.
    public init(_ octets: UnsafeRawBufferPointer) { self.init(of: Octets(Array(octets))) }

    private init(of octets: Octets) {
        var header = mime_span(), body = mime_span()
        mime_header_split(octets.span, &header, &body)
        self.init(octets, header)
    }

    init(_ octets: Octets, _ span: mime_span) {
        self.octets = octets
        self.span = span
    }

    /// Octets as they stand in the mail, line ends included.
    public func withOctets<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try withExtendedLifetime(octets) { try body(span.bytes) }
    }

    /// The fields in their order.
    public var fields: [Field] {
        var walk = mime_fields_of(span)
        var field = mime_field()
        var found: [Field] = []
        while mime_fields_next(&walk, &field) { found.append(Field(octets, field)) }
        return found
    }

    /// The first field of that name, in any case.
    public func field(_ name: String) -> Field? {
        var found: Field?
        forEach(name) { field in
            found = field
            return false
        }
        return found
    }

    /// Every field of that name, in any case.
    public func fields(_ name: String) -> [Field] {
        var found: [Field] = []
        forEach(name) { field in
            found.append(field)
            return true
        }
        return found
    }

    private func forEach(_ name: String, _ body: (Field) -> Bool) {
        var walk = mime_fields_of(span)
        var field = mime_field()
        let name = Array(name.lowercased().utf8)
        while mime_fields_next(&walk, &field) {
            guard field.name.len == name.count, zip(field.name.bytes, name).allSatisfy({ Self.lower($0) == $1 }) else { continue }
            if !body(Field(octets, field)) { return }
        }
    }

    private static func lower(_ octet: UInt8) -> UInt8 { octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet }

    /// The decoded text of the first field of that name; nil without the field.
    public func text(_ name: String) -> String? { field(name)?.text }

    /// The mailboxes of every field of that name: From, To, Cc, Reply-To … RFC 5322 section 3.6 allows each once; senders have more, and who
    /// is named in the second is named all the same. At most ``Address/most``.
    public func addresses(_ name: String) -> [Address] {
        var found: [Address] = []
        forEach(name) { field in
            found += field.addresses.prefix(Address.most - found.count)
            return found.count < Address.most
        }
        return found
    }

    /// The first Subject, decoded; nil without one.
    public var subject: String? { text("subject") }

    /// When the message says that it was written; nil where it does not say it plainly.
    public var date: MailDate? { field("date")?.date }
}

/// One field of a header.
public struct Field: @unchecked Sendable {
    // Sendable: points into octets that never change.

    private let octets: Octets
    private let raw: mime_field

    init(_ octets: Octets, _ raw: mime_field) { (self.octets, self.raw) = (octets, raw) }

    /// As written.
    public var name: String { String(decoding: raw.name.bytes, as: UTF8.self) }

    /// The value as it stands in the mail, folds included.
    public func withRawValue<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try withExtendedLifetime(octets) { try body(raw.value.bytes) }
    }

    /// Unfolded, encoded-words decoded (RFC 2047), what is wrong in its charset as U+FFFD.
    public var text: String {
        withExtendedLifetime(octets) {
            var out = TextBuffer(most: FieldScratch.fieldMost), scratch = TextBuffer(most: FieldScratch.fieldMost)
            mime_words_decode(raw.value, &out.raw, &scratch.raw)
            return out.string
        }
    }

    /// As a list of mailboxes (RFC 5322 section 3.4); at most ``Address/most``.
    public var addresses: [Address] {
        withExtendedLifetime(octets) {
            var scratch = FieldScratch()
            return scratch.withPair { pair, name, address in
                var walk = mime_addresses_of(raw.value)
                var found: [Address] = []
                while found.count < Address.most, mime_addresses_next(&walk, &name.raw, &address.raw, pair) {
                    found.append(Address(name: name.string, address: address.string))
                }
                return found
            }
        }
    }

    /// As a date (RFC 5322 section 3.3).
    public var date: MailDate? {
        withExtendedLifetime(octets) {
            var out = mime_date()
            return mime_date_read(raw.value, &out) ? MailDate(out) : nil
        }
    }

    /// What stands before the first `;` (RFC 2045 section 5.1), in lower case: "attachment".
    public var token: String {
        withExtendedLifetime(octets) {
            var walk = mime_params()
            return mime_params_begin(raw.value, &walk).lowercased
        }
    }

    /// A parameter, decoded (RFC 2231); nil without it.
    public func parameter(_ name: String) -> String? { withExtendedLifetime(octets) { raw.value.parameter(name) } }
}

extension mime_span {
    func parameter(_ name: String) -> String? {
        var out = TextBuffer(most: FieldScratch.fieldMost), scratch = TextBuffer(most: FieldScratch.fieldMost)
        return mime_param_text(self, name, &out.raw, &scratch.raw) ? out.string : nil
    }
}
