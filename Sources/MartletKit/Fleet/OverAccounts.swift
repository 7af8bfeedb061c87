/// Whether a command can run over several accounts at once.
public enum OverAccounts: Equatable, Sendable {
    case yes
    /// It prints octets of mail, which only JSON keeps apart.
    case inJSON
    /// It needs no mailbox, or belongs to one session.
    case no
}

extension Failure {
    /// Octets do not say whose they are.
    static func octetsOfSeveral(_ command: String, hint: String = "export, or one --account") -> Failure {
        .usage("\(command) prints octets, and those of several accounts cannot be told apart", hint: hint)
    }
}
