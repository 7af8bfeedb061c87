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

    func has(_ record: LedgerRecord) -> Bool { Mbox.holds(record.file.raw, inOctets: octetsBefore) }

    var isReadable: Bool { true }

    func read(_ file: String, octets: Int64, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        mbox.read(file, octets: octets, body)
    }

    func makeDurable(_ files: [String]) throws(CommandExit) {
        do throws(StoreFailure) { try mbox.makeDurable() } catch { throw FolderDestination.refuse(call, error, shown) }
    }

    func makeStore(_ log: any StoredLog, count: Int) throws(CommandExit) -> any MessageStore {
        do throws(StoreFailure) { return try MboxStore(mbox, log: log, listsHash: options.hashes) } catch {
            throw FolderDestination.refuse(call, error, shown)
        }
    }
}
