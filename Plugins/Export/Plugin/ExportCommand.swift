import ExportCore
import MartletPlugin

/// `export SELECTION DIR`: every message where it should be, exactly as received, resumable at any point.
struct ExportCommand: Command {
    static let declaration = CommandDeclaration(
        "export", arguments: "SELECTION DIR", summary: "store messages as .eml files",
        details: """
            export all ~/mail/in                 every message; again: only what is missing
            export new from:anna ~/mail/anna     a space narrows the selection, the folder comes last
            export all ~/mail/in --keep 30d      and delete on the server what was stored 30 days ago
            export all - > mail.tar              one archive to stdout; --format zip for the other
            export all - --pipe 'rspamc -h srv'  each message to a command
            export all ~/mail/in --dry-run       what would be fetched, skipped and deleted
            export --verify ~/mail/in            hash every file again, without a server

            Each file holds exactly the octets received and is named after the unique-id of its message.
            A message has its name only when it is whole and on the disk. Stopped or killed, the same
            line goes on from there. manifest.jsonl in the folder lists number, account, unique-id, octets,
            SHA-256 and file of each. Nothing is deleted on the server that is not stored durably, recorded
            in the ledger and, where an earlier run stored it, still whole here and with the same header there.
            """,
        options: [
            .init("delete", "delete on the server what is stored"),
            .init("keep", value: "TIME", "delete on the server what was stored that long ago: 30d, 12h"),
            .init("max-size", value: "SIZE", "leave larger messages on the server and fail in the end: 10M"),
            .init("skip-larger", "with --max-size: leaving them is no failure"),
            .init("limit", value: "N", "fetch at most N messages in this run"),
            .init("newest-first", "begin with the last message"),
            .init("dry-run", "show what would be fetched, skipped and deleted, and do nothing"),
            .init("adopt", "store no second copy of a message that came under another unique-id"),
            .init("name", value: "TEMPLATE", "names like '{n:06}-{date}-{from}-{subject}'; {uid} where it is not given"),
            .init("index", "write index.html, a page with a sortable table of the folder"),
            .init("format", value: "FORMAT", "eml (a file each), maildir, mbox; with - for DIR tar or zip"),
            .init("pipe", value: "COMMAND", "with - for DIR: hand each message to this command; exit code 0 is stored"),
            .init("no-hash", "no SHA-256 in the manifest"),
            .init("no-sync", "do not wait for the disk: a power cut may cost messages"),
            .init("rename", "store under NAME-2.eml where a different file has the name"),
            .init("verify", value: "DIR", "hash the files of DIR again and compare them with its manifest, without a server"),
        ],
        count: 2...4096, offlineOption: "verify")

    func run(_ call: Call) throws(CommandExit) {
        if let folder = call.option("verify") { return try FolderVerification(call, folder).run() }
        let last = call.argumentCount - 1
        let path = call.argument(last)
        let options = try ExportOptions(call, isStream: path.string == "-")
        let selection = try call.select(call.expression(first: last))
        try ExportJob(call, options, selection, try Self.destination(call, options, path)).run()
    }

    private static func destination(_ call: Call, _ options: ExportOptions, _ path: Octets) throws(CommandExit) -> any Destination
    {
        if let command = options.pipe { return PipeDestination(command) }
        switch options.format {
        case .eml, .maildir: return try FolderDestination(call, options, path: path)
        case .mbox: return try MboxDestination(call, options, path: path)
        case .tar, .zip: return try ArchiveDestination(call, options)
        }
    }
}
