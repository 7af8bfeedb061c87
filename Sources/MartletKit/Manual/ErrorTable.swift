/// What goes wrong most often, and what it is called: `help errors`. Every row has a test that makes it happen.
///
/// Words in capitals stand for what differs.
enum ErrorTable {
    struct Row {
        let error: String
        let hint: String
        let code: ExitCode
    }

    static let rows = [
        Row(error: "no such host \"HOST\"", hint: "check the spelling in --server, or account edit NAME", code: .noHost),
        Row(
            error: "cannot look up \"HOST\": the name service does not answer", hint: "check the network, then again",
            code: .tryLater),
        Row(error: "nothing listens on HOST:995", hint: "--server pop://HOST  (port 110 with STLS)", code: .tryLater),
        Row(error: "no answer from HOST:995 after 60 s", hint: "again later, or --timeout with more seconds", code: .tryLater),
        Row(error: "HOST:995 does not speak TLS", hint: "--server pop://HOST  (port 110 with STLS)", code: .protocol),
        Row(
            error: "the certificate is for OTHER, not HOST", hint: "use that name in --server, if it is your provider's",
            code: .noPermission),
        Row(
            error: "the certificate is signed by nobody this system trusts (SHA-256 …)",
            hint: "trust pin NAME  (after checking the fingerprint with your provider)", code: .noPermission),
        Row(
            error: "the server offers no encryption; nothing was sent",
            hint: "--server pops://HOST  (TLS from the start, port 995)",
            code: .unavailable),
        Row(
            error: "sign-in refused for USER", hint: "account password NAME  (many providers want an app password)",
            code: .noPermission),
        Row(
            error: "HOST hung up at the password; some servers do that when it is wrong",
            hint: "account password NAME  (many providers want an app password)", code: .noPermission),
        Row(error: "another program has this mailbox open", hint: "close it, or again in a few minutes", code: .tryLater),
        Row(error: "the server wants N s between sign-ins; M s left", hint: "connect NAME --wait", code: .tryLater),
        Row(
            error: "the token command gave a token the server refuses", hint: "run the command by hand: `COMMAND`",
            code: .noPermission),
        Row(
            error: "HOST takes no tokens: it offers neither OAUTHBEARER nor XOAUTH2; nothing secret was sent",
            hint: "password = { command = [\"pass\", \"show\", \"mail\"] } in place of token", code: .unavailable),
        Row(
            error: "a password is needed and there is no terminal to ask on",
            hint: "password = { command = [\"pass\", \"show\", \"mail\"] } in [account.NAME], or --password-command", code: .usage
        ),
        Row(error: "no message N; the last is M", hint: "headers last:20", code: .usage),
        Row(error: "no selection key \"WORD\"", hint: "the nearest one", code: .usage),
        Row(error: "the server cannot send headers alone; …", hint: "add --whole to go ahead", code: .unavailable),
        Row(error: "FILE exists and differs", hint: "export … --rename", code: .cannotCreate),
        Row(
            error: "no space left in DIR after N of M messages; all N are complete",
            hint: "free space, run the same line again: it resumes", code: .io),
        Row(
            error: "the server sent a line longer than 64 K; the connection was closed",
            hint: "--log FILE, then report it to the server's owner", code: .protocol),
        Row(
            error: "HOST answered VERB with something that is not POP3", hint: "the same again, with --log FILE",
            code: .protocol),
        Row(
            error: "the server wants UTF8 for this", hint: "martlet -c 'utf8; retr N'  (UTF8 comes before the sign-in)",
            code: .unavailable),
        Row(
            error: "plugin \"NAME\" was built for interface N, this is M", hint: "rebuild it, or plugin unload NAME",
            code: .software),
        Row(error: "config.toml:N: unknown key \"WORD\"", hint: "the nearest one", code: .configuration),
    ]

    /// - Parameter columns: of the page.
    static func text(columns: Int) -> String {
        rows.map { row in
            let code = "\(row.code.rawValue)  "
            let hint = "      try: "
            return code + Wrap.text(row.error, columns, indent: 8, first: code.count) + "\n"
                + hint + Wrap.text(row.hint, columns, indent: 8, first: hint.count) + "\n"
        }.joined()
    }
}
