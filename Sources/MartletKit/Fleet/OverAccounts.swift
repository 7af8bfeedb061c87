/// Whether a command can run over several accounts at once.
public enum OverAccounts: Equatable, Sendable {
    case yes
    /// It prints octets of mail, which only JSON keeps apart.
    case inJSON
    /// It needs no mailbox, or belongs to one session.
    case no
}
