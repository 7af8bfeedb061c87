internal import POP3

/// `account add`: address, server, password, one sign-in, and a table more in config.toml.
struct AccountWizard {
    private let workspace: Workspace
    private let options: AccountAddOptions
    private let given: String?
    private let isSure: Bool
    private let lookup: any ServiceLookup

    private var console: Console { workspace.console }
    private var question: Question { Question(console) }
    private var book: AccountBook { workspace.accounts }

    /// - Parameters:
    ///   - address: nil: asked for.
    ///   - isSure: whether questions with yes or no are answered yes.
    init(
        _ workspace: Workspace, _ options: AccountAddOptions, address: String?, isSure: Bool, lookup: (any ServiceLookup)? = nil
    ) {
        self.workspace = workspace
        self.options = options
        self.isSure = isSure
        given = address
        self.lookup = lookup ?? SystemLookup(trust: Trust(caFile: options.caFile))
    }

    func run() throws(Failure) {
        // Everything that can be wrong without the network is wrong first.
        let source = try options.passwordSource()
        let token = try options.tokenSource()
        let pin = try options.pinOctets()
        let text: String
        if let given { text = given } else { text = try question.line("Mail address: ", option: "account add anna@example.net") }
        let address = try MailAddress(text)
        let old = try ConfigFile.content(of: book.path)
        let names = try old == nil ? [] : book.names()
        let name = try name(for: address, among: names)
        if source == nil, token == nil, !question.isPossible {
            throw .usage(
                "where the password is has to be said: there is no terminal to ask on",
                hint: "--password-command 'pass show mail/\(name)'")
        }
        if source == .prompt, !options.noCheck, !question.isPossible {
            throw .usage("a password is needed and there is no terminal to ask on", hint: "--no-check, or --password-command")
        }
        var (settings, users) = try server(for: address)
        settings.trust.caFile = options.caFile
        settings.trust.pin = pin
        settings.deadlines = workspace.mailbox.settings.deadlines  // of --timeout, or of `set`: for this sign-in
        settings.token = token
        if let source { settings.password = source } else if token == nil { settings.password = try askWhere(address) }
        if options.noCheck {
            settings.user = users.first
        } else {
            do throws(Failure) { settings.user = try signIn(settings, users) } catch {
                throw Self.stopped(error, before: name, address)
            }
        }
        settings.account = name
        try write(Account(name: name, address: address.text, settings: settings), old)
    }

    // MARK: name

    private func name(for address: MailAddress, among names: [String]) throws(Failure) -> String {
        if let name = options.name {
            guard Account.isName(name) else {
                throw .usage(
                    "\"\(name)\" is no name for an account",
                    hint: "letters, digits, \".\", \"_\" and \"-\", none of \".-\" in front")
            }
            guard !names.contains(name) else {
                throw .usage(
                    "there is an account \"\(name)\" in \(book.path)", hint: "--name with another, or account edit \(name)")
            }
            return name
        }
        let own = address.suggestedName
        let others = ["\(own)-\(address.local)"] + (2...999).map { "\(own)-\($0)" }
        guard let free = ([own] + others).first(where: { Account.isName($0) && !names.contains($0) }) else {
            throw .usage("no name is left for this account", hint: "--name NAME")
        }
        return free
    }

    // MARK: server

    /// The server, and the names that may sign in there, the likeliest first.
    private func server(for address: MailAddress) throws(Failure) -> (Settings, users: [String]) {
        let usual = [address.text, address.local]
        if let server = options.server {
            let url = try ServerURL(server, cleartext: options.insecureCleartext)
            return (Settings(endpoint: url.endpoint), (options.user ?? url.user).map { [$0] } ?? usual)
        }
        console.note("Looking up \(address.domain) …")
        let outcome = Discovery(address: address, sendsAddress: options.sendAddress, lookup: lookup).run()
        if Interrupt.isRequested { throw Failure(.interrupted, "interrupted", "interrupted; nothing was written") }
        for finding in outcome.findings { console.note(Self.line(of: finding)) }
        for remark in outcome.remarks { console.note("  " + remark) }
        guard let best = outcome.findings.first else {
            throw Failure(
                .noHost, "no-server", "nobody knows a POP3 server for \(address.domain)",
                hint: "account add \(address.text) --server pops://HOST  (your provider's help pages name it)")
        }
        if !address.owns(best.endpoint.host), !isSure {
            let asked = "\(best.endpoint.host) is not in \(address.domain). Send your password there?"
            guard
                try question.confirms(
                    asked, otherwise: false, option: "--server \(AccountText.url(best.endpoint)), if it is your provider's")
            else {
                throw Failure(
                    .usage, "usage", "no server was chosen; nothing was written",
                    hint: "account add \(address.text) --server pops://HOST")
            }
        }
        return (Settings(endpoint: best.endpoint), (options.user ?? best.user).map { [$0] } ?? usual)
    }

