import ExportCore
import MartletPlugin
import PluginSystem

/// What the options of one `export` ask for, checked.
struct ExportOptions {
    enum Format: String, CaseIterable { case eml, maildir, mbox, tar, zip }

    var format = Format.eml
    /// A command each message is handed to, in place of a folder.
    var pipe: String?
    var hashes = true
    var isDurable = true
    var renames = false
    var adopts = false
    var nameTemplate: FileNameTemplate?
    var makesIndex = false

    /// Delete on the server what is stored; nil: nothing. The value: how long a message must have been stored, in seconds.
    var removesAfter: Int64?
    /// Octets; a larger message stays on the server.
    var largest: Int64?
    /// Whether larger messages are left without a word of failure.
    var skipsLarger = false
    /// Most messages fetched in this run.
    var limit: Int?
    var newestFirst = false
    var isDryRun = false

    init(_ call: Call, isStream: Bool) throws(CommandExit) {
        hashes = !call.flag("no-hash")
        isDurable = !call.flag("no-sync")
        renames = call.flag("rename")
        adopts = call.flag("adopt")
        if let text = call.option("name") {
            do throws(TemplateError) { nameTemplate = try FileNameTemplate(text) } catch {
                throw call.fail(.exitUsage, error.text, hint: error.hint)
            }
        }
        makesIndex = call.flag("index")
        skipsLarger = call.flag("skip-larger")
        newestFirst = call.flag("newest-first")
        isDryRun = call.flag("dry-run")
        pipe = call.option("pipe")
        if let word = call.option("format") {
            guard let known = Format(rawValue: word) else {
                throw call.fail(.exitUsage, "no format \"\(word)\"", hint: "--format eml, maildir, mbox, tar or zip")
            }
            format = known
        } else if isStream {
            format = .tar
        }
        if let text = call.option("max-size") { largest = try Self.size(text, call) }
        if let text = call.option("limit") {
            guard let count = Int(text), count > 0 else {
                throw call.fail(.exitUsage, "--limit wants a number from 1", hint: "--limit 100")
            }
            limit = count
        }
        if call.flag("delete") { removesAfter = 0 }
        if let text = call.option("keep") { removesAfter = try Self.seconds(text, call) }
        try check(call, isStream: isStream)
    }

    /// What does not go together is refused before anything happens.
    private func check(_ call: Call, isStream: Bool) throws(CommandExit) {
        let isArchive = format == .tar || format == .zip
        guard isStream == isArchive || pipe != nil else {
            throw call.fail(
                .exitUsage, isStream ? "--format \(format.rawValue) cannot go to stdout" : "a \(format.rawValue) goes to stdout",
                hint: isStream ? "leave --format out" : "export all - --format \(format.rawValue) > mail.\(format.rawValue)")
        }
        if removesAfter != nil, isStream, pipe == nil {
            throw call.fail(
                .exitUsage, "what is written to stdout is not known to be stored, so nothing can be deleted after it",
                hint: "export all DIR --delete")
        }
        if removesAfter != nil, !isDurable {
            throw call.fail(
                .exitUsage, "what may be lost in a power cut is not deleted on the server", hint: "leave --no-sync out")
        }
        if skipsLarger, largest == nil {
            throw call.fail(.exitUsage, "--skip-larger wants --max-size", hint: "--max-size 10M --skip-larger")
        }
        if adopts, !hashes {
            throw call.fail(.exitUsage, "--adopt compares by the hash that --no-hash leaves out", hint: "leave --no-hash out")
        }
        let isFiles = format == .eml && pipe == nil && !isStream
        if nameTemplate != nil, !isFiles, !isArchive || pipe != nil {
            throw call.fail(.exitUsage, "--name is for .eml files and archives", hint: "leave --name out")
        }
        if pipe != nil, !isStream {
            throw call.fail(.exitUsage, "--pipe takes the place of the folder", hint: "export all - --pipe COMMAND")
        }
        if makesIndex, !isFiles { throw call.fail(.exitUsage, "--index is for .eml files", hint: "leave --format out") }
        if adopts, !(isFiles || format == .maildir) {
            throw call.fail(.exitUsage, "--adopt is for files of their own", hint: "leave --adopt out")
        }
    }

    /// `500`, `20K`, `10M`, `2G`: powers of 1024, as in selections.
    static func size(_ text: String, _ call: Call) throws(CommandExit) -> Int64 {
        let units: [Character: Int64] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40]
        var digits = text.lowercased()[...]
        if digits.hasSuffix("b") { digits = digits.dropLast() }
        var unit: Int64 = 1
        if let last = digits.last, let known = units[last] { (unit, digits) = (known, digits.dropLast()) }
        guard let value = Int64(digits), value >= 0 else {
            throw call.fail(.exitUsage, "\"\(text)\" is not a size", hint: "--max-size 10M")
        }
        let (octets, overflow) = value.multipliedReportingOverflow(by: unit)
        return overflow ? .max : octets
    }

    /// `30d`, `12h`, `45m`, `2w`, `10s`; a bare number is days.
    static func seconds(_ text: String, _ call: Call) throws(CommandExit) -> Int64 {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        var digits = text.lowercased()[...]
        var unit: Int64 = 86_400
        if let last = digits.last, let known = units[last] { (unit, digits) = (known, digits.dropLast()) }
        guard let value = Int64(digits), value >= 0, value < 1 << 40 else {
            throw call.fail(.exitUsage, "\"\(text)\" is not a time", hint: "--keep 30d")
        }
        return value * unit
    }
}
