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
        if let away = mailbox.away { return showAway(away, in: workspace) }
        let idle = ContinuousClock.now - mailbox.lastUse
        let session = try mailbox.entered()
        var columns: [Console.Column] = [.init("server"), .init("security"), .init("state")]
        let state = session.state == .transaction ? "signed in as \(session.user ?? "")" : "not signed in"
        let security = session.isTLS ? session.peer.tlsVersion : "none"
        var cells: [Console.Cell] = [.text(session.endpoint.authority), .text(security), .text(state)]
        var lines = [
            "server    \(session.endpoint.authority), \(session.isTLS ? session.peer.tlsVersion : "not encrypted"), \(state)"
                + (idle < .seconds(1) ? "" : ", idle \(TimeText.span(idle))")
        ]
        if session.state == .transaction {
            let maildrop = try mailbox.maildrop()
            var new = 0
            var newOctets: Int64 = 0
            let newness = try workspace.newness()
            for index in 0..<maildrop.count where try newness.isNew(index) {
                new += 1
                newOctets = newOctets.addingReportingOverflow(maildrop.octets(at: index) ?? 0).partialValue & .max
            }
            let span = mailbox.lockedSince.map { .now - $0 } ?? .zero
            let locked = span < .seconds(1) ? "" : "; locked by this session for " + TimeText.span(span)
            lines.append("mailbox   \(Plural.text(maildrop.count, "message")), \(Size.long(maildrop.octets))\(locked)")
            lines.append("new       \(Plural.text(new, "message")), \(Size.long(newOctets))      \"export new DIR\" fetches them")
            lines.append(Self.pending(mailbox))
            columns += [
                .init("messages", .integer), .init("octets", .integer), .init("new", .integer), .init("new_octets", .integer),
                .init("to_delete", .integer), .init("to_delete_octets", .octets),
            ]
            cells += [
                .integer(Int64(maildrop.count)), .integer(maildrop.octets), .integer(Int64(new)), .integer(newOctets),
                .integer(Int64(mailbox.marks.count)), .integer(mailbox.markedOctets ?? -1),
            ]
        }
        if console.format == .json {
            console.summary("", columns, cells)
        } else {
            for line in lines {
                console.write(Wrap.page(Escape.line(line), console.outputIsTerminal ? console.width : HelpPage.wide) + "\n")
            }
        }
    }

    /// Signed out with the promise to sign in again: not for this.
    private func showAway(_ away: Away, in workspace: Workspace) {
        let lines = ["server    \(away.account), signed out; the next command signs in again", Self.pending(workspace.mailbox)]
        guard workspace.console.format != .json else {
            return workspace.console.summary(
                "", [.init("state"), .init("to_delete", .integer)],
                [.text("signed out"), .integer(Int64(workspace.mailbox.marks.count))])
        }
        for line in lines {
            workspace.console.write(
                Wrap.page(Escape.line(line), workspace.console.outputIsTerminal ? workspace.console.width : HelpPage.wide) + "\n")
        }
    }

    private static func pending(_ mailbox: Mailbox) -> String {
        guard mailbox.marks.count > 0 else { return "pending   nothing to delete" }
        let size = mailbox.markedOctets.map { ", " + Size.long($0) } ?? ""
        return DisplayWidth.fit("pending   \(mailbox.marks.count) to delete\(size)", 36)
            + "\"undelete *\" keeps them, \"quit\" applies"
    }
}
