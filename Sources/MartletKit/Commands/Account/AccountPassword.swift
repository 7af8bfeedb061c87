internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// `account password`: where an account's password comes from, whether the server takes it, and another place for it.
struct AccountPassword {
    private let workspace: Workspace
    private let options: AccountAddOptions
    private let name: String

    private var console: Console { workspace.console }
    private var question: Question { Question(console) }

    init(_ workspace: Workspace, _ options: AccountAddOptions, _ name: String) {
        self.workspace = workspace
        self.options = options
        self.name = name
    }

    func run() throws(Failure) {
        let said = try options.passwordSource().map(Self.absolute)
        let account = try workspace.accounts.account(name) { "account password \($0)" }
        let settings = account.settings
        guard settings.token == nil else {
            throw Failure(
                .usage, "usage", "the account \"\(name)\" signs in by an access token, not by a password",
                hint: "account edit \(name)  (password = … in place of token = …)")
        }
        console.note("The password of \"\(name)\" \(settings.password.origin).")
        if let said { return try change(settings, to: said) }
        var refused: Failure?
        do throws(Failure) {
            let found = try signIn(settings)
            guard question.isPossible else { return finish(settings, settings.password, found, isNew: false) }
            finish(settings, settings.password, found, isNew: false)
            guard try question.confirms("Take it from another place?", otherwise: false, option: Self.option) else { return }
        } catch {
            // Another place for the password mends what is wrong with it, and nothing else.
            guard ["sign-in-refused", "password"].contains(error.kind) else { throw error }
            var failure = error
            if error.kind == "sign-in-refused" {
                failure.hint = "many providers want an app password; for another place: account password \(name) \(Self.option)"
            }
            guard question.isPossible else { throw failure }
            refused = failure
            failure.hint =
                "another place for it, below" + (error.kind == "password" ? "" : "; many providers want an app password")
            console.fail(failure)
        }
        guard let chosen = try askWhere(settings) else {
            guard let refused else { return console.note("nothing was changed") }
            throw Failure(refused.code, refused.kind, "nothing was changed: \(refused.message)", hint: refused.hint)
        }
        try change(settings, to: chosen)
    }

    private static let option = "--password-command 'pass show mail'"

    /// As it has to stand in the file: what is relative there is relative to the file.
    private static func absolute(_ source: PasswordSource) -> PasswordSource {
        guard case .file(let path) = source, !path.hasPrefix("/") else { return source }
        if path.hasPrefix("~/"), let home = Folders.environment("HOME") { return .file(home + path.dropFirst()) }
        guard let folder = getcwd(nil, 0) else { return source }
        defer { free(folder) }
        return .file(String(cString: folder) + "/" + path)
    }

    // MARK: asking

    /// nil: as it is.
    private func askWhere(_ settings: Settings) throws(Failure) -> PasswordSource? {
        console.tell("Where is the password?")
        console.tell("  1  a command prints it        e.g. pass show mail/\(name)")
        console.tell("  2  a file has it on its first line")
        console.tell("  3  ask me each time")
        while true {
            switch try question.line("1, 2, 3, or Return to leave it: ", option: Self.option) {
            case "": return nil
            case "1":
                let command = try question.line("Command: ", option: Self.option)
                guard !command.isEmpty else { continue }
                return AccountAddOptions.source(command)
            case "2":
                let path = try question.line("File: ", option: "--password-file FILE")
                guard !path.isEmpty else { continue }
                return Self.absolute(.file(path))
            case "3": return .prompt
            default: continue
            }
        }
    }

    // MARK: changing

    /// The server has the first word, then the file: a password that is wrong is not written down.
    private func change(_ settings: Settings, to source: PasswordSource) throws(Failure) {
        var new = settings
        new.password = source
        let found = try signIn(new)
        guard source != settings.password else { return finish(new, source, found, isNew: false) }
        let member = AccountText.password(source)
        let line = AccountLine(
            account: name, key: "password", value: member.map { "{ \($0) }" }, members: member.map { [$0] }, rivals: ["netrc"])
        guard try line.settle(in: workspace, { $0.password = source }) else { return console.note("nothing was changed") }
        if workspace.mailbox.settings.account == name { workspace.mailbox.settings.password = source }
        finish(new, source, found, isNew: true)
    }

    private func signIn(_ settings: Settings) throws(Failure) -> String {
        let mailbox = Mailbox(settings: settings, canceller: workspace.canceller)
        mailbox.log = workspace.mailbox.log
        mailbox.signIns = workspace.mailbox.signIns
        let session = try mailbox.signedIn()
        let (messages, octets) = try mailbox.failing { () throws(POP3Error) in try session.stat() }
        try mailbox.leave()
        return "Signed in as \(session.user ?? ""): \(Plural.text(messages, "message")), \(Size.long(octets))."
    }

    private func finish(_ settings: Settings, _ source: PasswordSource, _ found: String, isNew: Bool) {
        console.summary(
            isNew ? "\(found) From now on the password \(source.origin)." : found,
            [.init("account"), .init("server"), .init("user"), .init("password"), .init("changed", .bool)],
            [
                .text(name), .text(settings.endpoint.map(AccountText.url) ?? ""), .text(settings.user ?? ""), .text(source.word),
                .integer(isNew ? 1 : 0),
            ])
    }
}

extension PasswordSource {
    /// What a sentence about the password says.
    fileprivate var origin: String {
        switch self {
        case .command(let command): "is printed by \(command)"
        case .program(let words): "is printed by \(words.joined(separator: " "))"
        case .file(let path): "is in the file \(path)"
        case .netrc(let path): "is in \(path)"
        case .prompt: "is asked for each time"
        case .descriptor, .given: "is given"
        }
    }
}
