import ExportCore
import MartletPlugin

/// What leaves the server under `--delete` and `--keep`: what this run stored, and what earlier ones did, the latter only when the
/// server's header is that of what is stored. A unique-id is a server's promise, and servers have broken it (FIELD: D3).
struct Removal {
    private let call: Call
    private let destination: any Destination
    private let plan: Plan
    private let ledger: Ledger

    init(_ call: Call, _ destination: any Destination, _ plan: Plan, _ ledger: Ledger) {
        (self.call, self.destination, self.plan, self.ledger) = (call, destination, plan, ledger)
    }

    /// Numbers of messages stored earlier that may go. Those that are something else now, or cannot be compared, are planned to be
    /// fetched: stored again, or found to be the same, they may go as well.
    /// - Throws: when the connection or the ledger is lost; the host has said so.
    func proven() throws(CommandExit) -> [UInt32] {
        let numbers = plan.due.map { plan.selection[Int($0)].number }
        guard let answers = HeaderCheck.ask(call, numbers) else { throw CommandExit(call.failCode) }
        var proven: [UInt32] = []
        let digest = call.makeDigest()
        for (index, number) in zip(plan.due, numbers) {
            guard case .hash(let now) = answers[number], case .record(let record) = ledger.find(number) else {
                plan.wantAgain(Int(index))
                continue
            }
            if stored(record, digest) == now { proven.append(number) } else { plan.wantAgain(Int(index)) }
        }
        return proven
    }

    /// The hash of the header that is stored: the ledger's, or that of the file.
    private func stored(_ record: LedgerRecord, _ digest: Digest?) -> [UInt8]? {
        if let header = record.header { return Array(UnsafeRawBufferPointer(start: header, count: 32)) }
        guard let digest, let header = destination.header(of: record.file.string) else { return nil }
        digest.begin()
        header.withUnsafeBytes { digest.add($0) }
        return digest.end()
    }
}
