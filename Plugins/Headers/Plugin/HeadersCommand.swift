import HeadersCore
import MartletPlugin

/// `headers [SELECTION]`: one line a message, by one pipelined TOP for each header that is not cached.
struct HeadersCommand: Command {
    static let declaration = CommandDeclaration(
        "headers", arguments: "[SELECTION]", summary: "list date, sender and subject",
        details: """
            headers                 every message
            headers last:20
            headers new from:anna   a space narrows the selection
            """,
        count: 0...4096)

    func run(_ call: Call) throws(CommandExit) {
        let selection = try call.select(call.expression(first: call.argumentCount, else: "all"))
        call.rows([
            Column("#", .integer, width: 6), Column("DATE", width: 16), Column("FROM", width: 20), Column("SUBJECT"),
            Column("SIZE", .octets, width: 6),
        ])
        guard selection.count > 0 else { return }
        let list = HeaderList(call, selection)
        let code = call.headers((0..<selection.count).map { selection[$0].number }, into: list)
        call.listed(selection)
        if list.stopped { throw CommandExit(.exitInterrupted) }
        if code != 0 { throw CommandExit(code) }
        if list.refused > 0 {
            throw call.fail(
                .exitUnavailable,
                "the headers of \(list.refused) \(list.refused == 1 ? "message" : "messages") were refused by the server")
        }
    }
}

/// Makes a row of each header block.
private final class HeaderList: MessageSink {
    private(set) var refused = 0
    private(set) var stopped = false
    private let call: Call
    private let selection: Selection
    private var reader = HeaderReader(["date", "from", "subject"])
    private var cursor = 0

    init(_ call: Call, _ selection: Selection) { (self.call, self.selection) = (call, selection) }

    func begin(_ number: UInt32) -> Flow {
        reader.reset()
        return .go
    }

    func body(_ octets: borrowing RawSpan) -> Flow {
        octets.withUnsafeBytes { reader.feed($0) }
        return .go
    }

    func end(_ number: UInt32, failure: Octets, sha256: UnsafeRawPointer?) -> Flow {
        while cursor < selection.count, selection[cursor].number != number { cursor += 1 }
        let size = cursor < selection.count ? selection[cursor].octets ?? -1 : -1
        if failure.isEmpty {
            call.row([
                .integer(Int64(number)), .text(reader.value(0)), .text(reader.value(1)), .text(reader.value(2)), .integer(size),
            ])
        } else {
            refused += 1
            call.row([.integer(Int64(number)), .text(""), .text(""), .text(failure.string), .integer(size)])
        }
        call.progress(cursor + 1, of: selection.count, octets: 0)
        stopped = call.cancelled
        return stopped ? .stop : .go
    }
}
