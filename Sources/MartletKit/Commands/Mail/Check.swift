internal import ArgumentParser
internal import POP3

struct CheckCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "tell whether there is new mail: exit code 0, or 1",
        discussion: """
              martlet -a work check -q && notify-send mail
              martlet --all-accounts check      0 where any has new mail

            New is what was neither exported nor marked as seen.
            """)

    mutating func run(in workspace: Workspace) throws(Failure) { _ = try runForCode(in: workspace) }

    mutating func runForCode(in workspace: Workspace) throws(Failure) -> Int32 {
        let maildrop = try workspace.mailbox.maildrop()
        let newness = try workspace.newness()
        var new = 0
        var octets: Int64 = 0
        for index in 0..<maildrop.count where try newness.isNew(index) {
            new += 1
            octets = octets.addingReportingOverflow(maildrop.octets(at: index) ?? 0).partialValue & .max
        }
        workspace.console.summary(
            new == 0
                ? "nothing new; \(Plural.text(maildrop.count, "message"))"
                : "\(Plural.text(new, "new message")) (\(Size.short(octets))) of \(maildrop.count)",
            [.init("messages", .integer), .init("new", .integer), .init("new_octets", .octets)],
            [.integer(Int64(maildrop.count)), .integer(Int64(new)), .integer(octets)])
        return new == 0 ? ExitCode.nothingNew.rawValue : ExitCode.ok.rawValue
    }
}
