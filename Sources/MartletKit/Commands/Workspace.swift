public import POP3

/// What every command works with: the mailbox, the console, the registry, the accounts and the ledger.
public final class Workspace {
    public let console: Console
    public let mailbox: Mailbox
    public let registry: Registry
    public let canceller: Canceller
    public let accounts: AccountBook
    /// Set by `quit` and `exit`: the front ends its loop.
    public var isDone = false
    private var openedLedger: Ledger?

    public init(console: Console, mailbox: Mailbox, registry: Registry, accounts: AccountBook = AccountBook()) {
        self.console = console
        self.mailbox = mailbox
        self.registry = registry
        canceller = mailbox.canceller
        self.accounts = accounts
    }

    /// Opened when a command first needs it.
    public func ledger() throws(Failure) -> Ledger {
        if let openedLedger { return openedLedger }
        let made = try Ledger(path: Folders.state() + "/ledger.sqlite")
        openedLedger = made
        return made
    }

    /// Whether the message at this index was never stored from this account. A message that cannot be known again is always new.
    public func isNew(_ index: Int, in maildrop: Maildrop) throws(Failure) -> Bool {
        guard maildrop.identity(at: index) == .unique, let uid = maildrop.uniqueID(at: index) else { return true }
        return try !ledger().knows(account: mailbox.account(), uid: uid, listed: maildrop.octets(at: index) ?? -1)
    }

    /// The messages a selection expression chooses, as indices into the maildrop.
    public func select(_ expression: String) throws(Failure) -> (maildrop: Maildrop, indices: [Int]) {
        let selection = try Selection(expression)
        let maildrop = try mailbox.maildrop()
        let indices = try selection.indices(in: maildrop) { (index) throws(Failure) in try isNew(index, in: maildrop) }
        return (maildrop, indices)
    }
}
