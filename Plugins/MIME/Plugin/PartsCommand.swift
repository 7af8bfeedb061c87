import MIMECore
import MartletPlugin

/// `parts SELECTION`: what is in messages.
struct PartsCommand: Command {
    static let declaration = CommandDeclaration(
        "parts", arguments: "SELECTION", summary: "list the parts of messages",
        details: """
              parts 125
              parts new from:anna

            A part inside a part is 2.1; a file inside a text (uuencode) or in a
            winmail.dat is 2:1; m is the message in a message.
            """,
        count: 1...4096)

    func run(_ call: Call) throws(CommandExit) {
        let selection = try call.select(call.expression(first: call.argumentCount))
        call.rows([
            Column("#", .integer, width: 4), Column("part", width: 6), Column("type", width: 24, narrowest: 60),
            Column("size", .octets, width: 6), Column("name"),
        ])
        try WholeMessages.fetch(call, selection) { (message, spooled) throws(CommandExit) in
            for piece in spooled.message.pieces {
                call.row([
                    .integer(Int64(message.number)), .text(piece.path), .text(piece.mediaType),
                    .integer(spooled.octets(of: piece)), .text(piece.name ?? ""),
                ])
            }
        }
        call.listed(selection)
    }
}
