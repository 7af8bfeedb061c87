/// What did not happen, in the user's words: four lines and an exit code.
///
///     error: what did not happen
///       the line that was typed
///                ^
///       server: what the other side said
///       kept:   what is safe
///       try:    the one likeliest next step
public struct Failure: Error, Equatable, Sendable {
    /// A short stable word for machines: `refused`, `timeout`, `usage` …
    public var kind: String
    public var message: String
    /// Where in what the user typed.
    public var excerpt: Excerpt?
    /// Words of the server, as received; escaped where they are shown.
    public var server: String?
    public var kept: String?
    public var hint: String?
    public var code: ExitCode

    public init(
        _ code: ExitCode, _ kind: String, _ message: String, server: String? = nil, kept: String? = nil, hint: String? = nil,
        excerpt: Excerpt? = nil
    ) {
        self.code = code
        self.kind = kind
        self.message = message
        self.excerpt = excerpt
        self.server = server
        self.kept = kept
        self.hint = hint
    }

    public static func usage(_ message: String, hint: String? = nil, at excerpt: Excerpt? = nil) -> Failure {
        Failure(.usage, "usage", message, hint: hint, excerpt: excerpt)
    }

    /// The text for people, without colour, lines divided by LF, nothing unescaped.
    public var text: String {
        var lines = ["error: \(Escape.line(message))"]
        if let excerpt { lines += excerpt.lines.map { "  " + $0 } }
        if let server, !server.isEmpty { lines.append("  server: \(Escape.line(server))") }
        if let kept, !kept.isEmpty { lines.append("  kept: \(Escape.line(kept))") }
        if let hint, !hint.isEmpty { lines.append("  try: \(Escape.line(hint))") }
        return lines.joined(separator: "\n")
    }

    /// The same as one JSON object.
    public var json: String { json(of: nil) }

    /// The same with the account it happened to, where there are several.
    func json(of account: String?) -> String {
        var object = JSONText()
        object.object { object in
            if let account { object.field("account", account) }
            object.key("error")
            object.object { error in
                error.field("kind", kind)
                error.field("message", message)
                if let excerpt {
                    error.field("expression", excerpt.line)
                    error.field("offset", Int64(excerpt.offset))
                }
                if let server { error.field("server", server) }
                if let kept { error.field("kept", kept) }
                if let hint { error.field("hint", hint) }
                error.field("exit", Int64(code.rawValue))
            }
        }
        return object.text
    }
}
