/// One thing that goes wrong at one moment.
///
/// Several faults may meet at one reply. Then the first `refuse` and the first `replace` count, all `append` and
/// `wait`, and the first of those that end the sending (`stall`, `close`, `reset`, `truncateTLS`).
public struct Fault: Sendable, Equatable {
    /// Which reply is meant. Counts are per connection.
    public enum Moment: Sendable, Equatable {
        case greeting
        /// Reply number 1, 2, …; 0 is the greeting.
        case reply(Int)
        /// A reply to a verb: the nth on the connection (the first is 1), or each when nil. Upper case; `RESPONSE` is
        /// the line that answers an AUTH challenge.
        case verb(String, occurrence: Int? = nil)
        /// The reply to a verb whose first argument is this message number, as in `RETR 3`.
        case message(Int, verb: String)
    }

    /// What happens. `after` counts octets of the reply's wire form – status line, stuffed dots, terminator and
    /// all; beyond the reply's end means behind the whole reply. Earlier replies of the batch are sent in full.
    public enum Action: Sendable, Equatable {
        /// Sends no more; the connection stays open and goes on recording.
        case stall(after: Int)
        /// Ends the connection in order: close_notify where there is TLS, then FIN.
        case close(after: Int)
        /// Ends the connection with RST.
        case reset(after: Int)
        /// FIN without close_notify. Without TLS the same as `close`.
        case truncateTLS(after: Int)
        /// The command is carried out, but these octets are sent as they are in place of its reply.
        case replace([UInt8])
        /// These octets follow the reply in the same write; at `STLS` they are in the clear, behind its `+OK`.
        case append([UInt8])
        /// The command is not carried out; the reply is `-ERR ` and this text, for instance `[SYS/TEMP] try later`.
        case refuse(String)
        /// Everything before this reply is sent, then nothing for so long.
        case wait(Duration)
    }

    public var moment: Moment
    public var action: Action
    /// Over the life of the server, since the faults were set: once only, or each time the moment comes.
    public var once: Bool

    public init(_ action: Action, at moment: Moment, once: Bool = false) {
        self.moment = moment
        self.action = action
        self.once = once
    }
}

extension Fault.Action {
    /// Raw text, line ends and all, in place of a reply.
    public static func replace(text: String) -> Fault.Action { .replace(Array(text.utf8)) }
    /// Raw text, line ends and all, behind a reply.
    public static func append(text: String) -> Fault.Action { .append(Array(text.utf8)) }
}
