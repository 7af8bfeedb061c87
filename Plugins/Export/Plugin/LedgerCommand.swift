import ExportCore
import MartletPlugin
import PluginSystem

/// `ledger ACTION …`: what martlet remembers as stored, and how to mend or fill it.
struct LedgerCommand: Command {
    static let declaration = CommandDeclaration(
        "ledger", arguments: "ACTION ...", summary: "mend or fill the record of what is stored",
        details: """
            ledger verify DIR                compare the record with the manifest and the files of DIR
            ledger rebuild DIR               record again what DIR has, by its manifest: after a move to a new machine
            ledger mark-seen SELECTION       take messages for exported already: `new` leaves them out
            ledger import mpop FILE          likewise what mpop (uidls_file), getmail (oldmail-…) or fetchmail
                                             (.fetchids) fetched from this account

            All but mark-seen work without a connection when server and user are named.
            """,
        count: 2...4096, needsMaildrop: false)

    /// What was seen elsewhere belongs to this store: it is not new, but no export has it.
    private static let seen = "seen"

    func run(_ call: Call) throws(CommandExit) {
        switch (call.argument(0).string, call.argumentCount) {
        case ("verify", 2): try verify(call, call.argument(1))
        case ("rebuild", 2): try rebuild(call, call.argument(1))
        case ("mark-seen", _): try markSeen(call)
        case ("import", 3): try importState(call, call.argument(1).string, call.argument(2))
        default: throw call.fail(.exitUsage, "ledger knows verify, rebuild, mark-seen and import", hint: "help ledger")
        }
    }

    // MARK: folders

    /// Files and manifest of an export, as they are: nothing is made where none was, and nothing mended.
    private func looked(_ path: Octets) throws(SystemError) -> (ExportFolder, Manifest) {
        _ = try FinishedFolder(octets: Array(path.raw))
        let folder = try ExportFolder(lookingAt: path.raw)
        let manifest = try Manifest(folder)
        return (folder, manifest)
    }

    private func rebuild(_ call: Call, _ path: Octets) throws(CommandExit) {
        try MboxRefusal.rebuilds.check(call, Array(path.raw))
        let found: LedgerRebuild.Found
        do {
            let (folder, manifest) = try looked(path)
            // Keeps exports out, and gives the folder an id where it has none.
            let claimed = try ExportFolder(path: path.raw, durable: true, layout: folder.layout)
            try claimed.claim { call.makeStoreName() }
            defer { withExtendedLifetime(claimed) {} }
            found = try LedgerRebuild(call, folder, manifest).run(into: call.ledger(claimed.store))
        } catch { throw FolderDestination.refuse(call, error, path.string) }
        if call.failCode != 0 { throw CommandExit(call.failCode) }
        call.summary(
            "recorded \(Report.messages(found.noted)) of \(call.account) in \(path.string); \(found.missing) listed but not there, \(found.unidentified) of others or without a unique-id",
            [
                (Column("recorded", .integer), .integer(Int64(found.noted))),
                (Column("missing", .integer), .integer(Int64(found.missing))),
                (Column("unidentified", .integer), .integer(Int64(found.unidentified))), (Column("folder"), .text(path.string)),
            ])
    }

