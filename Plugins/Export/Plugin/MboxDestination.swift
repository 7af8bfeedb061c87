import ExportCore
import MartletPlugin

/// An mbox file, appended to under its locks.
final class MboxDestination: Destination {
    let shown: String
    private let call: Call
    private let options: ExportOptions
    private let mbox: Mbox
    private let octetsBefore: Int64

    var ledgerStore: String? { mbox.folder.store }
    var freeOctets: Int64? { mbox.folder.freeOctets / 2 }  // each message is written twice: batch, then mbox

    init(_ call: Call, _ options: ExportOptions, path: Octets) throws(CommandExit) {
        (self.call, self.options, shown) = (call, options, path.string)
        do throws(StoreFailure) {
            mbox = try Mbox(path: path.raw, account: call.account, durable: options.isDurable, onlyLooks: options.isDryRun) {
                call.makeStoreName()
            }
            octetsBefore = try mbox.size()
        } catch { throw FolderDestination.refuse(call, error, path.string) }
    }

    func has(_ file: Octets) -> Bool { Mbox.holds(file.raw, inOctets: octetsBefore) }

    func makeStore(_ log: any StoredLog, count: Int) throws(CommandExit) -> any MessageStore {
        do throws(StoreFailure) { return try MboxStore(mbox, log: log, listsHash: options.hashes) } catch {
            throw FolderDestination.refuse(call, error, shown)
        }
    }
}
