internal import ArgumentParser
internal import POP3

struct AccountCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "list, check, add, edit and remove the accounts of config.toml",
        discussion:
            """
            account list                       name, server, user of each
            account check [NAME]               read every line of the file, sign in once
            account add anna@example.net       find the server, sign in, write it down
            account edit [NAME]                open $VISUAL or $EDITOR at its line
            account password NAME              where its password is; try it, move it
            account remove NAME                take its table out; a copy is kept

            "add" asks DNS, the domain's autoconfig, Mozilla's directory and pop.DOMAIN at once, for 5 seconds, and shows who \
            said what. Without a terminal every answer has to be an option.
            """)
    static let overAccounts = OverAccounts.no
    static let actions = ["list", "check", "add", "edit", "password", "remove"]

    @Argument(help: "list, check, add, edit, password or remove") var action: String
    @Argument(help: "an account, or for \"add\" a mail address") var subject: String?
    @OptionGroup var adding: AccountAddOptions
    @Flag(help: "do not ask") var yes = false

    mutating func run(in workspace: Workspace) throws(Failure) {
        try refuseStrayOptions()
        switch (action, subject) {
        case ("list", nil): try AccountListing.show(workspace)
        case ("check", _): try AccountCheck.run(subject, in: workspace)
        case ("edit", _): try edit(subject, workspace)
        case ("password", let name?): try AccountPassword(workspace, adding, name).run()
        case ("remove", let name?): try remove(name, workspace)
        case ("add", _): try AccountWizard(workspace, adding, address: subject, isSure: yes).run()
        case ("list", _): throw .usage("account list takes no name", hint: "account check \(subject ?? "")")
        case ("password", nil): throw .usage("account password wants a name", hint: "account password NAME")
        case ("remove", nil): throw .usage("account remove wants a name", hint: "account remove NAME")
        default:
            let near = EditDistance.nearest(to: action, among: Self.actions)
            throw .usage(
                "account knows no \"\(action)\"",
                hint: near.map { "account \($0)" + (subject.map { " " + $0 } ?? "") } ?? "account list")
        }
    }

    private func refuseStrayOptions() throws(Failure) {
        let allowed = action == "password" ? AccountAddOptions.sources : []
        if action != "add", let option = adding.given.first(where: { !allowed.contains($0) }) {
            throw .usage("\(option) goes with \"account add\"", hint: "account \(action)" + (subject.map { " " + $0 } ?? ""))
        }
        if yes, action != "add", action != "remove" { throw .usage("--yes goes with \"account add\" and \"account remove\"") }
    }

    // MARK: edit

    private func edit(_ name: String?, _ workspace: Workspace) throws(Failure) {
        let book = workspace.accounts
        guard let octets = try ConfigFile.content(of: book.path) else {
            throw Failure(.configuration, "config", "there is no file \(book.path)", hint: "account add ADDRESS")
        }
        var line = 1
        if let name {
            // By its text alone: a file with a slip in it is what an editor is for.
            let statements = KeyLines(octets)
            let names = Set(statements.statements.compactMap { $0.path.count > 1 && $0.path[0] == "account" ? $0.path[1] : nil })
            guard names.contains(name) else {
                let near = EditDistance.nearest(to: name, among: names.sorted())
                throw .usage("no account \"\(name)\" in \(book.name)", hint: "account " + (near.map { "edit \($0)" } ?? "list"))
            }
            line = statements[["account", name]]
        }
        guard Question(workspace.console).isPossible else {
            throw .usage("an editor needs a terminal, and there is none", hint: "edit \(book.path), line \(line)")
        }
        workspace.console.flush()
        try Editor.run(book.path, line: line)
        book.forget()
        let accounts = try book.names()
        workspace.console.note("\(book.name): \(FleetReport.accounts(accounts.count)), nothing wrong")
    }

    // MARK: remove

    private func remove(_ name: String, _ workspace: Workspace) throws(Failure) {
        let book = workspace.accounts
        let account = try book.account(name) { "account remove \($0)" }
        let isDefault = try book.standard()?.name == name
        let place = account.settings.endpoint.map(AccountText.url) ?? ""
        if !yes {
            let asked = "Remove account \"\(name)\" (\(place), \(account.settings.user ?? "no user")) from \(book.path)?"
            guard try Question(workspace.console).confirms(asked, otherwise: false, option: "account remove \(name) --yes") else {
                return workspace.console.note("nothing was changed")
            }
        }
        guard let old = try ConfigFile.content(of: book.path) else { return }
        let new = AccountText.removing(name, isDefault: isDefault, from: old)
        try Self.prove(new, lacks: name, of: old, book)
        let copy = try ConfigWriter.replace(book.path, old, with: new)
        book.forget()
        workspace.console.summary(
            "removed account \"\(name)\"\(isDefault ? ", which was the default," : "") from \(book.path); a copy of before is \(copy)",
            [.init("removed"), .init("file"), .init("copy")], [.text(name), .text(book.path), .text(copy)])
    }

    /// The new text has every other account as it was, and this one no more: whatever way it was written in.
    private static func prove(_ new: [UInt8], lacks name: String, of old: [UInt8], _ book: AccountBook) throws(Failure) {
        let folder = ConfigFile.folder(of: book.path)
        let before = try ConfigFile(old, name: book.name, folder: folder)
        let standard = before.standard == name ? nil : before.standard
        do throws(Failure) {
            let after = try ConfigFile(new, name: book.name, folder: folder)
            if after.accounts == before.accounts.filter({ $0.name != name }), after.standard == standard { return }
        } catch {}  // said below: what matters is that it cannot be cut out
        throw Failure(
            .configuration, "config", "account \"\(name)\" is written in a way that cannot be cut out; nothing was changed",
            hint: "account edit \(name)")
    }
}