    private func verify(_ call: Call, _ path: Octets) throws(CommandExit) {
        try MboxRefusal.compares("ledger verify").check(call, Array(path.raw))
        let (folder, manifest): (ExportFolder, Manifest)
        do {
            (folder, manifest) = try looked(path)
            try manifest.learn()
        } catch { throw FolderDestination.refuse(call, error, path.string) }
        var (rows, unlisted, missing) = (0, 0, 0)
        call.rows([Column("file"), Column("problem", width: 28)])
        let isRead = call.ledger(folder.store).forEach { _, record in
            rows += 1
            let isThere = folder.size(of: record.file.string).map { record.octets < 0 || $0 == record.octets } ?? false
            if !isThere {
                missing += 1
                call.row([.text(record.file.string), .text("recorded, but not there whole")])
            } else if !manifest.lists(record.file.raw) {
                unlisted += 1
                call.row([.text(record.file.string), .text("not in the manifest")])
            }
            return !call.cancelled
        }
        guard isRead else { throw CommandExit(call.failCode) }
        call.summary(
            "\(rows) recorded for \(call.account) in \(path.string): \(missing) not there, \(unlisted) not in the manifest",
            [
                (Column("recorded", .integer), .integer(Int64(rows))), (Column("missing", .integer), .integer(Int64(missing))),
                (Column("unlisted", .integer), .integer(Int64(unlisted))), (Column("folder"), .text(path.string)),
            ])
        if missing + unlisted > 0 {
            let format = folder.layout == .maildir ? " --format maildir" : ""  // else every message would come into it once more
            throw call.fail(
                .exitData, "the record and \(path.string) do not agree about \(Report.messages(missing + unlisted))",
                hint: "export all \(path.string)\(format)  (fetches what is missing and lists the rest)")
        }
    }

    // MARK: seen elsewhere

    private func markSeen(_ call: Call) throws(CommandExit) {
        let selection = try call.select(call.expression(from: 1, first: call.argumentCount - 1))
        let ledger = call.ledger(Self.seen)
        let nowhere = Octets(UnsafeRawBufferPointer(start: nil, count: 0))
        var (marked, odd) = (0, 0)
        for index in 0..<selection.count {
            let message = selection[index]
            guard message.identity == .unique else {
                odd += 1
                continue
            }
            guard ledger.record(message.number, LedgerRecord(octets: -1, sha256: nil, file: nowhere)) else {
                throw CommandExit(call.failCode)
            }
            marked += 1
        }
        guard ledger.commit() else { throw CommandExit(call.failCode) }
        tell(call, marked, odd: odd, others: 0)
    }

    private func importState(_ call: Call, _ format: String, _ path: Octets) throws(CommandExit) {
        guard let known = ForeignState(rawValue: format) else {
            throw call.fail(
                .exitUsage, "no state file of \"\(format)\"", hint: "ledger import mpop FILE  (or getmail, fetchmail)")
        }
        let account = call.account
        if call.failCode != 0 { throw CommandExit(call.failCode) }
        guard let at = account.lastIndex(of: "@") else { throw CommandExit(.exitUsage) }
        let host = account[account.index(after: at)...].split(separator: ":").first.map(String.init) ?? ""
        let octets: [UInt8]
        do { octets = try WholeFile.read(path.raw) } catch {
            throw call.fail(.exitIO, "cannot read \(path.string): \(error.reason)", hint: "the path of \(format)'s state file")
        }
        let ledger = call.ledger(Self.seen)
        let nowhere = Octets(UnsafeRawBufferPointer(start: nil, count: 0))
        var (marked, failed) = (0, false)
        let (odd, others) = octets.withUnsafeBytes { octets in
            known.read(octets, user: String(account[..<at]), host: host) { uniqueID in
                let record = LedgerRecord(octets: -1, sha256: nil, file: nowhere)
                if !failed, !ledger.note(uniqueID: Octets(uniqueID), record) { failed = true }
                marked += 1
            }
        }
        guard !failed, ledger.commit() else { throw CommandExit(call.failCode) }
        if marked == 0, others > 0 {
            throw call.fail(
                .exitUsage, "\(path.string) knows other accounts, but not \(account)",
                hint: "name the server and user as that program did")
        }
        tell(call, marked, odd: odd, others: others)
    }

    private func tell(_ call: Call, _ marked: Int, odd: Int, others: Int) {
        call.summary(
            "\(Report.messages(marked)) of \(call.account) taken for exported; \(odd) not known by a unique-id, \(others) of other accounts",
            [
                (Column("seen", .integer), .integer(Int64(marked))), (Column("odd", .integer), .integer(Int64(odd))),
                (Column("others", .integer), .integer(Int64(others))),
            ])
    }
}
