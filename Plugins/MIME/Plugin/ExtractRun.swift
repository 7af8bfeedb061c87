import MIMECore
import MartletPlugin
import PluginSystem

/// One run of `extract`: where pieces go, and what became of them.
final class ExtractRun {
    private let call: Call
    private let filter: PieceFilter
    private let path: String
    /// nil: to stdout.
    private let folder: OutputFolder?
    private var written = 0
    private var alreadyThere = 0

    init(_ call: Call, folder path: String, _ filter: PieceFilter) throws(CommandExit) {
        (self.call, self.filter, self.path) = (call, filter, path)
        guard path != "-" else {
            folder = nil
            return
        }
        do throws(SystemError) { folder = try OutputFolder(path) } catch { throw Self.failure(call, error, path) }
        if call.wantsEvents { call.rows(Self.columns) }
    }

    func take(_ message: Message, _ spooled: SpooledMessage) throws(CommandExit) {
        for piece in spooled.message.pieces where filter.isEmpty ? piece.isFile : filter.matches(piece) {
            do throws(SystemError) { try take(piece, of: message, spooled) } catch { throw Self.failure(call, error, path) }
        }
    }

    private func take(_ piece: MailPiece, of message: Message, _ spooled: SpooledMessage) throws(SystemError) {
        guard let folder else {
            try spooled.forEachOctets(of: piece) { (octets) throws(SystemError) in call.octets(octets) }
            written += 1
            return
        }
        var count: Int64 = 0
        let outcome = try folder.write(piece.fileName) { (write) throws(SystemError) in
            try spooled.forEachOctets(of: piece) { (octets) throws(SystemError) in
                try write(octets)
                count += Int64(octets.count)
            }
        }
        if outcome.isNew { written += 1 } else { alreadyThere += 1 }
        if call.wantsEvents {
            call.row([
                .integer(Int64(message.number)), .text(piece.path), .text(piece.mediaType), .integer(count), .text(outcome.name),
                .bool(outcome.isNew),
            ])
        }
    }

    func finish(_ messages: Int) throws(CommandExit) {
        guard messages > 0 else { return }
        guard written + alreadyThere > 0 else {
            // Nothing on a pipe looks like an empty part.
            if folder == nil, filter.namesPart {
                throw call.fail(
                    .exitUsage, "no such part in \(messages == 1 ? "it" : "them")", hint: "parts \(call.argument(0).string)")
            }
            return call.note("no such part in \(messages == 1 ? "it" : "them") (\"parts\" lists what there is)")
        }
        guard folder != nil else { return }
        let there = alreadyThere > 0 ? "; \(alreadyThere) already there" : ""
        call.note("extracted \(written == 1 ? "1 file" : "\(written) files") to \(path)\(there)")
    }

    private static let columns = [
        Column("#", .integer), Column("part"), Column("type"), Column("octets", .octets), Column("file"),
        Column("written", .bool),
    ]

    private static func failure(_ call: Call, _ error: SystemError, _ path: String) -> CommandExit {
        call.fail(
            error.isNoSpace ? .exitIO : .exitCannotCreate, "cannot \(error.action) in \(path): \(error.reason)",
            kept: "every file that has its name is whole",
            hint: error.isNoSpace ? "free space, then the same line again" : "another folder, or mend its permissions")
    }
}
