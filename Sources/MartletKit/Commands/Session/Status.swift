internal import ArgumentParser
internal import POP3

struct StatusCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "show server, mailbox and what is pending", discussion: "Signs in where --user is given."
    )

    mutating func run(in workspace: Workspace) throws(Failure) {
        let mailbox = workspace.mailbox
        let console = workspace.console
        if mailbox.session == nil, try !mailbox.hasServer() {
            console.summary("not connected", [.init("connected")], [.text("no")])
            return
        }
        let session = try mailbox.entered()
        var columns: [Console.Column] = [.init("server"), .init("security"), .init("state")]
        let state = session.state == .transaction ? "signed in as \(session.user ?? "")" : "not signed in"
        let security = session.isTLS ? session.peer.tlsVersion : "none"
        var cells: [Console.Cell] = [.text(session.endpoint.authority), .text(security), .text(state)]
        var lines = [
            "server    \(session.endpoint.authority), \(session.isTLS ? session.peer.tlsVersion : "not encrypted"), \(state)"
        ]
        if session.state == .transaction {
            let maildrop = try mailbox.maildrop()
            var new = 0
            var newOctets: Int64 = 0
            let newness = try workspace.newness()
            for index in 0..<maildrop.count where try newness.isNew(index) {
                new += 1
                newOctets = newOctets.addingReportingOverflow(maildrop.octets(at: index) ?? 0).partialValue
            }
            lines.append("mailbox   \(maildrop.count) messages, \(Size.long(maildrop.octets))")
            lines.append("new       \(new) messages, \(Size.long(newOctets))      \"export new DIR\" fetches them")
            lines.append("pending   \(mailbox.marked.count) to delete      \"rset\" keeps them, \"quit\" applies")
            columns += [
                .init("messages", .integer), .init("octets", .integer), .init("new", .integer), .init("new_octets", .integer),
                .init("to_delete", .integer),
            ]
            cells += [
                .integer(Int64(maildrop.count)), .integer(maildrop.octets), .integer(Int64(new)), .integer(newOctets),
                .integer(Int64(mailbox.marked.count)),
            ]
        }
        if console.format == .json {
            console.summary("", columns, cells)
        } else {
            for line in lines { console.write(Escape.line(line) + "\n") }
        }
    }
}
