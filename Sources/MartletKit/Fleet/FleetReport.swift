/// The account of a run over many accounts: a line each, then one for all.
struct FleetReport {
    /// Accounts that the `try:` line names one by one.
    private static let namedInHint = 8

    /// In the order the accounts were chosen in.
    let results: [FleetResult]

    private var failed: [FleetResult] { results.filter { $0.code != 0 && $0.code != ExitCode.nothingNew.rawValue } }

    var code: Int32 { ExitCode.merged(results.map(\.code)) }

    /// Shows it on stderr: lines for people, or an object for each account; under `-q` only that something failed.
    func show(on console: Console) {
        let width = results.map(\.account.utf8.count).max() ?? 0
        for result in results where !console.isQuiet {
            if console.format == .json {
                console.sayObject(result.json)
            } else {
                let state = result.code == 0 ? "ok" : String(result.code)
                let message = result.message.map { "  " + $0 } ?? ""
                console.note(
                    DisplayWidth.fit(state, 4) + " "
                        + (message.isEmpty ? result.account : DisplayWidth.fit(result.account, width) + message))
            }
        }
        guard let failure else { return console.note("\(Self.accounts(results.count)): all ok") }
        console.fail(failure)
    }

    /// What failed altogether; nil where nothing did.
    var failure: Failure? {
        let failed = failed
        guard !failed.isEmpty else { return nil }
        let left = results.count - failed.count
        return Failure(
            ExitCode(rawValue: code) ?? .software, "accounts", "\(failed.count) of \(Self.accounts(results.count)) failed",
            kept: left == 0 ? nil : "\(left == 1 ? "the other is" : "the other \(left) are") done", hint: hint(failed))
    }

    /// The same line again only where that can help; else the next step of the first account that failed so.
    private func hint(_ failed: [FleetResult]) -> String {
        guard [ExitCode.tryLater.rawValue, ExitCode.interrupted.rawValue].contains(code) else {
            let cause = failed.first { $0.code == code }
            return cause?.hint ?? "help exit-codes"
        }
        let names = failed.prefix(Self.namedInHint).map { "--account \($0.account)" }.joined(separator: " ")
        let isShort = failed.count <= Self.namedInHint && failed.count < results.count
        return isShort ? "the same line with \(names)" : "the same line again"
    }

    static func accounts(_ count: Int) -> String { count == 1 ? "1 account" : "\(count) accounts" }
}
