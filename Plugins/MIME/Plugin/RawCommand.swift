import MartletPlugin

/// `raw SELECTION`: messages as their senders wrote them.
struct RawCommand: Command {
    static let declaration = CommandDeclaration(
        "raw", arguments: "SELECTION", summary: "print messages as they are",
        details: """
              raw 125                 on a terminal controls are escaped
              raw 125 > mail.eml      octet for octet
            """,
        count: 1...4096)

    func run(_ call: Call) throws(CommandExit) {
        let selection = try call.select(call.expression(first: call.argumentCount))
        guard selection.count > 0 else { return }
        let printer = Printer(call)
        let code = call.fetch((0..<selection.count).map { selection[$0].number }, into: printer)
        if code != 0 { throw CommandExit(code) }
        if let number = printer.stoppedAfter { throw call.stopped(after: number) }
        if let refused = printer.refused { throw call.fail(.exitUnavailable, refused) }
    }

    private final class Printer: MessageSink {
        private let call: Call
        /// The first message that did not come, and why.
        private(set) var refused: String?
        /// The message that was finished when the user wanted to stop.
        private(set) var stoppedAfter: UInt32?

        init(_ call: Call) { self.call = call }

        func begin(_ number: UInt32) -> Flow {
            call.show(number)
            return .go
        }

        /// Never stops: half a message on a pipe looks like a whole one, and the rest of it would cost the connection.
        func body(_ octets: borrowing RawSpan) -> Flow {
            octets.withUnsafeBytes { call.octets($0) }
            return .go
        }

        func end(_ number: UInt32, failure: Octets, sha256: UnsafeRawPointer?) -> Flow {
            if !failure.isEmpty, refused == nil { refused = "message \(number) was not sent whole: \(failure.string)" }
            // Where octets cannot be printed the host has said why: no more of them.
            if call.failCode != 0 { return .stop }
            guard call.cancelled else { return .go }
            stoppedAfter = number
            return .stop
        }
    }
}

extension Call {
    /// The user wanted to stop, and this message was the last.
    func stopped(after number: UInt32) -> CommandExit { fail(.exitInterrupted, "stopped after message \(number)") }
}