    private static func line(of finding: Finding) -> String {
        let security = finding.endpoint.security == .tls ? "TLS" : "STLS"
        let extras = [finding.user.map { "user name \"\($0)\"" }, finding.remark].compactMap(\.self)
        let says = ([security] + extras).joined(separator: ", ")
        return "  " + DisplayWidth.fit(finding.source.name, 12) + " " + finding.endpoint.authority + "   " + says + "   ("
            + finding.origin + ")"
    }

    // MARK: password

    private func askWhere(_ address: MailAddress) throws(Failure) -> PasswordSource {
        console.note("Where is the password?")
        console.note("  1  a command prints it        e.g. pass show mail/\(address.local)")
        console.note("  2  ask me each time")
        while true {
            switch try question.line("> ", option: "--password-command CMD, or --ask-password") {
            case "1":
                let command = try question.line("Command: ", option: "--password-command CMD")
                guard !command.isEmpty else { continue }
                return AccountAddOptions.source(command)
            case "2": return .prompt
            default: console.note("1 or 2; Ctrl-C leaves everything as it is")
            }
        }
    }

    // MARK: signing in

    /// Signs in once, with the second name where the server refuses the first one.
    /// - Returns: the name that the server took.
    private func signIn(_ settings: Settings, _ users: [String]) throws(Failure) -> String {
        var settings = settings
        let host = settings.endpoint?.host ?? ""
        var password: [UInt8] = []
        defer { Wipe.octets(&password) }
        for (index, user) in users.enumerated() {
            settings.user = user
            let mailbox = Mailbox(settings: settings, canceller: workspace.canceller)
            mailbox.log = workspace.mailbox.log
            mailbox.signIns = workspace.mailbox.signIns
            let session = try mailbox.connected()
            if index == 0 { try introduce(session, mailbox) }
            if settings.token == nil {
                if password.isEmpty { password = try settings.password.read(user: user, host: host) }
                mailbox.settings.password = .given(password)
            }
            do throws(Failure) {
                _ = try mailbox.signedIn()
                let (messages, octets) = try mailbox.failing { () throws(POP3Error) in try session.stat() }
                console.note("Signed in as \(user): \(messages) message\(messages == 1 ? "" : "s"), \(Size.long(octets)).")
                try mailbox.leave()
                return user
            } catch {
                let isRefused = error.kind == "sign-in-refused" || error.kind == Failure.tokenRefusedKind
                guard isRefused, index + 1 < users.count else { throw error }
                console.note("The server does not take \"\(user)\"; trying \"\(users[index + 1])\".")
                mailbox.drop()
            }
        }
        throw .usage("no user was named", hint: "--user NAME")
    }

    /// A sign-in that failed: nothing is written yet, so no step that wants the account is one.
    private static func stopped(_ failure: Failure, before name: String, _ address: MailAddress) -> Failure {
        guard failure.kind == "certificate-untrusted" else { return failure }
        var failure = failure
        failure.hint =
            "account add \(address.text) … --no-check, then trust pin \(name)  (after checking the fingerprint with your provider)"
        return failure
    }

    private func introduce(_ session: Session, _ mailbox: Mailbox) throws(Failure) {
        if session.capabilities == nil { _ = try mailbox.failing { () throws(POP3Error) in try session.capabilitiesIfAny() } }
        let security = session.isTLS ? "with TLS" : "without encryption"
        let offers = session.capabilities?.mechanisms ?? []
        console.note(
            "Using \(session.endpoint.authority) \(security)."
                + (offers.isEmpty ? "" : "  Server offers: \(offers.joined(separator: ", "))"))
    }

    // MARK: writing

    private func write(_ account: Account, _ old: [UInt8]?) throws(Failure) {
        let table = AccountText.table(account, cleartext: options.insecureCleartext)
        let new = AccountText.adding(table, of: account.name, to: old ?? [])
        // Whatever stands in the file, the account has to be readable behind it.
        let folder = ConfigFile.folder(of: book.path)
        do throws(Failure) {
            let file = try ConfigFile(new, name: book.name, folder: folder)
            guard file.accounts.contains(where: { $0.name == account.name }) else { throw Failure(.configuration, "config", "") }
        } catch {
            throw Failure(
                .configuration, "config", "\(book.path) takes no table behind its end; nothing was written",
                hint: "edit it, and put this in: \(table.split(separator: "\n").joined(separator: " | "))")
        }
        if let old, !old.isEmpty {
            try ConfigWriter.append(Array(new[old.count...]), to: book.path)
        } else if old != nil {
            try ConfigWriter.append(new, to: book.path)
        } else {
            try ConfigWriter.create(book.path, new)
        }
        book.forget()
        let choice = old == nil ? "" : " -a \(account.name)"
        console.summary(
            "Added account \"\(account.name)\" to \(book.path)",
            [.init("added"), .init("server"), .init("user"), .init("file")],
            [
                .text(account.name), .text(account.settings.endpoint.map(AccountText.url) ?? ""),
                .text(account.settings.user ?? ""), .text(book.path),
            ])
        console.note("Next:  martlet\(choice)              open the shell")
        console.note("       martlet\(choice) headers new  list new mail from here")
    }
}
