import MIME
import PluginSystem

/// What a list shows of a message's header.
public struct HeaderSummary {
    /// The first author's name, else the address; or the group's words where there is no mailbox.
    public let sender: String
    /// Seconds since 1970; nil where the message does not say it plainly.
    public let date: Int64?
    public let subject: String
    /// Whether there is more to it than a text: attachments, a report, something that is no text.
    public let hasParts: Bool
    public let authors: [Address]

    public init(_ block: [UInt8]) {
        let header = Header(block)
        authors = header.addresses("from")
        sender = Self.line(authors.first.map { $0.name.isEmpty ? $0.address : $0.name } ?? header.text("from") ?? "")
        date = header.date?.seconds
        subject = Self.line(header.subject ?? "")
        hasParts = Self.hasParts(header.field("content-type")?.token ?? "")
    }

    /// A message whose header the server refused, and why.
    public init(refusal: String) { (sender, date, subject, hasParts, authors) = ("", nil, refusal, false, []) }

    /// Runs of white space as one blank: a tabulator where a line was folded says nothing.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0.isNewline }).joined(separator: " ")
    }

    /// An alternative is one text in two dresses, and what is related to it are its pictures.
    private static func hasParts(_ type: String) -> Bool {
        guard !type.isEmpty, !type.hasPrefix("text/") else { return false }
        return type != "multipart/alternative" && type != "multipart/related" && type.contains("/")
    }

    /// `[{"name":"Anna","address":"anna@example.org"}]`.
    public var authorsJSON: String {
        "["
            + authors.map { "{\"name\":\(JSONString.of($0.name)),\"address\":\(JSONString.of($0.address))}" }.joined(
                separator: ",")
            + "]"
    }
}
