internal import ArgumentParser
internal import POP3

struct ListCommand: MailCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "list message numbers and sizes (LIST)")

    @Argument(help: "message numbers; none means all") var numbers: [Int] = []

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.signedIn()
        let numbers = numbers
        let console = workspace.console
        console.beginRows([.init("#", .integer, width: 8), .init("octets", .integer, width: 16)])
        guard numbers.isEmpty else {
            var refused: POP3Error?
            try workspace.mailbox.failing { () throws(POP3Error) in
                try session.list(numbers) { number, result in
                    switch result {
                    case .success(let octets): console.row([.integer(Int64(number)), .integer(octets)])
                    case .failure(let error): refused = refused ?? error
                    }
                }
                if let refused { throw refused }
            }
            return
        }
        let listing = try workspace.mailbox.failing { () throws(POP3Error) in try session.list() }
        workspace.mailbox.tellOdd(listing.oddLines, of: "LIST")
        for (number, octets) in zip(listing.numbers, listing.octets) { console.row([.integer(Int64(number)), .integer(octets)]) }
    }
}
