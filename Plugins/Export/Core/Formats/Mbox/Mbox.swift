import CPluginSystem
import PluginSystem

/// An mbox and, beside it, the folder `.FILE.martlet/`: the store's id and lock, the manifest, and the batch and journal by which a run
/// that was killed is completed.
///
/// A batch goes to the mbox under the locks of ``MboxLock``: batch durable → journal durable → appended → durable. Whatever stops that,
/// the next ``init(path:durable:patience:newStore:)`` finds the octets not there, there in part, or there, and completes them. It never
/// cuts what others may have written.
public final class Mbox {
    /// The store: its id, and whether it is new.
    public let folder: ExportFolder
    /// As the user wrote it.
    public var path: String { file.path }

    let manifest: Manifest
    let batch: MboxBatch
    let file: MboxFile
    private let name: [UInt8]

    /// Opens or makes the mbox and its store, and completes what a killed run began.
    /// - Parameters:
    ///   - path: of the mbox. The folders above it are made where missing.
    ///   - account: who the messages come from, for the manifest.
    ///   - durable: false skips every sync.
    ///   - patience: how long to wait for another program's lock, here and at every commit; whole seconds.
    ///   - onlyLooks: nothing is made, locked or completed; what is not there has nothing in it.
    ///   - newStore: 32 hexadecimal digits that nobody else has.
    /// - Throws: ``StoreFailure/refused(_:hint:)`` for a file that is no mbox, one that is locked, and one whose end a killed run and
    ///   others have written into one another.
    public init(
        path: UnsafeRawBufferPointer, account: String = "", durable: Bool, patience: Duration = .seconds(30),
        onlyLooks: Bool = false, newStore: () -> String
    ) throws(StoreFailure) {
        let octets = Array(path)
        let text = String(decoding: octets, as: UTF8.self)
        let slash = octets.lastIndex(of: UInt8(ascii: "/"))
        name = Array(octets[(slash.map { $0 + 1 } ?? 0)...])
        guard !name.isEmpty, !octets.contains(0), !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) else {
            throw .refused("\(text) is the name of a folder", hint: "an mbox is a file: \(text)/mbox")
        }
        let above = slash.map { $0 == 0 ? [UInt8(ascii: "/")] : Array(octets[..<$0]) } ?? [UInt8(ascii: ".")]
        try Self.peek(octets, text, makes: !onlyLooks)
        do throws(SystemError) {
            let store = above + Array("/.".utf8) + name + Array(".martlet".utf8)
            folder = try Self.openStore(store, durable: durable, onlyLooks: onlyLooks)
            if !onlyLooks { try folder.claim(newStore: newStore) }
            manifest = try Manifest(folder, account: account)
            if !folder.isNew { try manifest.learn() }
            batch = try MboxBatch(folder)
            file = try MboxFile(
                path: octets, folder: above, name: name, store: folder, patience: patience)
            try file.open()
        } catch {
            if error.isLocked {
                throw .refused("another export is writing into \(text)", hint: "the same line when it is done")
            }
            throw .system(error)
        }
        if !onlyLooks { try recover() }
    }

    /// Octets of the mbox now.
    public func size() throws(StoreFailure) -> Int64 { try StoreFailure.wrapping(file.size) }

    /// Whether a place that the ledger has is within a mbox of that size: one that was emptied or removed has lost its messages.
    public static func holds(_ place: UnsafeRawBufferPointer, inOctets size: Int64) -> Bool {
        offset(of: Array(place)).map { $0 < size } ?? false
    }

    /// Appends the batch, durably, and leaves the journal for ``forget()``.
    /// - Parameters:
    ///   - onStage: told how far it is.
    ///   - messages: makes the journal's messages, knowing where in the mbox the batch's first octet would stand.
    func append(
        onStage: (MboxStage) throws(StoreFailure) -> Void, messages: (Int64) -> [MboxJournal.Message]
    ) throws(StoreFailure) {
        try StoreFailure.wrapping(batch.sync)
        try onStage(.batched)
        try file.locked { () throws(StoreFailure) in
            try checkForm()
            let journal = try StoreFailure.wrapping { () throws(SystemError) in
                let size = try file.size()
                let tail = min(size, 4)
                let start = MboxBatch.start(after: try file.read(at: size - tail, limit: Int(tail)))
                let journal = MboxJournal(
                    offset: size, start: start, length: batch.count - start, messages: messages(size - start))
                try journal.write(to: folder)
                return journal
            }
            try onStage(.journalled)
            do throws(SystemError) { try write(journal, from: 0) } catch {
                takeBack(journal)
                throw .system(error)
            }
            try onStage(.appended)
        }
    }

    /// The batch is where it belongs and everybody knows: begins the next. What the manifest was told outlives the journal.
    func forget() throws(SystemError) {
        try manifest.sync()
        try MboxJournal.remove(from: folder)
        try batch.reset()
    }

    /// The place of a message, as the ledger and the manifest have it: `FILE:OFFSET`, the name escaped as a unique-id is. The offset is
    /// that of the `From ` line when the message came there; others may move it since.
    func place(_ offset: Int64) -> [UInt8] {
        let out = OctetBuffer(capacity: 256)
        name.withUnsafeBytes { FileNames.append(escaped: $0, to: out) }
        out.append(UInt8(ascii: ":"))
        out.append(decimal: UInt64(max(offset, 0)))
        return Array(out.octets)
    }

    /// The same for a new message, with `-2` and so on behind it where the manifest has that place already: an mbox that was emptied
    /// since has other messages at the old offsets.
    func newPlace(_ offset: Int64) -> [UInt8] {
        let place = place(offset)
        var tried = place
        var attempt = 1
        while tried.withUnsafeBytes({ manifest.lists($0) }) {
            attempt += 1
            tried = place + Array("-\(attempt)".utf8)
        }
        return tried
    }

    /// The offset in a place; nil for what is none.
    static func offset(of place: [UInt8]) -> Int64? {
        guard let colon = place.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        return Int64(String(decoding: place[(colon + 1)...].prefix { $0 != UInt8(ascii: "-") }, as: UTF8.self))
    }

    private static func openStore(_ path: [UInt8], durable: Bool, onlyLooks: Bool) throws(SystemError) -> ExportFolder {
        let copy = OctetBuffer(capacity: path.count)
        for octet in path { copy.append(octet) }
        guard !onlyLooks else { return try ExportFolder(lookingAt: copy.octets, layout: .files) }
        return try ExportFolder(path: copy.octets, durable: durable)
    }

    /// Refuses a file that has something else in it than mail before anything is made beside it.
    private static func peek(_ path: [UInt8], _ text: String, makes: Bool) throws(StoreFailure) {
        var made: Int32 = 0
        let octets = path.map { CChar(bitPattern: $0) } + [0]
        let opened = makes ? plugin_open_mailbox(octets, &made) : plugin_open_file(octets)
        let error = SystemError(-opened, "open \(text)")
        if opened < 0, error.isAbsent { return }  // the folders above are missing: they are made with the store
        try StoreFailure.wrapping { () throws(SystemError) in try check(opened, error.action) }
        defer { plugin_close(opened) }
        var begin = [UInt8](repeating: 0, count: 5)
        let got = try StoreFailure.wrapping { () throws(SystemError) in
            try check(plugin_read_at(opened, &begin, 5, 0), "read \(text)")
        }
        try checkForm(begin.prefix(Int(got)), text)
    }

    private static func checkForm(_ begin: some Collection<UInt8>, _ path: String) throws(StoreFailure) {
        guard !begin.isEmpty, !begin.elementsEqual("From ".utf8) else { return }
        throw .refused("\(path) exists and is no mbox: it does not begin with \"From \"", hint: "another name")
    }

    /// Refuses a file that has become something else than an mbox.
    private func checkForm() throws(StoreFailure) {
        try Self.checkForm(try StoreFailure.wrapping { () throws(SystemError) in try file.read(at: 0, limit: 5) }, path)
    }

    /// Appends what is missing of the batch and makes it durable. Only while locked.
    private func write(_ journal: MboxJournal, from done: Int64) throws(SystemError) {
        try batch.forEachPiece(from: journal.start + done, to: journal.start + journal.length) { (piece) throws(SystemError) in
            try file.append(piece)
            return true
        }
        try file.sync()
        // One who heeds no lock may have written between; then the journal says what is not so.
        guard try common(journal) == journal.length else {
            throw SystemError(.inputOutput, "append to \(path), which another program wrote to")
        }
    }

    /// The disk would not have it all: the mbox becomes what it was. Where that fails, or others have written behind, it is the next
    /// run's to judge.
    private func takeBack(_ journal: MboxJournal) {
        do throws(SystemError) {
            let size = try file.size()
            guard size >= journal.offset, try common(journal) == size - journal.offset else { return }
            try file.cut(to: journal.offset)
            try forget()
        } catch { /* the first failure is the one to tell */  }
    }

    /// How many octets of the batch stand where the journal says, from the first on.
    private func common(_ journal: MboxJournal) throws(SystemError) -> Int64 {
        var at = journal.offset
        try batch.forEachPiece(from: journal.start, to: journal.start + journal.length) { (piece) throws(SystemError) in
            let same = try file.common(piece, at: at)
            at += Int64(same)
            return same == piece.count
        }
        return at - journal.offset
    }

    /// Completes what the journal tells of, or finds that there is nothing of it.
    private func recover() throws(StoreFailure) {
        let found = try StoreFailure.wrapping { () throws(SystemError) in
            guard let journal = try MboxJournal.read(from: folder) else {
                try batch.reset()
                return nil as MboxJournal?
            }
            guard try batch.size() >= journal.start + journal.length else { throw SystemError(.invalid, "read the batch") }
            return journal
        }
        try checkForm()
        guard let found else { return }
        try file.locked { () throws(StoreFailure) in
            if try complete(found) { try StoreFailure.wrapping { () throws(SystemError) in try list(found) } }
            try StoreFailure.wrapping(forget)
        }
    }

    /// - Returns: false where there is nothing of the batch: the mbox was cut below it since, by one who has the messages or has thrown
    ///   them away, or others have written there first.
    private func complete(_ journal: MboxJournal) throws(StoreFailure) -> Bool {
        let (size, done) = try StoreFailure.wrapping { () throws(SystemError) in (try file.size(), try common(journal)) }
        guard size >= journal.offset else { return false }
        let written = journal.offset + done
        if done < journal.length, written < size {
            if try StoreFailure.wrapping({ () throws(SystemError) in try isOthers(from: journal.offset, alike: done) }) {
                return false
            }
            // A power cut may leave a file longer than what was written to it, and nobody else appends NUL.
            let isTorn = try StoreFailure.wrapping { () throws(SystemError) in
                size <= journal.offset + journal.length ? try file.isZero(from: written, to: size) : false
            }
            guard isTorn else {
                throw .refused(
                    "a run was stopped while it wrote to \(path) at octet \(journal.offset), and others have changed the file there",
                    hint: "look at the end of \(path), then remove \(folder.path)/\(MboxJournal.name)")
            }
            try StoreFailure.wrapping { () throws(SystemError) in try file.cut(to: written) }
        }
        try StoreFailure.wrapping { () throws(SystemError) in try write(journal, from: done) }
        return true
    }

    /// Whether what stands there is a message of others that begins like our batch by chance, as far as the sender at most: all begin
    /// with "From ". It is not where the rest of a message of ours could end within that, with theirs behind.
    /// - Parameter alike: octets that are ours and theirs.
    private func isOthers(from offset: Int64, alike: Int64) throws(SystemError) -> Bool {
        guard alike <= 64 else { return false }
        let begin = try file.read(at: offset, limit: Int(alike) + 5)
        let emptyLines = begin.prefix(Int(alike)).prefix { $0 == UInt8(ascii: "\n") }.count  // harmless, whoever wrote them
        if begin[emptyLines..<Int(alike)].contains(UInt8(ascii: "\n")) { return false }
        return (emptyLines...Int(alike)).allSatisfy { end in
            let rest = begin[end...]
            if end == emptyLines { return end < alike || rest.first != 0 }
            return !rest.isEmpty && rest.first != UInt8(ascii: "\n") && rest.first != 0 && !rest.starts(with: "From ".utf8)
        }
    }

    /// The manifest learns what the ledger may not have learnt: by it the messages are known when they come again.
    private func list(_ journal: MboxJournal) throws(SystemError) {
        for message in journal.messages {
            manifest.append(message)
            message.file.withUnsafeBytes { manifest.noteListed($0) }
        }
        try manifest.flush()
    }
}

/// How far a commit is, for tests that stop there as a kill would.
public enum MboxStage: CaseIterable, Sendable { case batched, journalled, appended, recorded, listed }

extension Manifest {
    /// Buffers the line, unless the place has one: a killed run may have been as far.
    func append(_ message: MboxJournal.Message) {
        message.file.withUnsafeBytes { file in
            guard !lists(file) else { return }
            (message.uniqueID ?? []).withUnsafeBytes { uniqueID in
                (message.sha256 ?? []).withUnsafeBytes { sha256 in
                    append(
                        number: message.number, uniqueID: message.uniqueID == nil ? nil : uniqueID, octets: message.octets,
                        sha256: sha256.count == 32 ? sha256.baseAddress : nil, file: file)
                }
            }
        }
    }
}
