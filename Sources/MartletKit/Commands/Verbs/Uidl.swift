internal import ArgumentParser
internal import POP3

struct UidlCommand: MailCommand {
    static let configuration = CommandConfiguration(commandName: "uidl", abstract: "list message numbers and unique-ids (UIDL)")

    @Argument(help: "message numbers; none means all") var numbers: [Int] = []

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.signedIn()
        let numbers = numbers
        let console = workspace.console
        console.beginRows([.init("#", .integer, width: 8), .init("uid")])
        guard numbers.isEmpty else {
            var refused: POP3Error?
            try workspace.mailbox.failing { () throws(POP3Error) in
                try session.uidl(numbers) { number, result in
                    switch result {
                    case .success(let uid): console.row([.integer(Int64(number)), .text(uid)])
                    case .failure(let error): refused = refused ?? error
                    }
                }
                if let refused { throw refused }
            }
            return
        }
        let listing = try workspace.mailbox.failing { () throws(POP3Error) in try session.uidl() }
        guard listing.oddLines == 0 || !listing.numbers.isEmpty else {
            throw Failure(
                .protocol, "not-pop3", "no line of UIDL names a message and its unique-id",
                hint: "the same again, with --log FILE")
        }
        workspace.mailbox.tellOdd(listing.oddLines, of: "UIDL")
        for (index, number) in listing.numbers.enumerated() {
            console.row([.integer(Int64(number)), .text(String(decoding: listing.uniqueID(at: index), as: UTF8.self))])
        }
    }
}
