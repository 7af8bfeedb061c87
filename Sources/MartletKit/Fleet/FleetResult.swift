/// How one account of several ended.
struct FleetResult: Equatable {
    let account: String
    let code: Int32
    /// The first line of its error, for people; nil where all is well.
    let message: String?
    /// What can be done about it, where its error says that.
    let hint: String?

    init(_ account: String, code: Int32, failure: Failure?) {
        self.account = account
        self.code = code
        hint = code == 0 ? nil : failure?.hint
        message = code == 0 ? nil : failure?.message ?? "exit code \(code)"
    }

    /// Stopped before it began.
    static func notStarted(_ account: String) -> FleetResult {
        FleetResult(
            account, code: ExitCode.interrupted.rawValue, failure: Failure(.interrupted, "interrupted", "not started"))
    }

    /// As JSON: `{"account":"anna","exit":0}`, a `message` where something failed.
    var json: String {
        var json = JSONText()
        json.object {
            $0.field("account", account)
            $0.field("exit", Int64(code))
            if let message { $0.field("message", message) }
        }
        return json.text
    }
}

extension ExitCode {
    /// From the most serious to the least: who was stopped, what is broken here, what the user has to mend, what the server lacks.
    /// 75 comes last, so that it is the answer only where every failure is one that goes away by itself.
    static let bySeriousness: [ExitCode] = [
        .interrupted, .software, .configuration, .usage, .io, .cannotCreate, .noPermission, .protocol, .unavailable, .noHost,
        .data,
        .tryLater,
    ]

    /// One exit code for many: 0 where all are well, else the most serious one. 1, which says that nothing is new, only where all do.
    static func merged(_ codes: [Int32]) -> Int32 {
        let failures = codes.filter { $0 != ok.rawValue && $0 != nothingNew.rawValue }
        guard let first = failures.first else {
            return codes.isEmpty || codes.contains(ok.rawValue) ? ok.rawValue : nothingNew.rawValue
        }
        // A code nobody knows is a bug somewhere.
        if failures.contains(where: { ExitCode(rawValue: $0) == nil }) { return software.rawValue }
        return bySeriousness.first { failures.contains($0.rawValue) }?.rawValue ?? first
    }
}
