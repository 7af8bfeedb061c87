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
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        try self.init(octets, name: name, folder: folder)
    }

    init(_ octets: [UInt8], name: String, folder: String) throws(Failure) {
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
        try root.refuseOthers(than: ["default", "account", "set", "alias"])
        preferences = try root.table("set", example: "[set]")?.preferences() ?? []
        aliases = try root.table("alias", example: "[alias]")?.aliases() ?? []
        var accounts: [Account] = []
        if let listed = try root.table("account", example: Self.accountExample) {
            for key in listed.keys {
                guard Account.isName(key) else {
                    throw listed.failure(
                        at: key, "\"\(key)\" is no name for an account",
                        hint:
                            "letters, digits, \".\", \"_\" and \"-\", at most \(Account.nameLimitOctets), none of \".-\" in front"
                    )
                }
                if let one = try listed.table(key, example: Self.accountExample) { accounts.append(try Account(name: key, one)) }
            }
        }
        standard = try root.string("default", example: "default = \"\(accounts.first?.name ?? "example")\"")
        if let standard, !accounts.contains(where: { $0.name == standard }) {
            let near = EditDistance.nearest(to: standard, among: accounts.map(\.name)) ?? accounts.first?.name
            throw root.failure(
                at: "default", "no account \"\(standard)\" for \"default\"",
                hint: near.map { "default = \"\($0)\"" } ?? "[account.\(standard)], and its server below")
        }
        self.accounts = accounts
    }

    private static func content(of path: String) throws(Failure) -> [UInt8]? {
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
