internal import ArgumentParser
internal import POP3

/// `doctor [ACCOUNT|URL]`: the way to the mail, step by step.
struct DoctorCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "look at a server and say what works",
        discussion: """
            doctor                       the server of --server, of the account, or of this session
            doctor work                  an account of config.toml
            doctor pops://pop.example.net

            Addresses, both usual ports, TLS and certificate, capabilities, and, where a user is named, what works after signing in: UIDL, \
            TOP, pipelining, sizes, round trip. Nothing is changed on the server. !! does not work, ~~ is strange and worked around, -- \
            is worth knowing.
            """)
    static let overAccounts = OverAccounts.no

    @Argument(help: "an account, or pops://[USER@]HOST[:PORT]") var place: String?

    mutating func run(in workspace: Workspace) throws(Failure) {
        let mailbox = workspace.mailbox
        _ = try mailbox.hasServer()
        let settings =
            try place.map { (place) throws(Failure) in try Place.settings(of: place, in: workspace) } ?? mailbox.settings
        guard let endpoint = settings.endpoint else {
            throw .usage("no server was named", hint: "doctor pops://HOST, or doctor ACCOUNT")
        }
        // A maildrop is locked by one session: ours, if there is one.
        try mailbox.stepOut()
        let report = Doctor(settings, endpoint, workspace.canceller).examine()
        if Interrupt.isRequested { throw Failure(.interrupted, "interrupted", "stopped") }
        if workspace.console.format == .json {
            workspace.console.object { report.json(into: &$0) }
        } else {
            workspace.console.write(report.page(columns: workspace.console.width))
        }
        guard report.problems > 0 else { return }
        throw Failure(
            .unavailable, "doctor", report.problems == 1 ? "1 problem was found" : "\(report.problems) problems were found")
    }
}
