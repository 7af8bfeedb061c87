import CPluginSystem
import PluginSystem

/// Every message to a command: `/bin/sh -c COMMAND` with the message on its standard input, one run a message.
///
/// The message is spooled whole first: one that broke off must never look to the command like one that ended. Exit code 0 is the
/// command's word that it has the message; the ledger hears of it at once, so no later run gives it the message again. Any other end
/// is that message's failure: told in ``failed``, not recorded, and the next one comes. Standard output and error are ours. A command
/// that does not read to the end fails nothing: its input is a file, not a pipe.
///
/// The environment: `MARTLET_NUMBER`, `MARTLET_OCTETS`, `MARTLET_UID` (`[A-Za-z0-9._-]` as they are, others `%XX`) and
/// `MARTLET_SHA256`, the last two unset where they are not known.
public final class PipeStore: MessageStore {
    public private(set) var outcome = StoreOutcome()
    /// Messages that the command did not take.
    public private(set) var failed = 0
    /// Why the first of them failed: "message 12: the command ended with exit code 3".
    public private(set) var firstFailure: String?

    private let command: [CChar]
    private let log: any StoredLog
    private let spool: Spool
    private let settings = OctetBuffer(capacity: 512)

    /// - Parameter command: for the shell; what stands behind a NUL is lost.
    public init(_ command: String, log: any StoredLog, spool: Spool = Spool()) {
        (self.command, self.log, self.spool) = (Array(command.utf8CString), log, spool)
    }

    public var openOctets: Int64 { spool.count }

    public func write(_ octets: UnsafeRawBufferPointer) throws(StoreFailure) {
        do { try spool.append(octets) } catch { throw .system(error) }
    }

    public func finish(_ message: WholeMessage) throws(StoreFailure) {
        let octets = spool.count
        let code = try run(message)
        guard code == 0 else {
            failed += 1
            if firstFailure == nil { firstFailure = "message \(message.number): \(Self.reason(code))" }
            return
        }
        let noFile = UnsafeRawBufferPointer(start: nil, count: 0)
        guard
            log.record(number: message.number, octets: octets, sha256: message.sha256, file: noFile, isNew: true), log.commit()
        else { throw .ledger }
        outcome.stored += 1
        outcome.storedOctets += octets
    }

    public func discard() { spool.reset() }

    /// Does nothing: every message was committed when the command had it.
    public func commit() throws(StoreFailure) {}

    private func run(_ message: WholeMessage) throws(StoreFailure) -> Int32 {
        defer { spool.reset() }
        describe(message)
        do {
            let input = try spool.takeDescriptor()
            defer { plugin_close(input) }
            return try check(plugin_run(command, settings.name(at: 0), input), "run the command")
        } catch {
            throw .system(error)
        }
    }

    /// NUL-terminated settings, one behind the other, an empty one last.
    private func describe(_ message: WholeMessage) {
        settings.removeAll()
        settings.append("MARTLET_NUMBER=")
        settings.append(decimal: UInt64(message.number))
        settings.append("\0MARTLET_OCTETS=")
        settings.append(decimal: UInt64(spool.count))
        settings.append("\0MARTLET_UID")
        if let uniqueID = message.uniqueID {
            settings.append(UInt8(ascii: "="))
            FileNames.append(escaped: uniqueID, to: settings)
        }
        settings.append("\0MARTLET_SHA256")
        if let sha256 = message.sha256 {
            settings.append(UInt8(ascii: "="))
            settings.append(hex: UnsafeRawBufferPointer(start: sha256, count: 32))
        }
        settings.append("\0\0")
    }

    private static func reason(_ code: Int32) -> String {
        let signalled = Int32(PLUGIN_SIGNALLED)
        return code < signalled
            ? "the command ended with exit code \(code)" : "the command was killed by signal \(code - signalled)"
    }
}
