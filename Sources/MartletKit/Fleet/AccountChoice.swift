/// Which accounts a command line chooses, and how many of them are under way at once.
public struct AccountChoice: Equatable, Sendable {
    public static let jobsAllowed = 1...64

    /// As they were given, each once.
    public private(set) var names: [String] = []
    public private(set) var all = false
    public private(set) var shard: Shard?
    /// Accounts under way at once.
    public private(set) var jobs = 4
    /// Connections to one host at once.
    public private(set) var perHost = 2
    /// The file with the accounts; nil for the usual one.
    public private(set) var config: String?

    public init() {}

    /// Whether the accounts are run side by side, each word of output with its account. `--account a` alone is one session like any
    /// other; `--all-accounts` is not, however many there are: what a script reads must not depend on that.
    public var isSeveral: Bool { all || shard != nil || names.count > 1 }

    /// The chosen accounts: in the order given, or sorted by name.
    /// - Throws: exit code 64 for a name that is not there, 78 for a configuration that is missing or wrong.
    public func accounts(of book: AccountBook) throws(Failure) -> [Account] {
        var chosen: [Account] = []
        if names.isEmpty {
            chosen = try book.all()
        } else {
            for name in names { chosen.append(try book.account(name) { "--account \($0)" }) }
        }
        guard let shard else { return chosen }
        return chosen.filter { shard.holds($0.name) }
    }

    // MARK: reading

    public enum Option: String, CaseIterable, Sendable {
        case account
        case allAccounts = "all-accounts"
        case jobs
        case perHost = "per-host"
        case shard, config

        /// The option that a word is, with what stands behind its `=`; nil for any other word.
        static func read(_ word: String) -> (option: Option, value: String?)? {
            if word == "-a" { return (.account, nil) }
            guard word.hasPrefix("--") else { return nil }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Option(rawValue: String(parts[0])).map { ($0, parts.count == 2 ? String(parts[1]) : nil) }
        }
    }

    /// Takes one option in.
    /// - Throws: exit code 64.
    public mutating func set(_ option: Option, _ value: String) throws(Failure) {
        switch option {
        case .account:
            guard Account.isName(value) else {
                throw .usage("\"\(value)\" is no name for an account", hint: "--account NAME, once for each")
            }
            if !names.contains(value) { names.append(value) }
        case .allAccounts: all = true
        case .jobs: jobs = try Self.number(value, "--jobs")
        case .perHost: perHost = try Self.number(value, "--per-host")
        case .shard: shard = try Shard(value)
        case .config: config = value
        }
        if all, !names.isEmpty {
            throw .usage("--all-accounts and --account at once", hint: "one of the two")
        }
    }

    private static func number(_ text: String, _ option: String) throws(Failure) -> Int {
        guard let number = Int(text), jobsAllowed.contains(number) else {
            throw .usage(
                "\(option) wants \(jobsAllowed.lowerBound) to \(jobsAllowed.upperBound), not \"\(text)\"", hint: "\(option) 4")
        }
        return number
    }

    /// Takes the options that choose accounts out of a command's words. Behind a `--` nothing is an option.
    /// - Parameter isOwn: whether the command has an option of that name, `--` included, itself: then it is the command's.
    /// - Returns: the other words.
    public mutating func take(from words: [String], isOwn: (String) -> Bool) throws(Failure) -> [String] {
        var rest: [String] = []
        var at = 0
        while at < words.count {
            let word = words[at]
            at += 1
            if word == "--" {
                rest += words[(at - 1)...]
                break
            }
            guard let (option, value) = Option.read(word), !isOwn("--" + option.rawValue) else {
                rest.append(word)
                continue
            }
            if option == .allAccounts {
                guard value == nil else { throw .usage("--all-accounts takes no value") }
                try set(option, "")
            } else if let value {
                try set(option, value)
            } else {
                guard at < words.count else { throw .usage("\(word) wants a value", hint: "martlet --help") }
                try set(option, words[at])
                at += 1
            }
        }
        return rest
    }
}
