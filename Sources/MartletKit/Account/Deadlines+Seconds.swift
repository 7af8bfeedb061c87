public import POP3

extension Deadlines {
    /// What `--timeout` and `timeout =` may say.
    public static let secondsAllowed = 1...86_400

    /// Silence for as long as the user said; a connection gets half a minute at most.
    public init(seconds: Int) { self.init(connect: .seconds(min(seconds, 30)), read: .seconds(seconds)) }
}
