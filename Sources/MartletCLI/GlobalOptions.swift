internal import ArgumentParser
internal import MartletKit
internal import POP3

/// What stands between `martlet` and the command.
struct GlobalOptions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet", abstract: "Get mail out of a POP3 mailbox: safely, fast, byte for byte.",
        usage:
            "martlet [OPTIONS] COMMAND …\n       martlet [OPTIONS]              opens the shell\n       martlet demo [--export DIR]    tries it on sample mail",
        version: Version.text)

    @Option(
        help: ArgumentHelp("the server: pops://[USER@]HOST[:PORT] (TLS, 995), or pop:// (STLS required, 110)", valueName: "url"))
    var server: String?

    @Option(help: ArgumentHelp("who signs in", valueName: "name"))
    var user: String?

    @Option(help: ArgumentHelp("a shell command that prints the password on its first line", valueName: "command"))
    var passwordCommand: String?

    @Option(help: ArgumentHelp("a descriptor whose first line is the password", valueName: "n"))
    var passwordFd: Int32?

    @Option(help: ArgumentHelp("a file, readable by you alone, whose first line is the password", valueName: "file"))
    var passwordFile: String?

    @Option(help: ArgumentHelp("trust this PEM file in place of the system's store", valueName: "file"))
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "trust exactly this certificate or public key: its SHA-256, 64 hexadecimal digits", valueName: "sha256"))
    var pin: String?

    @Flag(help: "pop:// without encryption: password and mail can be read by anybody in between")
    var insecureCleartext = false

    @Option(help: ArgumentHelp("seconds without any answer before giving up", valueName: "seconds"))
    var timeout: Int = 60

    @Option(help: ArgumentHelp("append the dialogue to this file, secrets masked, bodies as sizes", valueName: "file"))
    var log: String?

    @Option(name: .customLong("plugin"), help: ArgumentHelp("load this plugin as well; may be given again", valueName: "file"))
    var plugins: [String] = []

    @Flag(help: "JSON Lines on stdout, errors as JSON on stderr")
    var json = false

    @Flag(name: [.customShort("q"), .customLong("quiet")], help: "no conversation, only data and errors")
    var quiet = false

    @Argument(parsing: .captureForPassthrough, help: ArgumentHelp("the command and its arguments", valueName: "command"))
    var words: [String] = []

    /// The mailbox these options describe.
    func settings() throws(Failure) -> Settings {
        guard timeout > 0, timeout <= 86_400 else { throw .usage("--timeout wants 1 to 86400 seconds") }
        var settings = Settings(
            password: try passwordSource(), trust: Trust(caFile: caFile, pin: try pinOctets()),
            deadlines: Deadlines(connect: .seconds(min(timeout, 30)), read: .seconds(timeout)))
        if let server {
            let url = try ServerURL(server, cleartext: insecureCleartext)
            settings.endpoint = url.endpoint
            settings.user = url.user
        }
        settings.user = user ?? settings.user
        return settings
    }

    private func passwordSource() throws(Failure) -> PasswordSource {
        var given: [PasswordSource] = []
        if let passwordCommand { given.append(.command(passwordCommand)) }
        if let passwordFd { given.append(.descriptor(passwordFd)) }
        if let passwordFile { given.append(.file(passwordFile)) }
        guard given.count < 2 else { throw .usage("more than one of --password-command, --password-fd and --password-file") }
        return given.first ?? .prompt
    }

    private func pinOctets() throws(Failure) -> [UInt8]? {
        guard let pin else { return nil }
        let digits = Array(pin.utf8.filter { $0 != UInt8(ascii: ":") })
        var octets: [UInt8] = []
        for at in stride(from: 0, to: digits.count - 1, by: 2) {
            guard let octet = UInt8(String(decoding: digits[at...at + 1], as: UTF8.self), radix: 16) else { break }
            octets.append(octet)
        }
        guard digits.count == 64, octets.count == 32 else {
            throw .usage("--pin wants the SHA-256 of a certificate or public key: 64 hexadecimal digits")
        }
        return octets
    }
}
