import ExportCore
import MartletPlugin

/// What looks at files of their own cannot look into an mbox: said, with what the user can do in its place.
struct MboxRefusal {
    /// The end of "it is an mbox: …".
    let why: String
    /// What to put behind `export all FILE --format mbox`.
    let hint: String

    /// For what compares and changes nothing.
    static func compares(_ command: String) -> MboxRefusal {
        MboxRefusal(
            why: "\(command) compares files of their own",
            hint: " --dry-run  (says what is known to be in it, and what would be fetched)")
    }

    static let rebuilds = MboxRefusal(
        why: "ledger rebuild reads files of their own",
        hint: "  (fetches the messages, finds those that are in it, and records them)")

    func check(_ call: Call, _ path: [UInt8]) throws(CommandExit) {
        guard let mbox = Mbox.path(at: path) else { return }
        throw call.fail(.exitUsage, "\(mbox) is an mbox: \(why)", hint: "export all \(mbox) --format mbox\(hint)")
    }
}
