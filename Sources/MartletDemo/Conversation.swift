/// The state of one session (RFC 1939 section 3): a command line in, a reply out. No sockets.
final class Conversation {
    enum State {
        case authorization
        /// AUTH has been challenged.
        case response(Exchange)
        case transaction(Session)
        case over
    }

    /// What answers the challenge.
    enum Exchange {
        case plain
        /// A token by this mechanism.
        case token(String)
        /// Only what ends the exchange: a token was refused, and the reason said.
        case end(String)
    }

    /// An opened maildrop.
    struct Session {
        let maildrop: Maildrop
        let opening: Maildrop.Opening
        /// Places in `opening`, from 0.
        var deleted: Set<Int> = []
    }

    let core: ServerCore
    let connection: Int
    var state = State.authorization
    /// From USER, for the PASS that follows at once.
    var user: [UInt8]?
    /// Those in force for the command at hand.
    var faults = Faults()
    var isEncrypted: Bool
    /// The greeting's, angle brackets and all; nil without APOP.
    let timestamp: String?

    init(_ connection: Int, _ core: ServerCore, isEncrypted: Bool) {
        self.core = core
        self.connection = connection
        self.isEncrypted = isEncrypted
        let stamp = Timestamp.next()
        timestamp = core.options.offersAPOP ? "<\(stamp)@\(core.options.hostName)>" : nil
    }

    var options: DemoOptions { core.options }

    func greeting() -> Reply {
        if let line = faults.greetingLine { return Reply(octets: line + "\r\n") }
        return .ok([options.greeting, timestamp].compactMap(\.self).joined(separator: " "))
    }

    /// Upper case; `RESPONSE` when an AUTH challenge is open.
    func verb(of line: [UInt8]) -> String {
        if case .response = state { return "RESPONSE" }
        return String(decoding: line.prefix { $0 != .blank }, as: UTF8.self).uppercased()
    }

    /// Carries out one line without its end.
    func reply(to line: [UInt8]) -> Reply {
        if case .response(let exchange) = state {
            state = .authorization
            return finish(exchange, line)
        }
        let word = verb(of: line)
        guard let verb = Verb.all[word], !faults.unknownVerbs.contains(word), verb.exists(options) else {
            return .err("unknown command")
        }
        switch state {
        case .authorization where !verb.states.contains(.authorization): return .err("sign in first")
        case .transaction where !verb.states.contains(.transaction): return .err("not now, you are signed in")
        case .over: return .err("the session is over")
        default: break
        }
        let signingIn = user
        user = nil  // RFC 1939 section 7: PASS only directly behind USER.
        return verb.run(self, Call(argument: Array(line.dropFirst(word.utf8.count + 1)), user: signingIn))
    }

    /// Gives the maildrop back; nothing is deleted.
    func leave() {
        if case .transaction(let session) = state { session.maildrop.release(connection) }
        state = .over
    }
}

/// What a verb is called with.
struct Call {
    /// Octets behind the verb and one blank.
    let argument: [UInt8]
    /// Named by the USER command directly before.
    let user: [UInt8]?

    /// The argument as words.
    var words: [String] { argument.split(separator: .blank).map { String(decoding: $0, as: UTF8.self) } }
}
