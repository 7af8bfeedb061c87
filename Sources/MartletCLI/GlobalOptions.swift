internal import ArgumentParser
internal import MartletKit
internal import POP3

/// What stands between `martlet` and the command.
struct GlobalOptions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet", abstract: "Get mail out of a POP3 mailbox: safely, fast, byte for byte.",
        usage: """
            martlet [OPTIONS] COMMAND …
                   martlet [OPTIONS]              opens the shell
                   martlet demo [--export DIR]    tries it on sample mail
                   martlet replay FILE            serves what `session record` wrote
            """,
        discussion: """
            Accounts stand in ~/.config/martlet/config.toml; without --server and --account its \
            default is used. The options that choose accounts may also stand behind the command.

            --user, --password-…, --token-…, --pin and --insecure-cleartext go before what an account says, \
            for one account; --ca-file and --timeout for several too. --server is never combined \
            with --account: it would get that account's password.
            """,
        version: Version.text)

    @Option(
        help: ArgumentHelp("the server: pops://[USER@]HOST[:PORT] (TLS, 995), or pop:// (STLS required, 110)", valueName: "url"))
    var server: String?

    @Option(
        name: [.customShort("a"), .customLong("account")],
        help: ArgumentHelp("an account of config.toml; several run side by side", valueName: "name"))
    var accounts: [String] = []

    @Flag(help: "every account, side by side")
    var allAccounts = false

    @Option(help: ArgumentHelp("accounts under way at once, 1 to 64 (4)", valueName: "n"))
    var jobs: String?

    @Option(help: ArgumentHelp("connections to one host at once, 1 to 64 (2)", valueName: "n"))
    var perHost: String?

    @Option(help: ArgumentHelp("of these accounts, or of all, the i-th of n parts, i from 0", valueName: "i/n"))
    var shard: String?

    @Option(help: ArgumentHelp("read the accounts from this file", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("who signs in", valueName: "name"))
    var user: String?

    @Option(help: ArgumentHelp("a shell command that prints the password on its first line", valueName: "command"))
    var passwordCommand: String?

    @Option(help: ArgumentHelp("a descriptor whose first line is the password", valueName: "n"))
    var passwordFd: Int32?

    @Option(help: ArgumentHelp("a file, readable by you alone, whose first line is the password", valueName: "file"))
    var passwordFile: String?

    @Option(
        help: ArgumentHelp(
            "a shell command that prints an OAuth 2 access token on its first line: signs in by OAUTHBEARER or XOAUTH2",
            valueName: "command"))
    var tokenCommand: String?

    @Option(help: ArgumentHelp("a descriptor whose first line is an access token", valueName: "n"))
    var tokenFd: Int32?

    @Option(help: ArgumentHelp("a file, readable by you alone, whose first line is an access token", valueName: "file"))
    var tokenFile: String?

    @Option(help: ArgumentHelp("trust this PEM file in place of the system's store", valueName: "file"))
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "trust exactly this certificate or public key: its SHA-256, 64 hexadecimal digits", valueName: "sha256"))
    var pin: String?

    @Flag(help: "pop:// without encryption: password and mail can be read by anybody in between")
    var insecureCleartext = false

    @Option(help: ArgumentHelp("seconds without any answer before giving up (60)", valueName: "seconds"))
    var timeout: Int?

    @Option(help: ArgumentHelp("append the dialogue to this file, secrets masked, bodies as sizes", valueName: "file"))
    var log: String?

    @Option(name: .customLong("plugin"), help: ArgumentHelp("load this plugin as well; may be given again", valueName: "file"))
    var plugins: [String] = []

    @Option(
        name: .customShort("c"), parsing: .unconditional,
        help: ArgumentHelp("run these commands of the shell, divided by ;", valueName: "commands"))
    var commands: String?

    @Option(
        name: .customShort("f"), parsing: .unconditional,
        help: ArgumentHelp("run the commands in this file, a line each; - is stdin", valueName: "file"))
    var script: String?

    @Flag(help: "JSON Lines on stdout, errors as JSON on stderr")
    var json = false

    @Flag(name: [.customShort("q"), .customLong("quiet")], help: "no conversation, only data and errors")
    var quiet = false

    @Option(
        help: ArgumentHelp("auto, always or never; auto goes by the terminal, NO_COLOR and CLICOLOR_FORCE", valueName: "when"))
    var color: String?

    @Argument(parsing: .captureForPassthrough, help: ArgumentHelp("the command and its arguments", valueName: "command"))
    var words: [String] = []

    func colour() throws(Failure) -> ColourChoice {
        guard let color else { return .auto }
        guard let choice = ColourChoice(rawValue: color) else {
            throw .usage("--color wants auto, always or never, not \"\(color)\"", hint: "--color auto")
        }
        return choice
    }

    /// The accounts these options choose.
    func choice() throws(Failure) -> AccountChoice {
        var choice = AccountChoice()
        if allAccounts { try choice.set(.allAccounts, "") }
        for name in accounts { try choice.set(.account, name) }
        for (option, value) in [(AccountChoice.Option.jobs, jobs), (.perHost, perHost), (.shard, shard), (.config, config)] {
            if let value { try choice.set(option, value) }
        }
        return choice
    }

    /// What `-c` or `-f` says.
    /// - Throws: exit code 64 for more than one source of commands.
    func commandSource() throws(Failure) -> Commands? {
        guard (commands == nil ? 0 : 1) + (script == nil ? 0 : 1) + (words.isEmpty || words.first == "demo" ? 0 : 1) < 2 else {
            throw .usage("-c, -f and a command at once", hint: "one of them")
        }
        if let commands { return .text(commands) }
        return script.map { $0 == "-" ? .input : .file($0) }
    }

    /// The mailbox these options describe, without any account.
    func settings() throws(Failure) -> Settings {
        var settings = try applied(to: Settings())
        if let server {
            let url = try ServerURL(server, cleartext: insecureCleartext)
            settings.endpoint = url.endpoint
            settings.user = user ?? url.user
        }
        return settings
    }

    /// An account's settings, with what these options say in their place.
    func applied(to account: Settings) throws(Failure) -> Settings {
        var settings = account
        settings.user = user ?? settings.user
        let (password, token) = (try passwordSource(), try tokenSource())
        guard password == nil || token == nil else {
            throw .usage("--password-… and --token-… at once", hint: "one of the two")
        }
        // Either goes before both that an account may say.
        settings.token = password == nil ? token ?? settings.token : nil
        settings.password = password ?? settings.password
        settings.trust.caFile = caFile ?? settings.trust.caFile
        settings.trust.pin = try pinOctets() ?? settings.trust.pin
        if let timeout {
            guard Deadlines.secondsAllowed.contains(timeout) else { throw .usage("--timeout wants 1 to 86400 seconds") }
            settings.deadlines = Deadlines(seconds: timeout)
            settings.deadlinesOrigin = "command line"
        }
        if insecureCleartext, settings.endpoint?.security == .stls { settings.endpoint?.security = .cleartext }
        return settings
    }

    /// Refuses what cannot be said together with accounts.
    func checkAgainst(_ choice: AccountChoice) throws(Failure) {
        guard server == nil else {
            throw .usage("--server with --account would send that account's password elsewhere", hint: "one of the two")
        }
        guard choice.isSeveral else { return }
        let single = [
            ("--user", user != nil), ("--password-command", passwordCommand != nil), ("--password-fd", passwordFd != nil),
            ("--password-file", passwordFile != nil), ("--token-command", tokenCommand != nil), ("--token-fd", tokenFd != nil),
            ("--token-file", tokenFile != nil), ("--pin", pin != nil), ("--insecure-cleartext", insecureCleartext),
        ]
        if let (option, _) = single.first(where: \.1) {
            throw .usage("\(option) is for one account, not for several", hint: "say it in config.toml, for each account")
        }
    }

    private func passwordSource() throws(Failure) -> PasswordSource? {
        var given: [PasswordSource] = []
        if let passwordCommand { given.append(.command(passwordCommand)) }
        if let passwordFd { given.append(.descriptor(passwordFd)) }
        if let passwordFile { given.append(.file(passwordFile)) }
        guard given.count < 2 else { throw .usage("more than one of --password-command, --password-fd and --password-file") }
        return given.first
    }

    private func tokenSource() throws(Failure) -> PasswordSource? {
        var given: [PasswordSource] = []
        if let tokenCommand { given.append(.command(tokenCommand)) }
        if let tokenFd { given.append(.descriptor(tokenFd)) }
        if let tokenFile { given.append(.file(tokenFile)) }
        guard given.count < 2 else { throw .usage("more than one of --token-command, --token-fd and --token-file") }
        return given.first
    }

    private func pinOctets() throws(Failure) -> [UInt8]? {
        guard let pin else { return nil }
        guard let octets = Pin.octets(of: pin) else {
            throw .usage("--pin wants the SHA-256 of a certificate or public key: 64 hexadecimal digits")
        }
        return octets
    }
}
