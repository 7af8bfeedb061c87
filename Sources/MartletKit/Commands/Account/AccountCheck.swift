internal import POP3

/// `account check`: what is wrong with the file, line by line, then one session with each account, or with the one that was named.
enum AccountCheck {
    static func run(_ name: String?, in workspace: Workspace) throws(Failure) {
        let console = workspace.console
        let book = workspace.accounts
        guard let octets = try ConfigFile.content(of: book.path) else {
            throw Failure(.configuration, "config", "there is no file \(book.path)", hint: "account add ADDRESS")
        }
        var flaws: [Failure] = []
        let file = try ConfigFile(octets, name: book.name, folder: ConfigFile.folder(of: book.path)) { flaws.append($0) }
        if flaws.count > 1 { for flaw in flaws.dropLast() { console.fail(flaw) } }
        // The last one is shown by who called.
        if let last = flaws.last { throw last }
        console.note("\(book.path): \(FleetReport.accounts(file.accounts.count)), nothing wrong")
        let chosen =
            try name.map { (name) throws(Failure) in [try book.account(name) { "account check \($0)" }] } ?? file.accounts
        _ = workspace.aliases  // tells of those that are of no use
        guard !chosen.isEmpty else { return }

        console.beginRows([
            .init("account", width: 16), .init("exit", .integer, width: 4), .init("messages", .integer, width: 8),
            .init("octets", .octets, width: 9), .init("found", width: 0),
        ])
        var failures: [Failure] = []
        for account in chosen {
            if Interrupt.isRequested { throw Failure(.interrupted, "interrupted", "interrupted") }
            do throws(Failure) {
                let found = try signIn(account, workspace)
                console.row([
                    .text(account.name), .integer(0), .integer(Int64(found.messages)), .integer(found.octets), .text(found.text),
                ])
            } catch {
                failures.append(error)
                console.row([
                    .text(account.name), .integer(Int64(error.code.rawValue)), .integer(0), .integer(0), .text(error.message),
                ])
            }
        }
        guard let first = failures.first else { return }
        if failures.count == 1 { throw first }
        let code = ExitCode(rawValue: ExitCode.merged(failures.map(\.code.rawValue))) ?? .software
        throw Failure(
            code, "accounts", "\(failures.count) of \(FleetReport.accounts(chosen.count)) failed",
            hint: "account check NAME  (says more of one)")
    }

    private static func signIn(_ account: Account, _ workspace: Workspace) throws(Failure) -> (
        messages: Int, octets: Int64, text: String
    ) {
        let mailbox = Mailbox(settings: account.settings, canceller: workspace.canceller)
        mailbox.log = workspace.mailbox.log
        mailbox.signIns = workspace.mailbox.signIns
        let session = try mailbox.signedIn()
        let (messages, octets) = try mailbox.failing { () throws(POP3Error) in try session.stat() }
        let security = session.isTLS ? session.peer.tlsVersion : "not encrypted"
        let lacks = ["TOP", "UIDL", "PIPELINING"].filter { session.capabilities?.has($0) == false }
        let text =
            "\(security), signed in as \(session.user ?? "")" + (lacks.isEmpty ? "" : "; no \(lacks.joined(separator: ", "))")
        try mailbox.leave()
        return (messages, octets, text)
    }
}
