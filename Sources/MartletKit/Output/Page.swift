/// Text for people: through the user's pager where stdout is a terminal, else straight to stdout.
///
/// A pager that ends early is not an error: the reader has read enough.
final class Page {
    private let console: Console
    private let pager: Pager?

    init(_ console: Console) {
        self.console = console
        console.flush()
        pager = console.outputIsTerminal && console.format == .table && console.lane == nil ? Pager.start(console.pager()) : nil
    }

    /// Escaped here.
    func write(_ text: String) {
        let text = Escape.text(text)
        if let pager { pager.write(text) } else { console.write(text) }
    }

    /// Waits for the reader.
    func end() { pager?.end() }
}
