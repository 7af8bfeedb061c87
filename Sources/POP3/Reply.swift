/// The status line of a successful reply.
public struct Reply: Equatable, Sendable {
    /// The line as it came, to be taken apart: where a password is "2", a count of 2 is one all the same. Not to be shown.
    let said: String
    /// The text behind `+OK`, response code included, secrets of ours as `****`. Untrusted: escape it before showing it.
    public let text: String

    /// The response code, where the text begins with one (RFC 2449 section 8). One that nobody knows is shown, so it is the masked one.
    public var code: ResponseCode? {
        let code = ResponseCode.split(said).code
        if case .other? = code { return ResponseCode.split(text).code }
        return code
    }
}

extension Reply: CustomStringConvertible {
    public var description: String { text }
}
