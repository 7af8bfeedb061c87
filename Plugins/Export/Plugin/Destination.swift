import ExportCore
import MartletPlugin

/// Where the messages of a run go, and what of them is there already.
protocol Destination: AnyObject {
    /// As the user wrote it, for people.
    var shown: String { get }
    /// By what the ledger knows it; nil: nothing that goes there is known to be stored. Empty: nothing is yet, and this run only looks.
    var ledgerStore: String? { get }
    /// Whether the same line goes on where a run ended; else it begins anew.
    var resumes: Bool { get }
    /// Octets that still fit; nil where nobody knows.
    var freeOctets: Int64? { get }
    /// Whether messages there are hashed although nobody asked for it, because names are made of it.
    var needsHash: Bool { get }

    /// Learns what is there. To be called once, before ``has(_:)``.
    func prepare(_ ledger: Ledger?) throws(CommandExit)
    /// What is known to be stored there, once ``prepare(_:)`` was called.
    func records(_ ledger: Ledger?) -> (any StoredRecords)?
    /// Whether a message that the ledger has is still there, as far as names and the manifest tell.
    func has(_ record: LedgerRecord) -> Bool
    /// The name of a file that was named after this content (32 octets), where it is there.
    func file(named sha256: UnsafeRawPointer) -> UnsafeRawBufferPointer?
    /// Whether what is stored can be read back.
    var isReadable: Bool { get }
    /// Hands out a stored message in pieces, as it was received; false where it is not there whole.
    func read(_ file: String, octets: Int64, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool
    /// Makes messages durable that were stored by earlier runs, or copied here by others.
    func makeDurable(_ files: [String]) throws(CommandExit)
    /// - Parameter count: most messages that will come.
    func makeStore(_ log: any StoredLog, count: Int) throws(CommandExit) -> any MessageStore
    /// Whether ``messageBegins()`` and ``messageContinues(_:)`` are to be called: for names made of the header.
    var watches: Bool { get }
    func messageBegins()
    func messageContinues(_ octets: UnsafeRawBufferPointer)
    /// Messages that were whole and that the place did not take, and why the first of them.
    var notTaken: (count: Int, first: String)? { get }
    /// Everything is committed.
    func end() throws(CommandExit)
}

extension Destination {
    var resumes: Bool { true }
    var freeOctets: Int64? { nil }
    var needsHash: Bool { false }
    var watches: Bool { false }
    var notTaken: (count: Int, first: String)? { nil }
    func prepare(_ ledger: Ledger?) throws(CommandExit) {}
    func records(_ ledger: Ledger?) -> (any StoredRecords)? { ledger }
    func has(_ record: LedgerRecord) -> Bool { true }
    func file(named sha256: UnsafeRawPointer) -> UnsafeRawBufferPointer? { nil }
    var isReadable: Bool { false }
    func read(_ file: String, octets: Int64, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool { false }
    func makeDurable(_ files: [String]) throws(CommandExit) {}
    func messageBegins() {}
    func messageContinues(_ octets: UnsafeRawBufferPointer) {}
    func end() throws(CommandExit) {}
}
