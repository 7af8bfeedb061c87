import MIME
import MartletPlugin
import PluginSystem
import StatsCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// `stats [SELECTION]`: what fills the mailbox, from headers and the listing alone.
struct StatsCommand: Command {
    static let declaration = CommandDeclaration(
        "stats", arguments: "[SELECTION]", summary: "show what fills the mailbox",
        details: """
              stats                         by sender, the largest first
              stats older:1y --by domain    a space narrows the selection
              stats --by month              by date, local time
              stats --by size               needs no header: the listing says it all
              stats --svg mail.svg          a picture as well, never over a file that is there
              stats --svg - > mail.svg      the picture alone, on stdout

            Octets are those that the server lists. (unknown): the server refused the header, or nothing in it says; (others): groups
            beyond --limit, or beyond the first \(Tally.most).
            """,
        options: [
            .init("by", value: "WHAT", "sender, domain, month or size (sender)"),
            .init(
                "limit", value: "N",
                "the N largest groups, the rest as one (on a terminal \(Grouping.sender.chartMost), months \(Grouping.month.chartMost); else all)"
            ),
            .init("svg", value: "FILE", "write a bar chart to a new file; - is stdout, without the table"),
        ],
        count: 0...4096)

    func run(_ call: Call) throws(CommandExit) {
        let options = try StatsOptions(call)
        let selection = try call.select(call.expression(first: call.argumentCount, else: "all"))
        let tally = options.grouping == .size ? Self.sizes(selection) : try Self.headers(call, selection, options.grouping)
        if !tally.isEmpty, options.svg != StatsOptions.stdout { show(tally, call, options) }
        if let svg = options.svg { try draw(tally, to: svg, call, options) }
    }

    // MARK: gathering

    private static func sizes(_ selection: Selection) -> Tally {
        var tally = Tally(by: .size)
        for index in 0..<selection.count {
            let octets = selection[index].octets
            tally.add(octets.map(SizeClass.name), octets: octets ?? 0)
        }
        return tally
    }

    private static func headers(_ call: Call, _ selection: Selection, _ grouping: Grouping) throws(CommandExit) -> Tally {
        let reader = StatsReader(call, selection, by: grouping)
        guard selection.count > 0 else { return reader.tally }
        let code = call.headers((0..<selection.count).map { selection[$0].number }, into: reader)
        if reader.isStopped { throw CommandExit(.exitInterrupted) }
        if code != 0 { throw CommandExit(code) }
        if reader.refused > 0 {
            call.warn("the server refused \(reader.refused) \(reader.refused == 1 ? "header" : "headers")")
        }
        return reader.tally
    }

    // MARK: showing

    private func show(_ tally: Tally, _ call: Call, _ options: StatsOptions) {
        let columns = call.terminalColumns
        let isChart = columns > 0 && !call.wantsEvents
        let groups = tally.ranked(most: options.limit ?? (isChart ? options.grouping.chartMost : nil))
        let chart = Chart(groups, columns: columns, marks: Chart.marks { name in getenv(name).map { String(cString: $0) } })
        let heading = options.grouping.rawValue.uppercased()
        let isSender = options.grouping == .sender
        call.rows(
            [
                Column(options.grouping == .size ? "CLASS" : heading, width: UInt32(chart.labelColumns), notIn: [.tsv, .json]),
                Column(heading, notIn: .table),
            ] + (isSender ? [Column("NAME", notIn: .table)] : []) + [
                Column("MESSAGES", .integer, width: UInt32(Chart.messagesColumns)),
                Column("SIZE", .octets, width: UInt32(Chart.octetsColumns), notIn: [.tsv, .json]),
                Column("OCTETS", .integer, notIn: .table),
                Column("BAR", width: UInt32(max(1, chart.barColumns)), notIn: [.tsv, .json, .heading]),
            ])
        for group in groups {
            call.row(
                [.text(group.label), .text(group.key)] + (isSender ? [.text(group.name)] : []) + [
                    .integer(Int64(group.messages)), .integer(group.octets), .integer(group.octets),
                    .text(isChart ? chart.bar(group.octets) : ""),
                ])
        }
    }

    private func draw(_ tally: Tally, to path: String, _ call: Call, _ options: StatsOptions) throws(CommandExit) {
        let groups = tally.ranked(most: min(options.limit ?? options.grouping.chartMost, SVGChart.most))
        let chart = SVGChart(
            title: "Mail of \(call.account) by \(options.grouping)", day: LocalDay.today.day, tally: tally, groups: groups)
        guard path != StatsOptions.stdout else {
            return Array(chart.text.utf8).withUnsafeBytes { call.octets($0) }
        }
        do throws(SystemError) {
            try NewFile.write(Array(chart.text.utf8), to: path)
        } catch {
            if error.isExisting { throw StatsOptions.taken(call, path) }
            let place = error.action == NewFile.openingFolder ? NewFile.folder(of: path) : path
            throw call.fail(
                error.isNoSpace ? .exitIO : .exitCannotCreate, "cannot \(error.action) \(place): \(error.reason)",
                hint: "another name")
        }
        call.note("wrote \(path)")
    }
}

/// Counts headers as they come.
private final class StatsReader: MessageSink {
    private(set) var tally: Tally
    private(set) var refused = 0
    private(set) var isStopped = false
    private let call: Call
    private let selection: Selection
    private let grouping: Grouping
    private var header = Header([])
    private var cursor = 0
    private var done = 0
    /// Of messages that come late; made when the first does.
    private lazy var octetsByNumber = Dictionary(
        (0..<selection.count).map { (selection[$0].number, selection[$0].octets ?? 0) }, uniquingKeysWith: { $1 })

    init(_ call: Call, _ selection: Selection, by grouping: Grouping) {
        (self.call, self.selection, self.grouping) = (call, selection, grouping)
        tally = Tally(by: grouping)
    }

    func begin(_ number: UInt32) -> Flow {
        header = Header([])
        return .go
    }

    func body(_ octets: borrowing RawSpan) -> Flow {
        octets.withUnsafeBytes { header = Header($0) }
        return .go
    }

    func end(_ number: UInt32, failure: Octets, sha256: UnsafeRawPointer?) -> Flow {
        let octets = octets(of: number)
        if !failure.isEmpty {
            refused += 1
            tally.add(nil, octets: octets)
        } else {
            switch grouping {
            case .sender:
                let sender = HeaderKey.sender(header)
                tally.add(sender?.key, name: sender?.name ?? "", octets: octets)
            case .domain: tally.add(HeaderKey.domain(header), octets: octets)
            case .month: tally.add(HeaderKey.month(header), octets: octets)
            case .size: tally.add(SizeClass.name(of: octets), octets: octets)
            }
        }
        done += 1
        call.progress(done, of: selection.count, octets: 0)
        isStopped = call.cancelled
        return isStopped ? .stop : .go
    }

    private func octets(of number: UInt32) -> Int64 {
        guard cursor < selection.count, selection[cursor].number == number else { return octetsByNumber[number] ?? 0 }
        defer { cursor += 1 }
        return selection[cursor].octets ?? 0
    }
}
