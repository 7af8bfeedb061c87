internal import ArgumentParser
internal import POP3

struct DeleCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "dele", abstract: "mark messages for deletion at quit (DELE)",
        discussion:
            "One-shot, the session ends with QUIT, which deletes. In the shell `rset` takes every mark back and `exit` leaves with nothing deleted."
    )

    @Argument(help: "message numbers") var numbers: [Int]

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.signedIn()
        let numbers = numbers
        let mailbox = workspace.mailbox
        var done = 0
        try mailbox.failing { () throws(POP3Error) in
            var refused: POP3Error?
            try session.dele(numbers) { number, error in
                if let error {
                    refused = refused ?? error
                } else {
                    mailbox.mark(number)
                    done += 1
                }
            }
            if let refused { throw refused }
        }
        workspace.console.note("marked \(done) message\(done == 1 ? "" : "s"); \(done == 1 ? "it goes" : "they go") at quit")
    }
}
