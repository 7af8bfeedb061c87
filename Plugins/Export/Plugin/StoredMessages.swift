import ExportCore
import MartletPlugin

/// What a store tells of the messages it has stored goes three ways: into the ledger, to a program as an event, and, under `--delete`, into
/// the list of what may leave the server.
final class StoredMessages: StoredLog {
    private let call: Call
    private let ledger: Ledger?
    private let events: Events?
    private let removal: Removes
    /// Header hashes of messages that are not stored yet, where the fetch computes them.
    private var headers: [UInt32: [UInt8]] = [:]
    private var waiting: [UInt32] = []
    /// Numbers of what is stored durably and recorded.
    private(set) var numbers: [UInt32] = []

    /// Which of the messages that are stored may leave the server at once.
    enum Removes {
        case none, all
        /// Those that were stored long enough ago, were fetched only to be compared, and were found the same.
        case same(Set<UInt32>)
    }

    init(_ call: Call, _ ledger: Ledger?, _ events: Events?, _ removal: Removes) {
        (self.call, self.ledger, self.events, self.removal) = (call, ledger, events, removal)
    }

    func keep(header: UnsafeRawPointer, of number: UInt32) {
        headers[number] = Array(UnsafeRawBufferPointer(start: header, count: 32))
    }

    func record(number: UInt32, octets: Int64, sha256: UnsafeRawPointer?, file: UnsafeRawBufferPointer, isNew: Bool) -> Bool {
        if let ledger {
            let header = headers.isEmpty ? nil : headers.removeValue(forKey: number)
            let isNoted =
                if let header {
                    header.withUnsafeBytes { header in
                        ledger.record(
                            number,
                            LedgerRecord(octets: octets, sha256: sha256, file: Octets(file), header: header.baseAddress))
                    }
                } else {
                    ledger.record(number, LedgerRecord(octets: octets, sha256: sha256, file: Octets(file)))
                }
            guard isNoted else { return false }
        }
        events?.stored(number, octets, sha256, file)
        switch removal {
        case .all: waiting.append(number)
        case .same(let compared) where !isNew && compared.contains(number): waiting.append(number)
        case .none, .same: break
        }
        return true
    }

    func commit() -> Bool {
        guard ledger?.commit() ?? true else { return false }
        numbers += waiting
        waiting.removeAll(keepingCapacity: true)
        events?.flush()
        return true
    }
}
