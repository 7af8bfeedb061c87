internal import POP3

/// Prints fetched octets: raw on a pipe, escaped on a terminal, base64 in JSON.
final class MessagePrinter: MessageSink {
    private let console: Console
    private var whole: [UInt8] = []
    private var refused: POP3Error?

    private init(_ console: Console) { self.console = console }

    static func print(_ numbers: [Int], _ extent: FetchExtent, in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.signedIn()
        let printer = MessagePrinter(workspace.console)
        try workspace.mailbox.failing { () throws(POP3Error) in
            try session.fetch(numbers, extent, into: printer)
            if let refused = printer.refused { throw refused }
        }
    }

    /// On a terminal and in JSON a message is shown when it is whole: an escape may not be cut in two.
    private var gathers: Bool { console.outputIsTerminal || console.format == .json }

    func messageBegins(_ number: Int) -> Flow {
        whole.removeAll(keepingCapacity: true)
        return console.outputIsGone ? .stop : .go
    }

    func messageContinues(_ octets: RawSpan) -> Flow {
        if gathers { octets.withUnsafeBytes { whole.append(contentsOf: $0) } } else { console.raw(octets) }
        return console.outputIsGone ? .stop : .go
    }

    func messageEnds(_ number: Int, _ failure: POP3Error?) -> Flow {
        if let failure {
            refused = refused ?? failure
        } else if console.format == .json {
            console.object {
                $0.field("n", Int64(number))
                $0.field("octets", Int64(whole.count))
                $0.field("base64", Base64Text.encode(whole))
            }
        } else if gathers {
            whole.withUnsafeBytes { console.raw(RawSpan(_unsafeBytes: $0)) }
        }
        return .go
    }
}
