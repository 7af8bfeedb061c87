import ExportCore
import MartletPlugin

/// What leaves the server under `--delete` and `--keep`: what this run stored, and what earlier ones did, the latter only when it is
/// still there, octet for octet, and the server's header is that of what is stored. A unique-id is a server's promise, and servers have
/// broken it (FIELD: D3); a file is its owner's, and disks have lost some.
struct Removal {
    private let call: Call
    private let destination: any Destination
    private let plan: Plan
    private let ledger: Ledger
    private let limit: Int?

    /// - Parameter limit: most messages that are fetched.
    init(_ call: Call, _ destination: any Destination, _ plan: Plan, _ ledger: Ledger, limit: Int?) {
        (self.call, self.destination, self.plan, self.ledger, self.limit) = (call, destination, plan, ledger, limit)
    }

    /// Numbers of messages stored earlier that may go, and that are durable now. Those that are something else now, or cannot be
    /// compared, are planned to be fetched: stored again, or found to be the same, they may go as well.
    /// - Throws: when the connection or the ledger is lost, or the disk fails; it has been said.
    func proven() throws(CommandExit) -> [UInt32] {
        var proven: [UInt32] = []
        guard let header = call.makeDigest(), let content = call.makeDigest() else { throw CommandExit(call.failCode) }
        for start in stride(from: 0, to: plan.due.count, by: HeaderCheck.most) {
            let due = plan.due[start..<min(start + HeaderCheck.most, plan.due.count)]
            let numbers = due.map { plan.selection[Int($0)].number }
            guard let answers = HeaderCheck.ask(call, numbers) else { throw CommandExit(call.failCode) }
            var files: [String] = []
            for (index, number) in zip(due, numbers) {
                if case .record(let record) = ledger.find(number), isProven(record, answers[number], header, content) {
                    proven.append(number)
                    files.append(record.file.string)
                } else {
                    plan.wantAgain(Int(index), limit: limit)
                }
            }
            if !files.isEmpty { try destination.makeDurable(files) }
        }
        return proven
    }

    private func isProven(_ record: LedgerRecord, _ answer: HeaderCheck.Answer?, _ header: Digest, _ content: Digest) -> Bool {
        let recorded = record.header.map { Array(UnsafeRawBufferPointer(start: $0, count: 32)) }
        guard destination.isReadable else {
            // Handed to a command, which would get it twice: where nothing can be compared, the ledger's word counts.
            guard case .hash(let now) = answer, let recorded else { return true }
            return recorded == now
        }
        guard case .hash(let now) = answer, recorded ?? now == now else { return false }
        let hash = record.sha256.map { Array(UnsafeRawBufferPointer(start: $0, count: 32)) }
        var block = StoredHeader()
        if hash != nil { content.begin() }
        // The record's texts are lent until the ledger is asked again; nothing here asks it.
        let isWhole = destination.read(record.file.string, octets: record.octets) { piece in
            block.feed(piece)
            if hash != nil { content.add(piece) }
        }
        guard isWhole, hash == nil || content.end() == hash, let octets = block.block else { return false }
        header.begin()
        octets.withUnsafeBytes { header.add($0) }
        return header.end() == now
    }
}
