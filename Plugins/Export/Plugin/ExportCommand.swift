import ExportCore
import MartletPlugin

/// `export SELECTION DIR`: one file per message, exactly the octets received, resumable at any point.
struct ExportCommand: Command {
    static let declaration = CommandDeclaration(
        "export", arguments: "SELECTION DIR", summary: "store messages as .eml files",
        details: """
            export all ~/mail/in                 every message; again: only what is missing
            export new from:anna ~/mail/anna     a space narrows the selection, the folder comes last
            export 1-100 /mnt/usb/mail --no-sync

            Each file holds exactly the octets received and is named after the unique-id of its message.
            A message has its name only when it is whole and on the disk. Stopped or killed, the same
            line goes on from there. manifest.jsonl in the folder lists number, unique-id, octets,
            SHA-256 and file of each.
            """,
        options: [
            .init("no-hash", "no SHA-256 in the manifest"),
            .init("no-sync", "do not wait for the disk: a power cut may cost messages"),
            .init("rename", "store under NAME-2.eml where a different file has the name"),
        ],
        count: 2...4096)

    func run(_ call: Call) throws(CommandExit) {
        let last = call.argumentCount - 1
        let selection = try call.select(call.expression(first: last))
        let run = try ExportRun(call, selection, path: call.argument(last))
        let wanted = try run.plan()
        try run.finish(fetchCode: wanted.isEmpty ? 0 : call.fetch(wanted, hashes: run.hashes ? .message : [], into: run))
    }
}
