/// Everything the host shows and checks about a command before it runs.
public struct CommandDeclaration: Sendable {
    /// `--name VALUE`, or a flag where `value` is empty.
    public struct Option: Sendable {
        public var name: String
        public var value: String
        public var summary: String

        public init(_ name: String, value: String = "", _ summary: String) {
            (self.name, self.value, self.summary) = (name, value, summary)
        }
    }

    public var name: String
    public var arguments: String
    public var summary: String
    public var details: String
    public var options: [Option]
    public var argumentCount: ClosedRange<UInt32>
    public var needsMaildrop: Bool
    /// The option that takes the place of all arguments and of the maildrop; may be empty.
    public var offlineOption: String

    /// - Parameters:
    ///   - name: lower-case letters, digits and hyphens; at most 32.
    ///   - arguments: for the usage line, upper case, optional ones in brackets: `SELECTION DIR`.
    ///   - summary: one line, no full stop.
    ///   - details: more for `help NAME`; examples first.
    ///   - count: how many arguments there may be; options do not count.
    ///   - needsMaildrop: sign in before running, and run over many accounts where asked to.
    public init(
        _ name: String, arguments: String = "", summary: String, details: String = "", options: [Option] = [],
        count: ClosedRange<UInt32> = 0...0, needsMaildrop: Bool = true, offlineOption: String = ""
    ) {
        (self.name, self.arguments, self.summary, self.details) = (name, arguments, summary, details)
        (self.options, self.argumentCount) = (options, count)
        (self.needsMaildrop, self.offlineOption) = (needsMaildrop, offlineOption)
    }
}

/// A command of a plugin.
///
///     struct Hello: Command {
///         static let declaration = CommandDeclaration("hello", summary: "say hello", needsMaildrop: false)
///
///         func run(_ call: Call) throws(CommandExit) { call.note("hello") }
///     }
///
///     @c(martlet_plugin_init) public func start(_ host: MartletHost) -> Int32 { register(Hello(), on: host) }
public protocol Command: Sendable {
    static var declaration: CommandDeclaration { get }

    /// Runs once per invocation. Returning is success. May run in several threads at once, each with a call of its own: many
    /// accounts side by side.
    /// - Throws: what `call.fail` made, or an exit code the host gave.
    func run(_ call: Call) throws(CommandExit)
}
