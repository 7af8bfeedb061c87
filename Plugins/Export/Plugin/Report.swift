import ExportCore
import MartletPlugin

/// The account of a run, in words and cells.
struct Report {
    let stored: Int
    let octets: Int64
    let already: Int
    let differing: Int
    let refused: Int
    let total: Int
    let folder: String

    private var done: Int { stored + already }

    /// The summary, whatever the end was.
    func tell(_ call: Call, complete: Bool) {
        let line =
            complete
            ? "exported \(stored) \(stored == 1 ? "message" : "messages") (\(Self.size(octets))) to \(folder); \(already) already there"
            : "stopped: \(done) of \(total) exported; the same line goes on from there"
        call.summary(
            line,
            [
                (Column("exported", .integer), .integer(Int64(stored))),
                (Column("octets", .octets), .integer(octets)),
                (Column("already", .integer), .integer(Int64(already))),
                (Column("failed", .integer), .integer(Int64(differing + refused))),
                (Column("folder"), .text(folder)),
            ])
    }

    func fail(_ call: Call, _ failure: StoreFailure) -> CommandExit {
        let kept = "all \(done) are complete"
        guard case .system(let error) = failure else {
            return call.fail(.exitIO, "the ledger cannot be written", kept: kept, hint: "the same line again: it resumes")
        }
        if error.isNoSpace {
            return call.fail(
                .exitIO, "no space left in \(folder) after \(done) of \(total) messages; \(kept)",
                hint: "free space, run the same line again: it resumes")
        }
        return call.fail(
            .exitIO, "cannot \(error.action) in \(folder): \(error.reason), after \(done) of \(total) messages; \(kept)",
            hint: "look at the disk, run the same line again: it resumes")
    }

    func failDiffering(_ call: Call, _ first: String) -> CommandExit {
        let place = folder.hasSuffix("/") ? folder + first : "\(folder)/\(first)"
        let others = differing > 1 ? "; so do \(differing - 1) others" : ""
        return call.fail(.exitCannotCreate, "\(place) exists and differs\(others)", hint: "export … --rename")
    }

    func failRefused(_ call: Call, first: String) -> CommandExit {
        call.fail(
            .exitUnavailable, "\(refused) \(refused == 1 ? "message was" : "messages were") refused by the server (\(first))",
            kept: "the others are stored", hint: "the same line again: it asks for these alone")
    }

    /// "4.4 MB", decimal, one digit behind the point.
    static func size(_ octets: Int64) -> String {
        guard octets >= 1000 else { return "\(octets) octets" }
        var unit: Int64 = 1000
        for name in ["kB", "MB", "GB", "TB"] {
            let tenths = (octets * 10 + unit / 2) / unit
            if tenths < 10_000 || name == "TB" { return "\(tenths / 10).\(tenths % 10) \(name)" }
            unit *= 1000
        }
        return ""
    }
}
