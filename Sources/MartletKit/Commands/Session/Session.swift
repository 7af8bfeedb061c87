internal import ArgumentParser
internal import POP3

/// `session record FILE` and `session stop`.
struct SessionCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "record the dialogue with a server so that it can be replayed",
        discussion: """
            session record server.jsonl          connects anew and writes everything, user and password as ****, mail as x
            session record server.jsonl --full   mail as it is
            session stop

            `martlet replay server.jsonl` serves the file on loopback: a server that does something strange can be handed over as \
            a file, and becomes a test. Listings, and what the server says about you, are in it as they were said: read the file \
            before you give it away.
            """)
    static let overAccounts = OverAccounts.no

    enum Action: String, ExpressibleByArgument, CaseIterable { case record, stop }

    @Argument(help: "record or stop") var action: Action
    @Argument(help: "the file to write; it must not exist") var file: String?
    @Flag(help: "keep what mails say") var full = false

    func validate() throws {
        if (action == .record) != (file != nil) { throw ValidationError("record wants a file, stop none") }
    }

    mutating func run(in workspace: Workspace) throws(Failure) {
        let mailbox = workspace.mailbox
        guard action == .record, let file else {
            mailbox.recording = nil
            return workspace.console.note("recording off")
        }
        guard !workspace.isOneShot else {
            throw .usage(
                "session record is for what follows it, and nothing follows one command",
                hint: "the same options, then -c "
                    + CompletionText.quoted("session record \(Words.quoted(file) ?? file); headers"))
        }
        guard try mailbox.hasServer(), let endpoint = mailbox.settings.endpoint else {
            throw .usage("no server was named", hint: "connect pops://HOST, then session record \(file)")
        }
        let recording = try SessionRecording(path: file, server: endpoint.authority, hidesBodies: !full)
        // A recording begins with the greeting.
        try mailbox.stepOut()
        mailbox.recording = recording
        workspace.console.note("recording to \(file) from the next command on (\"session stop\" ends it)")
    }
}
