import MartletPlugin
import PluginSystem
import StatsCore

/// What was asked for.
struct StatsOptions {
    let grouping: Grouping
    /// Groups shown by name; nil: unless told.
    let limit: Int?
    let svg: String?

    /// What `--svg` calls it.
    static let stdout = "-"

    init(_ call: Call) throws(CommandExit) {
        let by = call.option("by") ?? Grouping.sender.rawValue
        guard let grouping = Grouping(rawValue: by) else {
            throw call.fail(.exitUsage, "there is no grouping \"\(by)\"", hint: "--by sender, domain, month or size")
        }
        self.grouping = grouping
        limit = call.option("limit").flatMap(Int.init)
        if let text = call.option("limit"), limit.map({ $0 < 1 }) ?? true {
            throw call.fail(.exitUsage, "--limit \(text) is no number of groups", hint: "--limit 20")
        }
        svg = call.option("svg")
        if svg == Self.stdout, call.wantsEvents {
            throw call.fail(
                .exitUsage, "--svg - and --json at once: a picture is no JSON", hint: "--svg with a file, or without --json")
        }
        if let svg, svg != Self.stdout, NewFile.isTaken(svg) { throw Self.taken(call, svg) }
    }

    /// Over many accounts the second would find the first one's file.
    static func taken(_ call: Call, _ path: String) -> CommandExit {
        call.fail(
            .exitCannotCreate, "\(path) is there already and stays as it is",
            hint: "another name; over several accounts one with {account} in it")
    }
}
