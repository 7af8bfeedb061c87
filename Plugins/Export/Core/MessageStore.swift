import PluginSystem

/// Where whole messages go. One conformance a format: files of their own (``Batch``), an mbox, an archive, a command.
///
/// Octets come as they arrive, `finish` when the terminator was seen, `discard` when it was not. Nothing of a message counts as
/// stored before `commit` has returned: then it is as durable as the format can make it, and the log has heard of it.
public protocol MessageStore: AnyObject {
    /// What has become of the messages, committed ones only.
    var outcome: StoreOutcome { get }
    /// Octets of the message being written.
    var openOctets: Int64 { get }
    /// Appends to the message being written, opening it at its first octets.
    func write(_ octets: UnsafeRawBufferPointer) throws(StoreFailure)
    /// The message being written is whole; it may be committed now or with others.
    func finish(_ message: WholeMessage) throws(StoreFailure)
    /// Throws the message being written away.
    func discard()
    /// Makes every whole message count. To be called before any return, whatever the reason.
    func commit() throws(StoreFailure)
}

/// A message whose terminator was seen. Its pointers live for the call.
public struct WholeMessage {
    public var number: UInt32
    /// nil where the unique-id identifies nothing.
    public var uniqueID: UnsafeRawBufferPointer?
    /// Octets as LIST gave them; -1: not known.
    public var listed: Int64 = -1
    /// 32 octets; nil where nobody asked for a hash.
    public var sha256: UnsafeRawPointer?
    /// The name of a file in the folder that is said to have the same content, under whatever unique-id it came.
    public var twin: UnsafeRawBufferPointer?

    public init(number: UInt32, uniqueID: UnsafeRawBufferPointer?, sha256: UnsafeRawPointer?) {
        (self.number, self.uniqueID, self.sha256) = (number, uniqueID, sha256)
    }
}

/// The ledger, seen from a store. It hears of every message that is stored; what identifies nothing it need not keep.
public protocol StoredLog: AnyObject {
    /// - Parameters:
    ///   - file: where the message is within the store: a file name, an entry's name, or empty.
    ///   - isNew: false where the very octets were there.
    /// - Returns: false when it could not, and has said so.
    func record(number: UInt32, octets: Int64, sha256: UnsafeRawPointer?, file: UnsafeRawBufferPointer, isNew: Bool) -> Bool
    func commit() -> Bool
}

/// What has become of the messages, committed ones only.
public struct StoreOutcome: Equatable, Sendable {
    public var stored = 0
    public var storedOctets: Int64 = 0
    /// The very file was there.
    public var adopted = 0
    /// A different file has the name.
    public var differing = 0
    public var firstDiffering: String?

    public init() {}
}

public enum StoreFailure: Error, Equatable {
    case system(SystemError)
    /// The ledger has said why.
    case ledger
    /// The place is not as it would have to be: locked by others, or holding what we must not touch. A sentence without full stop, and
    /// what to do about it.
    case refused(_ text: String, hint: String)
}

extension StoreFailure {
    /// A system call's failure as a store's.
    @inline(__always)
    @discardableResult
    static func wrapping<Value>(_ body: () throws(SystemError) -> Value) throws(StoreFailure) -> Value {
        do { return try body() } catch { throw .system(error) }
    }
}
