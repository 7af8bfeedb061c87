import HeadersCore
import MartletPlugin

/// `headers [SELECTION]`: one line a message, by one pipelined TOP each where the host has not seen the header before.
struct HeadersCommand: Command {
    static let declaration = CommandDeclaration(
        "headers", arguments: "[SELECTION]", summary: "list date, sender and subject",
        details: """
              headers                 every message
              headers last:20
              headers new from:anna   a space narrows the selection
              headers | cut -f6       subjects alone: off a terminal tabs divide the
                                      columns, and nothing is cut

            N new  + has parts  D to delete. --json has the unique-id, the octets and
            every author as well.
            """,
        count: 0...4096)

    func run(_ call: Call) throws(CommandExit) {
        let selection = try call.select(call.expression(first: call.argumentCount, else: "all"))
        call.rows(HeaderRow.columns)
        guard selection.count > 0 else { return }
        let list = HeaderList(call, selection)
        let code = call.headers((0..<selection.count).map { selection[$0].number }, into: list)
        if list.stopped { throw CommandExit(.exitInterrupted) }
        if code != 0 { throw CommandExit(code) }
        call.listed(selection)
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
    private var block: [UInt8] = []
    private var cursor = 0
    /// Where messages stand in the selection; made when the first comes out of turn.
    private var places: [UInt32: Int] = [:]

    init(_ call: Call, _ selection: Selection) { (self.call, self.selection) = (call, selection) }

    func begin(_ number: UInt32) -> Flow {
        block.removeAll(keepingCapacity: true)
        return .go
    }

    func body(_ octets: borrowing RawSpan) -> Flow {
        octets.withUnsafeBytes { block += $0 }
        return .go
    }

    func end(_ number: UInt32, failure: Octets, sha256: UnsafeRawPointer?) -> Flow {
        let message = message(number)
        if failure.isEmpty {
            call.row(HeaderRow.cells(message, HeaderSummary(block)))
        } else {
            refused += 1
            call.row(HeaderRow.cells(message, HeaderSummary(refusal: failure.string)))
        }
        stopped = call.cancelled
        return stopped ? .stop : .go
    }

    /// The message of that number: nearly always the next of the selection. Late ones, which another process threw out of the cache, are
    /// looked up.
    private func message(_ number: UInt32) -> Message {
        if cursor < selection.count, selection[cursor].number == number {
            cursor += 1
            return selection[cursor - 1]
        }
        if places.isEmpty { for index in 0..<selection.count { places[selection[index].number] = index } }
        guard let place = places[number] else { return .none }
        cursor = place + 1
        return selection[place]
    }
}
