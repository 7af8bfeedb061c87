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
        var proven: [UInt32] = []
        let digest = call.makeDigest()
        for start in stride(from: 0, to: plan.due.count, by: HeaderCheck.most) {
            let due = plan.due[start..<min(start + HeaderCheck.most, plan.due.count)]
            let numbers = due.map { plan.selection[Int($0)].number }
            guard let answers = HeaderCheck.ask(call, numbers) else { throw CommandExit(call.failCode) }
            for (index, number) in zip(due, numbers) {
                if isProven(number, answers[number], digest) { proven.append(number) } else { plan.wantAgain(Int(index)) }
            }
        }
        return proven
    }

    /// Whether what is stored is there whole, and the server's header is still its header.
    private func isProven(_ number: UInt32, _ answer: HeaderCheck.Answer?, _ digest: Digest?) -> Bool {
        guard case .hash(let now) = answer, case .record(let record) = ledger.find(number) else { return false }
        let file = record.file.string
        let octets = record.octets
        return stored(record, digest) == now && destination.isWhole(file, octets: octets)
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
