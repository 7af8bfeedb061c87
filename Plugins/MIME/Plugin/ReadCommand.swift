import MIMECore
import MartletPlugin
import PluginSystem

/// `read SELECTION`: messages for people.
struct ReadCommand: Command {
    static let declaration = CommandDeclaration(
        "read", arguments: "SELECTION", summary: "show the text of messages",
        details: """
              read 125
              read new from:anna

            The main text, decoded, below its header; the other parts are listed, and
            `extract` saves them. On a terminal it opens in $MARTLET_PAGER, $PAGER or
            less. HTML is shown as its words; --html-command 'w3m -T text/html -dump' has
            a program of yours make text of it.
            """,
        options: [.init("html-command", value: "CMD", "a program that reads HTML and prints text")],
        count: 1...4096)

    private static let columns = [
        Column("#", .integer), Column("from"), Column("to"), Column("cc"), Column("date", .time), Column("subject"),
        Column("parts", .json), Column("text"),
    ]

    func run(_ call: Call) throws(CommandExit) {
        let selection = try call.select(call.expression(first: call.argumentCount))
        let command = call.option("html-command")
        if call.wantsEvents { call.rows(Self.columns) }
        let columns = call.terminalColumns
        var isFirst = true
        try WholeMessages.fetch(call, selection) { (message, spooled) throws(CommandExit) in
            let mail = ReadableMail(spooled.message)
            let text: String
            do throws(HTMLCommand.Failure) { text = try mail.text(htmlCommand: command) } catch {
                throw call.fail(.exitUsage, "the HTML command failed: \(error.reason)", hint: "read without --html-command")
            }
            if call.wantsEvents {
                call.row([
                    .integer(Int64(message.number)), .text(mail.mailboxes("from")), .text(mail.mailboxes("to")),
                    .text(mail.mailboxes("cc")), mail.date.map { .integer($0) } ?? .unknown, .text(mail.subject),
                    .text(JSONString.array(spooled.pieceLines)), .text(text),
                ])
            } else {
                let head = mail.head(pieces: spooled.pieceLines, inBox: columns > 0 ? columns : nil)
                call.text((isFirst ? "" : "\n") + head + (text.utf8.last == 0x0A ? text : text + "\n"))
            }
            isFirst = false
            call.show(message.number)
        }
    }
}
