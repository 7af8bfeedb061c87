import ExportCore
import MartletPlugin
import PluginSystem

/// `export --verify DIR`: every line of the manifest against its file: there, of that size, with that SHA-256. Changes nothing.
struct FolderVerification {
    private let call: Call
    private let shown: String

    init(_ call: Call, _ path: String) { (self.call, shown) = (call, path) }

    func run() throws(CommandExit) {
        try MboxRefusal.compares("--verify").check(call, Array(shown.utf8))
        do throws(SystemError) { try verify() } catch {
            throw call.fail(
                .exitCannotCreate, "cannot \(error.action) in \(shown): \(error.reason)", hint: "the folder of an export")
        }
        if call.failCode != 0 { throw CommandExit(call.failCode) }
    }

    private func verify() throws(SystemError) {
        let folder = try FinishedFolder(path: shown)
        guard let digest = call.makeDigest() else { return }
        call.rows([Column("file"), Column("problem", width: 24)])
        var (checked, unhashed) = (0, 0)
        // A file that a killed run listed twice: its later line counts.
        var wrong: [String: String] = [:]
        var octets: Int64 = 0
        let lines = folder.manifestLines()
        while let line = try lines.next() {
            guard let entry = ManifestEntry(line) else { continue }
            checked += 1
            let found = folder.hash(entry.file, begin: digest.begin, add: digest.add, end: digest.end)
            let problem: String? =
                switch found {
                case nil: "missing or unreadable"
                case let found? where found.octets != entry.octets: "\(found.octets) octets, not \(entry.octets)"
                case let found? where entry.sha256 != nil && found.sha256 != entry.sha256: "another SHA-256"
                default: nil
                }
            if entry.sha256 == nil { unhashed += 1 }
            octets += found?.octets ?? 0
            if wrong.isEmpty, problem == nil { /* the usual case */  } else { wrong[entry.file] = problem }
            if call.cancelled { break }
        }
        for (file, problem) in wrong.sorted(by: { $0.key < $1.key }) { call.row([.text(file), .text(problem)]) }
        var line =
            "\(Report.messages(checked)) (\(Report.size(octets))) compared with the manifest of \(shown): \(wrong.count) wrong"
        if unhashed > 0 { line += "; \(unhashed) by size alone, exported with --no-hash" }
        call.summary(
            line,
            [
                (Column("checked", .integer), .integer(Int64(checked))), (Column("octets", .octets), .integer(octets)),
                (Column("wrong", .integer), .integer(Int64(wrong.count))),
                (Column("unhashed", .integer), .integer(Int64(unhashed))),
                (Column("folder"), .text(shown)),
            ])
        if !wrong.isEmpty {
            call.fail(
                .exitData, "\(Report.messages(wrong.count)) of \(shown) \(wrong.count == 1 ? "is" : "are") not what was exported",
                hint: "remove them and run the export again: it fetches what is missing")
        }
    }
}
