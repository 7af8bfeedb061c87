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
    /// Whether headers may be fetched with the whole message where the server has no TOP: what it costs is the user's to decide.
    public var fetchesWhole = false
    /// Whether fetched headers are kept for the next run.
    public var keepsHeaders = true
    /// Asks the user before what cannot be undone; nil where nobody can be asked.
    public var question: ((_ text: String) -> Bool)?
    /// Whether this command is the only one: nothing can follow that would apply its marks.
    var isOneShot = false
    /// What `.` and `^` mean.
    public var recall = Recall()
    /// Who was seen as a sender; nil where nobody completes a line with it, so that nobody looks.
    public var senders: Senders?
    /// Certificates and keys that the user trusted in this session, by `host:port`: of servers that are no account's.
    var pins: [String: [UInt8]] = [:]
    private var openedLedger: Ledger?
    private var known: (generation: Int, newness: Newness)?
    private var counted: (generation: Int, new: Int)?
    private var openedCache: HeaderCache?
    /// Where the header cache is; nil: where the system keeps caches.
    var cacheFolder: String?

    public init(console: Console, mailbox: Mailbox, registry: Registry, accounts: AccountBook = AccountBook()) {
        self.console = console
        self.mailbox = mailbox
        self.registry = registry
        canceller = mailbox.canceller
        self.accounts = accounts
        mailbox.notice = { console.note($0) }
        console.pager = { [weak self] in self?.preferences.pager ?? nil }
    }

    private var readPreferences: Preferences?
    private var readAliases: Aliases?

    /// What `set` says; config.toml is read for it when it is first asked for. A file that is wrong is told of, once.
    public internal(set) var preferences: Preferences {
        get {
            if let readPreferences { return readPreferences }
            let made = read(Preferences()) { () throws(Failure) in try accounts.preferences() }
            readPreferences = made
            return made
        }
        set { readPreferences = newValue }
    }

    /// The user's own names for command lines; read like ``preferences``.
    public internal(set) var aliases: Aliases {
        get {
            if let readAliases { return readAliases }
            var made = read(Aliases()) { () throws(Failure) in try accounts.aliases() }
            for (name, place) in made.removeHidden(by: registry) {
                console.warn("\(place): \(name) is a command, so the alias is not used; my-\(name) would be")
            }
            readAliases = made
            return made
        }
        set { readAliases = newValue }
    }

    private func read<Value>(_ otherwise: Value, _ body: () throws(Failure) -> Value) -> Value {
        do throws(Failure) { return try body() } catch {
            if !saidWrong { console.warn("\(error.message); settings and aliases are not read") }
            saidWrong = true
            return otherwise
        }
    }

    private var saidWrong = false
    /// Whether costs are told: never a reason to read config.toml.
    var tellsTiming: Bool { readPreferences?.timing ?? false }

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

    /// Above this many messages a prompt does not count by itself what is new: it would be felt.
    private static let countedUnasked = 100_000

    /// How many messages of the listing at hand are new, for a prompt: asks no server, counts once a listing. nil: not known.
    public var knownNew: Int? {
        guard let maildrop = mailbox.knownMaildrop, mailbox.session?.state == .transaction,
            maildrop.count <= Self.countedUnasked || known?.generation == mailbox.listingGeneration
        else { return nil }
        if let counted, counted.generation == mailbox.listingGeneration { return counted.new }
        do throws(Failure) {
            let newness = try newness()
            var new = 0
            for index in 0..<maildrop.count where try newness.isNew(index) { new += 1 }
            counted = (mailbox.listingGeneration, new)
            return new
        } catch {
            return nil  // a command that needs the ledger will say what is wrong with it
        }
    }

    /// Forgets which messages are new: more of them are stored now.
    func newnessChanged() { (known, counted) = (nil, nil) }

    /// The header cache, opened when a command first needs it; nil where it cannot be had, which the log tells.
    func headerCache() -> HeaderCache? {
        guard keepsHeaders else { return nil }
        if let openedCache { return openedCache.works ? openedCache : nil }
        let log = { [mailbox] (line: String) in mailbox.log?.note(line) ?? () }
        do throws(Failure) {
            let folder: String
            if let cacheFolder { folder = cacheFolder } else { folder = try Folders.cache() }
            let made = HeaderCache(path: folder + "/headers.sqlite", log: log)
            openedCache = made
            return made.works ? made : nil
        } catch {
            log("no header cache: \(error.message)")
            return nil
        }
    }

    /// The messages a selection expression chooses, as indices into the maildrop. Where there are none, a note says why.
    /// - Parameter line: makes a command line of a selection, for that note.
    public func select(
        _ expression: String, line: (String) -> String = { $0 }
    ) throws(Failure) -> (maildrop: Maildrop, indices: [Int32]) {
        let selection = try Selection(expression)
        let facts = try facts(for: selection)
        let result = try selection.evaluate(facts)
        if result.refused > 0 {
            let headers = result.refused == 1 ? "the header of 1 message" : "the headers of \(result.refused) messages"
            console.warn("the server refused \(headers); what cannot be told is left out")
        }
        if result.indices.isEmpty {
            let empty = try selection.explainEmpty(facts)
            console.note(empty.text)
            if let hint = empty.hint {
                let shown = isOneShot ? Words.pasteable(selection: hint) : hint
                console.note("  try: " + line(shown) + (empty.remark.isEmpty ? "" : "     (\(empty.remark))"))
            }
        }
        return (facts.maildrop, result.indices)
    }

    private func facts(for selection: Selection) throws(Failure) -> SelectionFacts {
        let maildrop = try mailbox.maildrop()
        var facts = SelectionFacts(maildrop: maildrop, headers: try MailHeaders(self))
        if selection.asks({ $0 == .new || $0 == .seen }) {
            let newness = try newness()
            facts.isNew = { (index) throws(Failure) in try newness.isNew(index) }
        }
        if selection.asks({ $0 == .exported }) {
            let stored = try Newness(maildrop, account: try mailbox.account(), ledger: try ledger(), isStrict: true)
            facts.isExported = { (index) throws(Failure) in try !stored.isNew(index) }
        }
        let marks = mailbox.marks
        facts.isMarked = { marks.contains(maildrop.number(at: $0)) }
        facts.current = recall.current(in: maildrop, mailbox.listingGeneration)
        facts.listed = recall.listed(in: maildrop, mailbox.listingGeneration)
        return facts
    }
}
