import CMartletPlugin

/// Borrowed octets of the host: valid while the command runs, or in a callback until it returns.
public struct Octets {
    public let raw: UnsafeRawBufferPointer

    public init(_ raw: UnsafeRawBufferPointer) { self.raw = raw }

    init(_ text: martlet_text) { raw = UnsafeRawBufferPointer(start: text.at, count: text.len) }

    public var isEmpty: Bool { raw.isEmpty }

    /// A copy as text; what is not UTF-8 becomes U+FFFD. Allocates above 15 octets.
    public var string: String { String(decoding: raw, as: UTF8.self) }

    var text: martlet_text { martlet_text(at: raw.baseAddress?.assumingMemoryBound(to: CChar.self), len: raw.count) }
}

extension String {
    /// Lends the text to the host for the length of `body`.
    func lend<Result>(_ body: (martlet_text) -> Result) -> Result {
        var copy = self
        return copy.withUTF8 { body(Octets(UnsafeRawBufferPointer($0)).text) }
    }
}
