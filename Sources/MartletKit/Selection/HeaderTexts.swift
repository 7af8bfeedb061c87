internal import MIME

/// What a header block says, as text. Stands between the selection and the mail reader: all of that is in this file.
struct HeaderTexts {
    private let header: Header

    /// - Parameter block: the fields, without the blank line behind them; not kept.
    static func read(_ block: UnsafeRawBufferPointer) -> HeaderTexts { HeaderTexts(header: Header(block)) }

    /// Who sent it; either may be empty.
    var senders: [(name: String, address: String)] { header.addresses("from").map { ($0.name, $0.address) } }

    /// Names and addresses, as they are to be searched.
    var from: String { mailboxes("from") }
    var to: String { mailboxes("to") }
    var subject: String { header.subject ?? "" }
    /// Of the Date field, in seconds since 1970; nil where it has none that can be read.
    var date: Int64? { header.date?.seconds }

    /// The values of every field of that name, in their order, decoded.
    /// - Parameter name: in any case.
    func values(of name: String) -> [String] { header.fields(name).map(\.text) }

    private func mailboxes(_ name: String) -> String {
        header.addresses(name).map { $0.name.isEmpty ? $0.address : "\($0.name) <\($0.address)>" }.joined(separator: ", ")
    }
}
