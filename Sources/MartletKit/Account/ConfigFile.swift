internal import TOMLKit

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What a `config.toml` says. Read whole and checked whole: a slip in one account shows before another is used.
struct ConfigFile {
    /// Longest file read, in octets: a hundred thousand accounts fit well.
    static let limitOctets = 64 << 20
    private static let accountExample = "[account.example]"

    /// The account used where none is named.
    let standard: String?
    /// By name, sorted.
    let accounts: [Account]
    /// `[set]` and `[alias]`.
    let preferences: [ConfigLine]
    let aliases: [ConfigLine]

    /// Reads a file.
    /// - Parameter name: what errors call it.
    /// - Throws: exit code 78 where it cannot be read, others may write it, or something in it is wrong; nil where it is not there.
    init?(path: String, name: String) throws(Failure) {
        guard let octets = try Self.content(of: path) else { return nil }
        try self.init(octets, name: name, folder: Self.folder(of: path))
    }

    /// The folder that relative paths in a file are relative to.
    static func folder(of path: String) -> String {
        let slash = path.lastIndex(of: "/")
        return slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    init(_ octets: [UInt8], name: String, folder: String) throws(Failure) {
        var first: Failure?
        try self.init(octets, name: name, folder: folder) { first = first ?? $0 }
        if let first { throw first }
    }

    /// - Parameter flaw: is told of everything that is wrong with an account or the default; such an account is left out.
    /// - Throws: where nothing of it can be read.
    init(_ octets: [UInt8], name: String, folder: String, flaw: (Failure) -> Void) throws(Failure) {
        guard let text = String(validating: octets, as: UTF8.self), !octets.contains(0) else {
            throw Failure(.configuration, "config", "\(name) is no text in UTF-8", hint: "save it as UTF-8")
        }
        let table: TOMLTable
        do { table = try TOMLTable(string: text) } catch let error as TOMLParseError {
            throw Failure(
                .configuration, "config", "\(name):\(error.source.begin.line): \(error.description)",
                hint: "mend line \(error.source.begin.line)")
        } catch { throw Failure(.configuration, "config", "\(name): \(error)") }

        let root = ConfigTable(table, source: .init(name: name, folder: folder, octets: octets))
        Self.collecting(flaw) { () throws(Failure) in try root.refuseOthers(than: ["default", "account", "set", "alias"]) }
        var preferences: [ConfigLine] = []
        Self.collecting(flaw) { () throws(Failure) in
            preferences = try root.table("set", example: "[set]")?.preferences() ?? []
        }
        var aliases: [ConfigLine] = []
        Self.collecting(flaw) { () throws(Failure) in aliases = try root.table("alias", example: "[alias]")?.aliases() ?? [] }
        (self.preferences, self.aliases) = (preferences, aliases)
        var accounts: [Account] = []
        var names: [String] = []
        if let listed = try root.table("account", example: Self.accountExample) {
            names = listed.keys
            for key in names {
                Self.collecting(flaw) { () throws(Failure) in
                    guard Account.isName(key) else {
                        throw listed.failure(
                            at: key, "\"\(key)\" is no name for an account",
                            hint: "letters, digits, \".\", \"_\" and \"-\", at most \(Account.nameLimitOctets), "
                                + "none of \".-\" in front")
                    }
                    if let one = try listed.table(key, example: Self.accountExample) {
                        accounts.append(try Account(name: key, one))
                    }
                }
            }
        }
        var standard: String?
        Self.collecting(flaw) { () throws(Failure) in
            standard = try root.string("default", example: "default = \"\(names.first ?? "example")\"")
            guard let named = standard, !names.contains(named) else { return }
            let near = EditDistance.nearest(to: named, among: names) ?? names.first
            throw root.failure(
                at: "default", "no account \"\(named)\" for \"default\"",
                hint: near.map { "default = \"\($0)\"" } ?? "[account.\(named)], and its server below")
        }
        self.standard = standard
        self.accounts = accounts
    }

    private static func collecting(_ flaw: (Failure) -> Void, _ body: () throws(Failure) -> Void) {
        do throws(Failure) { try body() } catch { flaw(error) }
    }

    /// nil where there is no such file.
    static func content(of path: String) throws(Failure) -> [UInt8]? {
        // A FIFO of that name must not hold us.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return nil }
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw unreadable(path, errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw Failure(.configuration, "config", "\(path) is no file", hint: "--config with another path")
        }
        // It names commands that we run.
        guard facts.st_mode & 0o022 == 0 else {
            throw Failure(.configuration, "config", "others may write \(path)", hint: "chmod go-w \(path)")
        }
        guard facts.st_uid == 0 || facts.st_uid == geteuid() else {
            throw Failure(.configuration, "config", "\(path) belongs to somebody else", hint: "a copy of your own, with --config")
        }
        var octets: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while octets.count <= limitOctets {
            let count = read(descriptor, &piece, piece.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(path, errno)
            }
            if count == 0 { return octets }
            octets += piece[..<count]
        }
        throw Failure(
            .configuration, "config", "\(path) is larger than \(Size.long(Int64(limitOctets)))",
            hint: "several files, with --config")
    }

    private static func unreadable(_ path: String, _ code: Int32) -> Failure {
        Failure(.configuration, "config", "\(path) cannot be read: \(SystemError.text(code))", hint: "chmod u+r \(path)")
    }
}
