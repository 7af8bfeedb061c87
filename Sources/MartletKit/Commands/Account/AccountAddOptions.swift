internal import ArgumentParser

/// What `account add` would ask.
struct AccountAddOptions: ParsableArguments {
    @Option(help: ArgumentHelp("add: what to call it", valueName: "name")) var name: String?
    @Option(help: ArgumentHelp("add: the server, pops://HOST or pop://HOST; nobody is asked for it then", valueName: "url"))
    var server: String?
    @Option(help: ArgumentHelp("add: who signs in", valueName: "name")) var user: String?
    @Option(help: ArgumentHelp("add, password: prints the password on its first line", valueName: "command")) var passwordCommand:
        String?
    @Option(help: ArgumentHelp("add, password: its first line is the password; for your eyes only", valueName: "file"))
    var passwordFile: String?
    @Option(help: ArgumentHelp("add: prints an OAuth 2 access token on its first line", valueName: "command"))
    var tokenCommand: String?
    @Option(help: ArgumentHelp("add: its first line is an access token; for your eyes only", valueName: "file"))
    var tokenFile: String?
    @Flag(help: "add, password: it stands in ~/.netrc") var netrc = false
    @Flag(help: "add, password: ask for it each time") var askPassword = false
    @Option(help: ArgumentHelp("add: trust this PEM file in place of the system's store", valueName: "file")) var caFile: String?
    @Option(
        help: ArgumentHelp(
            "add: trust exactly this certificate or public key: its SHA-256, 64 hexadecimal digits", valueName: "sha256"))
    var pin: String?
    @Flag(help: "add: pop:// without encryption") var insecureCleartext = false
    @Flag(help: "add: tell the domain's autoconfig the whole address, not the domain alone") var sendAddress = false
    @Flag(help: "add: write it down without signing in") var noCheck = false

    /// Options that say where the password is.
    static let sources = ["--password-command", "--password-file", "--netrc", "--ask-password"]

    /// Names of the options that were given.
    var given: [String] {
        let all: [(String, Bool)] = [
            ("--name", name != nil), ("--server", server != nil), ("--user", user != nil),
            ("--password-command", passwordCommand != nil), ("--password-file", passwordFile != nil), ("--netrc", netrc),
            ("--token-command", tokenCommand != nil), ("--token-file", tokenFile != nil),
            ("--ask-password", askPassword), ("--ca-file", caFile != nil), ("--pin", pin != nil),
            ("--insecure-cleartext", insecureCleartext),
            ("--send-address", sendAddress), ("--no-check", noCheck),
        ]
        return all.filter(\.1).map(\.0)
    }

    func pinOctets() throws(Failure) -> [UInt8]? {
        guard let pin else { return nil }
        guard let octets = Pin.octets(of: pin) else {
            throw .usage(
                "--pin wants the SHA-256 of a certificate or public key, not \"\(pin)\"",
                hint: "64 hexadecimal digits, colons between them or not")
        }
        return octets
    }

    func passwordSource() throws(Failure) -> PasswordSource? {
        var given: [PasswordSource] = []
        if let passwordCommand { given.append(Self.source(passwordCommand)) }
        if let passwordFile { given.append(.file(passwordFile)) }
        if netrc { given.append(.netrc(Netrc.path)) }
        if askPassword { given.append(.prompt) }
        guard given.count < 2 else {
            throw .usage("more than one of --password-command, --password-file, --netrc and --ask-password", hint: "one of them")
        }
        return given.first
    }

    func tokenSource() throws(Failure) -> PasswordSource? {
        let given = [tokenCommand.map(Self.source), tokenFile.map(PasswordSource.file)].compactMap(\.self)
        guard try given.count + (passwordSource() == nil ? 0 : 1) < 2 else {
            throw .usage("--token-command and --token-file go with no other way to sign in", hint: "one of them")
        }
        return given.first
    }

    /// What a person typed as a command: run without a shell where none is needed.
    static func source(_ command: String) -> PasswordSource {
        AccountText.plainWords(command).map { .program($0) } ?? .command(command)
    }
}
