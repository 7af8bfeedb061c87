internal import POP3

/// Prints fetched octets: raw on a pipe, escaped on a terminal, base64 in JSON.
final class MessagePrinter: MessageSink {
    private let console: Console
    private var whole: [UInt8] = []
    private var refused: POP3Error?
    private let notice: StopNotice
    private var number = 0
    private var received: Int64 = 0
    private var isStopped = false

    private init(_ workspace: Workspace) {
        console = workspace.console
        notice = StopNotice(workspace)
    }

    static func print(_ numbers: [Int], _ extent: FetchExtent, in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.signedIn()
        let printer = MessagePrinter(workspace)
        try Interrupt.gracefully(workspace.canceller) { () throws(Failure) in
            try workspace.mailbox.failing { () throws(POP3Error) in
                try session.fetch(numbers, extent, into: printer)
                if let refused = printer.refused { throw refused }
            }
        }
        if printer.isStopped { throw Failure(.interrupted, "interrupted", "stopped after message \(printer.number)") }
    }

    /// On a terminal and in JSON a message is shown when it is whole: an escape may not be cut in two.
    private var gathers: Bool { console.outputIsTerminal || console.format == .json }

    func messageBegins(_ number: Int) -> Flow {
        whole.removeAll(keepingCapacity: true)
        (self.number, received) = (number, 0)
        return console.outputIsGone ? .stop : .go
    }

    func messageContinues(_ octets: RawSpan) -> Flow {
        received += Int64(octets.byteCount)
        notice.look(at: number, received: received)
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
        isStopped = Interrupt.isRequested
        return isStopped ? .stop : .go
    }
}
