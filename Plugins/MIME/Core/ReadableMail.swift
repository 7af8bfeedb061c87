import MIME

/// A message as people read it: who, when, about what, the parts, the text.
public struct ReadableMail {
    private let message: Message

    public init(_ message: Message) { self.message = message }

    public var subject: String { message.header.subject ?? "" }
    /// Seconds since 1970.
    public var date: Int64? { message.header.date?.seconds }

    /// "Anna Blum <anna@example.org>, …".
    public func mailboxes(_ field: String) -> String {
        message.header.addresses(field).map { address in
            if address.name.isEmpty { return address.address }
            return address.address.isEmpty ? address.name : "\(address.name) <\(address.address)>"
        }.joined(separator: ", ")
    }

    /// The fields on top and, where there is more than the text, the parts.
    /// - Parameter columns: of the terminal it is a box for; nil: a line each field, whatever its length.
    public func head(pieces: [String], inBox columns: Int?) -> String {
        var fields = [("From", "from"), ("To", "to"), ("Cc", "cc")].map { ($0, mailboxes($1)) }
        fields.append(("Date", message.header.text("date") ?? ""))
        fields = fields.filter { !$0.1.isEmpty }
        fields.append(("Subject", subject))
        if pieces.count > 1 { for (index, line) in pieces.enumerated() { fields.append((index == 0 ? "Parts" : "", line)) } }
        let lines = fields.flatMap { name, value in
            let value = Self.oneLine(value)
            let folded = columns.map { FoldedText.lines(value, max(Self.leastRoom, $0 - 2 - Self.labelColumns)) } ?? [value]
            return folded.enumerated().map { index, part in
                let label = index == 0 ? name : ""
                return label + String(repeating: " ", count: Self.labelColumns - label.count) + part
            }
        }
        guard columns != nil else { return lines.joined(separator: "\n") + "\n\n" }
        return lines.enumerated().map { ($0.offset == 0 ? "┌ " : "│ ") + $0.element + "\n" }.joined() + "└\n"
    }

    private static let labelColumns = 9
    /// Where the terminal has less than this, it has to break lines itself.
    private static let leastRoom = 10

    /// The main text; words in its place where there is none.
    /// - Parameter htmlCommand: a command line that makes text of HTML; nil: our own reader.
    public func text(htmlCommand: String? = nil) throws(HTMLCommand.Failure) -> String {
        guard let part = message.mainTextPart ?? Self.firstText(message) else { return "(no text in it)\n" }
        if let htmlCommand, part.isType("text", "html") { return try HTMLCommand.run(htmlCommand, part.sourceText) }
        return part.text
    }

    /// What was sent as an attachment or inside another message is better than nothing.
    private static func firstText(_ message: Message) -> Part? {
        message.parts.first { $0.kind == .leaf && $0.isType("text") }
    }

    /// A field of the head has no lines in it, whatever its sender wrote.
    private static func oneLine(_ text: String) -> String { String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }) }
}
