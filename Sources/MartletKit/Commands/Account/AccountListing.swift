internal import POP3

/// `account list`: reads the file, connects to nobody.
enum AccountListing {
    static func show(_ workspace: Workspace) throws(Failure) {
        let book = workspace.accounts
        guard try !book.names().isEmpty else {
            workspace.console.note("there is no account in \(book.path)")
            return workspace.console.note("  try: account add ADDRESS")
        }
        let standard = try book.standard()?.name
        workspace.console.beginRows([
            .init("account", width: 16), .init("server", width: 0), .init("user", width: 24), .init("password", width: 8),
            .init("default", .bool, width: 7),
        ])
        for name in try book.names() {
            guard let account = try book.find(name) else { continue }
            let settings = account.settings
            workspace.console.row([
                .text(name), .text(settings.endpoint.map(AccountText.url) ?? ""), .text(settings.user ?? ""),
                .text(settings.token == nil ? settings.password.word : "token"), .integer(name == standard ? 1 : 0),
            ])
        }
    }
}

extension PasswordSource {
    /// What a listing says of it.
    var word: String {
        switch self {
        case .command, .program: "command"
        case .file: "file"
        case .netrc: "netrc"
        case .prompt: "asked"
        case .descriptor, .given: "given"
        }
    }
}
