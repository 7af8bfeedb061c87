internal import POP3

extension Account {
    private static let keys = [
        "address", "server", "user", "password", "token", "ca-file", "pin", "insecure-cleartext", "timeout", "netrc",
    ]

    /// Reads `[account.NAME]`.
    /// - Throws: exit code 78, with file and line.
    init(name: String, _ table: ConfigTable) throws(Failure) {
        try table.refuseOthers(than: Self.keys)
        let address = try table.string("address", example: "address = \"anna@example.net\"")
        guard let server = try table.string("server", example: "server = \"pops://pop.example.net\"") else {
            throw table.failure("account \"\(name)\" has no server", hint: "server = \"pops://pop.example.net\"")
        }
        let url = try Self.url(server, table, cleartext: try table.flag("insecure-cleartext") ?? false)
        let user = try table.string("user", example: "user = \"anna\"")
        var trust = Trust(caFile: try table.path("ca-file", example: "ca-file = \"/etc/ssl/own-ca.pem\""))
        if let pin = try table.string("pin", example: "pin = \"SHA-256 in hexadecimal\"") {
            guard let octets = Pin.octets(of: pin) else {
                throw table.failure(
                    at: "pin", "\"pin\" wants the SHA-256 of a certificate or public key", hint: "pin = \"64 hexadecimal digits\""
                )
            }
            trust.pin = octets
        }
        let timeout = try table.integer("timeout", Deadlines.secondsAllowed, example: "timeout = 60")
        self.init(
            name: name, address: address,
            settings: Settings(
                endpoint: url.endpoint, user: user ?? url.user ?? address, password: try Self.password(name, table),
                token: try Self.token(table), trust: trust, deadlines: timeout.map { Deadlines(seconds: $0) } ?? Deadlines(),
                account: name))
        if timeout != nil { settings.deadlinesOrigin = table.place(of: "timeout") }
    }

    private static func url(_ text: String, _ table: ConfigTable, cleartext: Bool) throws(Failure) -> ServerURL {
        do { return try ServerURL(text, cleartext: cleartext) } catch {
            guard error.kind != ServerURL.passwordKind else {
                throw table.failure(
                    at: "server", "a password does not belong into the server's address",
                    hint: "password = { command = [\"pass\", \"show\", \"mail\"] }")
            }
            throw table.failure(at: "server", error.message, hint: "server = \"pops://pop.example.net\"")
        }
    }

    private static func password(_ name: String, _ table: ConfigTable) throws(Failure) -> PasswordSource {
        let example = "password = { command = [\"pass\", \"show\", \"mail/\(name)\"] }"
        if table.isString("password") {
            throw table.failure(at: "password", "a password itself does not belong into the file", hint: example)
        }
        let standsInNetrc = try table.flag("netrc") ?? false
        guard let inner = try table.table("password", example: example) else {
            return standsInNetrc ? .netrc(Netrc.path) : .prompt
        }
        guard !standsInNetrc else {
            throw table.failure(at: "netrc", "\"netrc\" and \"password\" both say where the password is", hint: "one of the two")
        }
        try inner.refuseOthers(than: ["command", "file", "netrc"])
        let file = try inner.path("file", example: "password = { file = \"~/.mail-password\" }")
        let netrc = try inner.path("netrc", example: "password = { netrc = \"~/.netrc\" }")
        let command = try inner.words("command", example: example)
        switch (command, file, netrc) {
        case (let command?, nil, nil): return Self.source(command)
        case (nil, let file?, nil): return .file(file)
        case (nil, nil, let netrc?): return .netrc(netrc)
        default:
            throw table.failure(
                at: "password", "\"password\" wants one of \"command\", \"file\" and \"netrc\"", hint: example)
        }
    }

    private static func token(_ table: ConfigTable) throws(Failure) -> PasswordSource? {
        let example = "token = { command = [\"ortie\", \"token\", \"show\"] }"
        if table.isString("token") {
            throw table.failure(at: "token", "a token itself does not belong into the file", hint: example)
        }
        guard let inner = try table.table("token", example: example) else { return nil }
        let standsInNetrc = try table.flag("netrc") ?? false
        guard !table.keys.contains("password"), !standsInNetrc else {
            let other = standsInNetrc ? "netrc" : "password"
            throw table.failure(at: "token", "\"token\" and \"\(other)\" both say how to sign in", hint: "one of the two")
        }
        try inner.refuseOthers(than: ["command", "file"])
        let file = try inner.path("file", example: "token = { file = \"~/.mail-token\" }")
        switch (try inner.words("command", example: example), file) {
        case (let command?, nil): return Self.source(command)
        case (nil, let file?): return .file(file)
        default: throw table.failure(at: "token", "\"token\" wants one of \"command\" and \"file\"", hint: example)
        }
    }

    private static func source(_ command: (list: [String]?, string: String?)) -> PasswordSource {
        command.list.map { .program($0) } ?? .command(command.string ?? "")
    }
}
