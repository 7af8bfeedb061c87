/// The status line of a successful reply.
public struct Reply: Equatable, Sendable {
    /// The text behind `+OK`, response code included. Untrusted: escape it before showing it.
    public let text: String

    /// The response code, where the text begins with one (RFC 2449 section 8).
    public var code: ResponseCode? { ResponseCode.split(text).code }
}
