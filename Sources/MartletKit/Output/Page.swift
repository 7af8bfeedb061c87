/// Text for people: through the user's pager where stdout is a terminal, else straight to stdout.
///
/// A pager that ends early is not an error: the reader has read enough.
final class Page {
    private let console: Console
    private var pager: Pager?

    init(_ console: Console) {
        self.console = console
        console.flush()
        pager = console.outputIsTerminal && console.format == .table && console.lane == nil ? Pager.start(console.pager()) : nil
    }

    /// Escaped here.
    func write(_ text: String) {
        let text = Escape.text(text)
        if let pager { showUnread(pager.write(text)) } else { console.write(text) }
    }

    /// Waits for the reader.
    func end() { showUnread(pager?.end()) }

    /// What a pager that does not exist was given.
    private func showUnread(_ octets: [UInt8]?) {
        guard let octets, let pager else { return }
        self.pager = nil
        console.write(String(decoding: octets, as: UTF8.self))
        console.warn("the pager \"\(pager.name)\" cannot be started; `set pager off` does without")
    }
}
