import ExportCore
import MartletPlugin

/// A command that takes each message on its standard input: what it took is recorded under its own words.
final class PipeDestination: Destination {
    let shown: String
    private let command: String
    private var store: PipeStore?

    var ledgerStore: String? { "pipe:" + command }
    var notTaken: (count: Int, first: String)? {
        store.flatMap { store in store.failed > 0 ? (store.failed, store.firstFailure ?? "") : nil }
    }

    init(_ command: String) { (self.command, shown) = (command, "the command") }

    func makeStore(_ log: any StoredLog, count: Int) -> any MessageStore {
        let made = PipeStore(command, log: log)
        store = made
        return made
    }
}
