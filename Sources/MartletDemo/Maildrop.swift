internal import Synchronization

/// One account's messages, open to one session at a time (RFC 1939 section 4).
final class Maildrop: Sendable {
    /// What a session got when it opened the maildrop.
    struct Opening: Sendable {
        let messages: [DemoMessage]
        /// Changes when somebody outside replaces the messages.
        fileprivate let generation: Int
    }

    enum Refusal: Error {
        case inUse
        /// Seconds left.
        case tooSoon(Int)
    }

    private struct State {
        var messages: [DemoMessage]
        var generation = 0
        var openedBy: Int?
        var lastOpened: ContinuousClock.Instant?
    }

    let account: DemoAccount
    private let state: Mutex<State>

    init(_ account: DemoAccount) {
        self.account = account
        state = Mutex(State(messages: account.messages))
    }

    var messages: [DemoMessage] { state.withLock { $0.messages } }

    func append(_ message: DemoMessage) { state.withLock { $0.messages.append(message) } }

    func replace(_ messages: [DemoMessage]) {
        state.withLock {
            $0.messages = messages
            $0.generation += 1
        }
    }

    /// Opens the maildrop for `connection`, which must ``release(_:)`` it.
    func open(for connection: Int, loginDelaySeconds: Int) throws(Refusal) -> Opening {
        let now = ContinuousClock.now
        return try state.withLock { (state) throws(Refusal) in
            if state.openedBy != nil { throw .inUse }
            if let last = state.lastOpened {
                let left = .seconds(loginDelaySeconds) - (now - last)
                if left > .zero { throw .tooSoon(Int(left.components.seconds) + 1) }
            }
            state.openedBy = connection
            state.lastOpened = now
            return Opening(messages: state.messages, generation: state.generation)
        }
    }

    /// Nothing happens when another connection has it.
    func release(_ connection: Int) {
        state.withLock { if $0.openedBy == connection { $0.openedBy = nil } }
    }

    /// Takes the messages at these places of `opening` away. False when somebody replaced the messages meanwhile.
    func remove(_ places: Set<Int>, of opening: Opening) -> Bool {
        state.withLock { state in
            guard state.generation == opening.generation else { return places.isEmpty }
            state.messages = state.messages.enumerated().filter { !places.contains($0.offset) }.map(\.element)
            return true
        }
    }
}
