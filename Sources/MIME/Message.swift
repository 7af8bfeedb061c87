internal import CMIME

/// A mail, read once: its header and the tree of its parts (RFC 5322, RFC 2045 to 2049).
///
/// Never fails on what is in it. Nothing of the octets is copied but what is asked for; a message costs memory for its parts, about
/// 200 octets each, and at most ``mostParts`` of them.
public final class Message: @unchecked Sendable {
    // Sendable: the tree is complete when init returns and never changes.

    /// Parts read of one message; what follows belongs to the last.
    public static let mostParts = Int(MIME_PARTS_MOST)

    let octets: Octets
    private let raw: OpaquePointer?

    /// Copies the octets.
    public convenience init(_ octets: [UInt8]) { self.init(Octets(octets), nil) }

    /// Reads octets where they lie, a mapped file say.
    /// - Parameters:
    ///   - passed: told every few megabytes how far the reading is, so that a mapped file's pages can be let go of.
    ///   - release: called once, when neither the message nor anything made from it points into the octets.
    public convenience init(
        borrowing octets: UnsafeRawBufferPointer, passed: ((Int) -> Void)? = nil, release: (() -> Void)? = nil
    ) {
        self.init(Octets(octets, release: release), passed)
    }

    private init(_ octets: Octets, _ passed: ((Int) -> Void)?) {
        self.octets = octets
        guard let passed else {
            raw = mime_message_read(octets.span, nil, nil)
            return
        }
        raw = withUnsafePointer(to: passed) { box in
            mime_message_read(
                octets.span, { context, octets in context!.assumingMemoryBound(to: ((Int) -> Void).self).pointee(octets) },
                UnsafeMutableRawPointer(mutating: box))
        }
    }

    deinit { mime_message_destroy(raw) }

    /// Parts in the order in which they stand in the message; 0, the message itself, is always there unless memory was out.
    public var count: Int { raw.map { mime_message_count($0) } ?? 0 }

    public func part(at index: Int) -> Part {
        precondition(index >= 0 && index < count)
        return Part(self, index)
    }

    public var parts: [Part] { (0..<count).map { Part(self, $0) } }

    public var header: Header {
        guard count > 0 else { return Header([]) }
        return part(at: 0).header
    }

    /// Whether a limit was reached, so that the parts are not the whole truth.
    public var isCut: Bool { raw.map { mime_message_is_cut($0) } ?? true }

    /// The part that its sender means to be read: the first text/plain, else text/html, attachments and messages inside left out.
    public var mainTextPart: Part? {
        guard let raw else { return nil }
        let index = mime_message_main_text(raw)
        return index == MIME_PART_NONE ? nil : Part(self, Int(index))
    }

    func rawPart(_ index: Int) -> mime_part { mime_message_part(raw!, index).pointee }
}
