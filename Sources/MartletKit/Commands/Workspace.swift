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
    private var known: (generation: Int, newness: Newness)?

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

    /// Which messages of the listing at hand were never stored from this account. Settles, once a listing, which removals took effect.
    func newness() throws(Failure) -> Newness {
        let maildrop = try mailbox.maildrop()
        if let known, known.generation == mailbox.listingGeneration { return known.newness }
        let ledger = try ledger()
        let name = try mailbox.account()
        if let account = try ledger.account(name), maildrop.hasUniqueIDs {
            try ledger.settleRemovals(account: account) { maildrop.lists(uniqueID: $0) }
        }
        let made = try Newness(maildrop, account: name, ledger: ledger)
        known = (mailbox.listingGeneration, made)
        return made
    }

    /// Forgets which messages are new: more of them are stored now.
    func newnessChanged() { known = nil }

    /// The messages a selection expression chooses, as indices into the maildrop.
    public func select(_ expression: String) throws(Failure) -> (maildrop: Maildrop, indices: [Int32]) {
        let selection = try Selection(expression)
        let maildrop = try mailbox.maildrop()
        let newness = selection.asksForNew ? try newness() : nil
        let indices = try selection.indices(in: maildrop) { (index) throws(Failure) in try newness?.isNew(index) ?? true }
        return (maildrop, indices)
    }
}
