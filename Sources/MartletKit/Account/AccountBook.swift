/// The accounts, read when one is first asked for and not before: a run that names its server never touches the file.
///
/// One thread at a time.
public final class AccountBook {
    public let path: String
    /// What errors call the file.
    let name: String
    /// Named by the user: then it has to be there.
    private let isNamed: Bool
    private var read: ConfigFile??

    /// - Parameter path: of the file; nil means ``Folders/configFile``.
    public init(path: String? = nil) {
        self.path = path ?? Folders.configFile
        name = path ?? "config.toml"
        isNamed = path != nil
    }

    private init(path: String, name: String, isNamed: Bool, read: ConfigFile??) {
        (self.path, self.name, self.isNamed, self.read) = (path, name, isNamed, read)
    }

    /// A book of the same file for another thread: what was read is not read again.
    func copy() -> AccountBook { AccountBook(path: path, name: name, isNamed: isNamed, read: read) }

    /// Every account, sorted by name.
    /// - Throws: where there is none; exit code 78.
    public func all() throws(Failure) -> [Account] {
        guard let accounts = try file()?.accounts, !accounts.isEmpty else {
            throw Failure(.configuration, "config", "there is no account in \(path)", hint: Self.firstAccount)
        }
        return accounts
    }

    /// Their names, sorted; none where there is no file.
    public func names() throws(Failure) -> [String] { try file()?.accounts.map(\.name) ?? [] }

    /// The account of that name, or nil.
    public func find(_ name: String) throws(Failure) -> Account? { try file()?.accounts.first { $0.name == name } }

    /// The account of that name.
    /// - Parameter hint: makes the `try:` line of the name that was probably meant.
    /// - Throws: exit code 64 for a name that is not there, 78 where there is no account at all.
    public func account(_ name: String, hint: (String) -> String) throws(Failure) -> Account {
        let all = try all()
        if let found = all.first(where: { $0.name == name }) { return found }
        let names = all.map(\.name)
        let near = EditDistance.nearest(to: name, among: names)
        throw .usage(
            "no account \"\(name)\" in \(self.name)",
            hint: near.map(hint) ?? "one of \(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", …" : "")")
    }

    /// The account that `default` names; nil where there is none.
    public func standard() throws(Failure) -> Account? {
        guard let file = try file(), let standard = file.standard else { return nil }
        return file.accounts.first { $0.name == standard }
    }

    /// Reads the file anew when it is next asked for: an account was added to it.
    public func forget() { read = nil }

    /// What `[set]` says.
    func preferences() throws(Failure) -> Preferences { Preferences(try file()?.preferences ?? []) }

    /// What `[alias]` says.
    public func aliases() throws(Failure) -> Aliases { Aliases(try file()?.aliases ?? []) }

    private func file() throws(Failure) -> ConfigFile? {
        if let read { return read }
        let made = try ConfigFile(path: path, name: name)
        guard made != nil || !isNamed else {
            throw Failure(.configuration, "config", "there is no file \(path)", hint: "--config with another path")
        }
        read = .some(made)
        return made
    }

    private static let firstAccount = "account add ADDRESS"
}
