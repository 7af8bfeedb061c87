import CPluginSystem
import PluginSystem

/// The two locks that mail programs agree on: fcntl on the mbox, then a file beside it named `FILE.lock`.
///
/// The lock file is a second name of a file of the store, so a run that is killed leaves no moment in which one cannot tell whose it
/// is. One that is ours was left by a dead run, since the store itself is locked by us, and is taken over; any other is waited for and
/// never removed. Where there are no second names the file itself says whose it is.
final class MboxLock {
    /// How long to wait unless told.
    static let patience: Duration = .seconds(30)
    /// From when on a lock file is taken for forgotten, in what we say about it. Others remove it then (Debian policy 11.6: 5 minutes).
    private static let staleSeconds: Int64 = 300
    private static let pauseMilliseconds: UInt32 = 100

    private let folder: Int32
    /// As the user wrote it, for people.
    private let path: String
    private let name: [CChar]
    private let store: ExportFolder
    private let patience: Duration
    /// In the store.
    private static let ownName = "lock"

    /// - Parameters:
    ///   - folder: the mbox's, a descriptor; stays the caller's.
    ///   - name: of the mbox in it.
    ///   - store: claimed.
    init(folder: Int32, path: String, name: [UInt8], store: ExportFolder, patience: Duration) {
        (self.folder, self.path, self.store, self.patience) = (folder, path, store, patience)
        self.name = (name + Array(".lock".utf8)).map { CChar(bitPattern: $0) } + [0]
    }

    /// Waits for both, and lets go of the first while it waits for the second.
    /// - Parameter mailbox: the mbox, a descriptor, the only one in this process.
    /// - Throws: ``StoreFailure/refused(_:hint:)`` when another program has it all the time.
    func acquire(_ mailbox: Int32) throws(StoreFailure) {
        let end = plugin_ticks() + patience.components.seconds * 1000
        while true {
            let blocker: String
            do {
                if try lockRecord(mailbox) {
                    if try makeFile() { return }
                    plugin_unlock_record(mailbox)
                    blocker = "\(path).lock"
                } else {
                    blocker = ""
                }
            } catch {
                plugin_unlock_record(mailbox)
                throw .system(error)
            }
            guard plugin_ticks() < end else { throw refusal(blocker) }
            plugin_pause(Self.pauseMilliseconds)
        }
    }

    func release(_ mailbox: Int32) {
        plugin_remove(folder, name)
        plugin_unlock_record(mailbox)
    }

    private func lockRecord(_ mailbox: Int32) throws(SystemError) -> Bool {
        let status = plugin_lock_record(mailbox)
        let error = SystemError(-status, "lock \(path)")
        guard status >= 0 || error.isLocked else { throw error }
        return status >= 0
    }

    private func makeFile() throws(SystemError) -> Bool {
        for _ in 0..<2 {
            let made = try linkFile() ?? createFile()
            let error = SystemError(-made, "make \(path).lock")
            if made >= 0 { return true }
            guard error.isExisting else { throw error }
            guard isOurs() else { return false }
            plugin_remove(folder, name)
        }
        return false
    }

    /// - Returns: 0, a negated errno value, or nil where there are no second names.
    private func linkFile() throws(SystemError) -> Int32? {
        var isNew: Int32 = 0
        let own = plugin_open_append(store.descriptor, Self.ownName, &isNew)
        guard own >= 0 else { return nil }
        defer { plugin_close(own) }
        // Its name is durable before it has a second one: a power cut must not leave that one alone.
        if isNew == 1 { try store.syncNames() }
        plugin_truncate(own, 0)
        write(to: own)
        let status = plugin_link(store.descriptor, Self.ownName, folder, name)
        return status == 0 || SystemError(-status, "").isExisting ? status : nil
    }

    private func createFile() -> Int32 {
        let made = plugin_create(folder, name)
        guard made >= 0 else { return made }
        write(to: made)
        plugin_close(made)
        return 0
    }

    /// Others look for a process id first. A disk too full for it makes a lock all the same.
    private func write(to descriptor: Int32) {
        var text = "\(plugin_process())\nmartlet \(store.store)\n"
        _ = text.withUTF8 { plugin_write(descriptor, $0.baseAddress, $0.count) }
    }

    private func isOurs() -> Bool {
        if plugin_is_linked(store.descriptor, Self.ownName, folder, name) == 1 { return true }
        let opened = plugin_open_reading(folder, name)
        guard opened >= 0 else { return false }
        defer { plugin_close(opened) }
        var octets = [UInt8](repeating: 0, count: 128)
        let got = plugin_read_at(opened, &octets, octets.count, 0)
        let lines = octets.prefix(Int(max(got, 0))).split(separator: UInt8(ascii: "\n"))
        return lines.count == 2 && lines[1].elementsEqual("martlet \(store.store)".utf8)
    }

    private func refusal(_ blocker: String) -> StoreFailure {
        guard !blocker.isEmpty else {
            return .refused("another program has locked \(path)", hint: "the same line when it is done")
        }
        let age = plugin_age(folder, name)
        guard age >= Self.staleSeconds else {
            return .refused("another program has locked \(path)", hint: "the same line when \(blocker) is gone")
        }
        return .refused(
            "\(path) is locked: \(blocker) has been there for \(age / 60) minutes",
            hint: "when no mail program is at work, remove \(blocker) and run the same line again")
    }
}
