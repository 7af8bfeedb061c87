/// A command of the protocol: a file in `Commands/` and a row in ``all``.
struct Verb: Sendable {
    struct States: OptionSet, Sendable {
        let rawValue: Int
        static let authorization = States(rawValue: 1)
        static let transaction = States(rawValue: 2)
        static let both: States = [.authorization, .transaction]
    }

    let name: String
    let states: States
    /// Whether a server with these options knows it.
    var exists: @Sendable (DemoOptions) -> Bool = { _ in true }
    let run: @Sendable (Conversation, Call) -> Reply

    static let all: [String: Verb] = Dictionary(
        uniqueKeysWithValues: [
            capa, stls, user, pass, apop, auth, utf8, lang,
            stat, list, retr, top, uidl, dele, noop, rset, quit,
        ].map { ($0.name, $0) })
}
