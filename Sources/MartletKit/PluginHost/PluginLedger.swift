internal import CMartletPlugin
internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The ledger as one run of a plugin's command sees it: names of stores and numbers of messages become rows.
final class PluginLedger {
    private unowned let call: PluginCall
    private var opened: Ledger?
    private var maildrop: Maildrop?
    /// Of that listing.
    private var generation = 0
    private var accountID: Int64?
    /// The store that was asked for last: nearly always the same.
    private var storeName: [UInt8] = []
    private var storeID: Int64?
    /// What the last call lent, given back at the next.
    private var lent = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 8)

    init(_ call: PluginCall) { self.call = call }

    deinit { lent.deallocate() }

    // MARK: finding

    /// - Parameter header: nil: the message has to have a unique-id of its own; else 32 octets of its header's hash.
    func find(
        store: UnsafeRawBufferPointer, number: UInt32, header: UnsafeRawBufferPointer?,
        into out: UnsafeMutablePointer<martlet_record>?
    ) -> Int32 {
        call.guarded(-1) { () throws(Failure) -> Int32 in
            guard let account = try account(make: false), let store = try id(of: store, make: false),
                let (uid, listed) = try identity(number, orRepeated: header != nil)
            else { return 0 }
            let found: Void? = try ledger().find(account: account, store: store, uid: uid, listed: listed, header: header) {
                row in
                if let out { lend(row) { $0.copy(to: out) } }
            }
            return found == nil ? 0 : 1
        }
    }

    func find(
        content sha256: UnsafeRawBufferPointer, store: UnsafeRawBufferPointer, into out: UnsafeMutablePointer<martlet_text>?
    ) -> Int32 {
        call.guarded(-1) { () throws(Failure) -> Int32 in
            guard let store = try id(of: store, make: false), let file = try ledger().file(withContent: sha256, in: store) else {
                return 0
            }
            out?.pointee = call.lend(file)
            return 1
        }
    }

    /// Rows of the selection's messages: looked up one by one where they are few, else read once beside the listing.
    func match(
        store: UnsafeRawBufferPointer, _ selection: PluginSelection, _ each: (Int, UnsafePointer<martlet_record>) -> Int32
    ) -> Int32 {
        call.guarded(-1) { () throws(Failure) -> Int32 in
            guard let account = try account(make: false), let store = try id(of: store, make: false) else { return 0 }
            let maildrop = selection.maildrop
            var goesOn = true
            func visit(_ at: Int, _ row: LedgerRow) {
                guard maildrop.identity(at: Int(selection.indices[at])) == .unique else { return }
                lend(row) { raw in
                    var raw = raw
                    goesOn = each(at, &raw) == 0
                }
            }
            guard selection.count > Newness.lookUps else {
                for at in 0..<selection.count where goesOn {
                    let index = Int(selection.indices[at])
                    guard let uid = maildrop.lentUniqueID(at: index) else { continue }
                    let listed = maildrop.octets(at: index) ?? -1
                    _ = try ledger().find(account: account, store: store, uid: uid, listed: listed) { visit(at, $0) }
                }
                return 0
            }
            // Where each message of the listing stands in the selection; none where they are the same.
            let isWhole = selection.count == maildrop.count
            var places: [Int32] = isWhole ? [] : Array(repeating: -1, count: maildrop.count)
            if !isWhole { for (at, index) in selection.indices.enumerated() { places[Int(index)] = Int32(at) } }
            var merge = LedgerMerge(maildrop)
            try ledger().scan(account: account, store: store) { row in
                merge.match(row) { index in
                    let at = isWhole ? index : Int(places[index])
                    if at >= 0, goesOn { visit(at, row) }
                } && goesOn
            }
            return 0
        }
    }

    func each(store: UnsafeRawBufferPointer, _ each: (martlet_text, UnsafePointer<martlet_record>) -> Int32) -> Int32 {
        call.guarded(-1) { () throws(Failure) -> Int32 in
            guard let account = try account(make: false), let store = try id(of: store, make: false) else { return 0 }
            try ledger().scan(account: account, store: store, withGone: true) { row in
                var goesOn = true
                lend(row) { raw in
                    var raw = raw
                    goesOn = each(martlet_text(row.uid), &raw) == 0
                }
                return goesOn
            }
            return 0
        }
    }

    // MARK: writing

    func record(store: UnsafeRawBufferPointer, number: UInt32, _ raw: UnsafePointer<martlet_record>) -> Int32 {
        call.guarded(-1) { () throws(Failure) -> Int32 in
            let record = martlet_record(copying: raw)
            guard let (uid, listed) = try identity(number, orRepeated: record.header_sha256 != nil) else { return 0 }
            try note(store, record.row(uid: uid, listed: listed))
            return 0
        }
    }

    func note(store: UnsafeRawBufferPointer, uid: UnsafeRawBufferPointer, _ raw: UnsafePointer<martlet_record>) -> Int32 {
        call.guarded(-1) { () throws(Failure) -> Int32 in
            let record = martlet_record(copying: raw)
            guard !uid.isEmpty, uid.count <= Limits.uniqueIDOctets else { return 0 }
            try note(store, record.row(uid: uid, listed: record.listed))
            return 0
        }
    }

    private func note(_ store: UnsafeRawBufferPointer, _ row: LedgerRow) throws(Failure) {
        guard let account = try account(make: true), let store = try id(of: store, make: true) else { return }
        try ledger().note(account: account, store: store, row)
    }

    func commit() -> Int32 {
        call.guarded(-1) { () throws(Failure) -> Int32 in
            try ledger().commit()
            call.workspace.newnessChanged()
            return 0
        }
    }

    // MARK: removing

    /// Messages that the ledger has in the store leave the server: noted durably, then DELE, each in one go.
    func remove(_ numbers: UnsafeBufferPointer<UInt32>, recordedIn store: UnsafeRawBufferPointer, _ done: inout Int) -> Int32 {
        let mailbox = call.workspace.mailbox
        var removed = 0
        call.guarded(()) { () throws(Failure) in
            guard let account = try account(make: false), let store = try id(of: store, make: false) else { return }
            try takeListing()
            // Numbers are of the listing: after a lost line they may be those of other messages.
            guard mailbox.session?.state == .transaction, mailbox.listingGeneration == generation else {
                throw PluginCall.lineWasLost
            }
            let session = try mailbox.signedIn()
            let ledger = try ledger()
            var known: [(uid: UnsafeRawBufferPointer, listed: Int64)] = []
            var allowed: [Int] = []
            for number in numbers {
                // The one place where mail is deleted without the user naming it: what is not stored stays (DESIGN: invariant 4).
                guard let (uid, listed) = try identity(number, orRepeated: false),
                    try ledger.find(account: account, store: store, uid: uid, listed: listed, { _ in true }) != nil
                else { continue }
                known.append((uid, listed))
                allowed.append(Int(number))
            }
            try ledger.expectRemoval(account: account, known)
            try mailbox.failing { () throws(POP3Error) in
                try session.dele(allowed) { number, refusal in
                    guard refusal == nil else { return }
                    mailbox.mark(number, isStored: true)
                    removed += 1
                }
            }
        }
        done = removed
        return call.failure?.code.rawValue ?? 0
    }

    // MARK: names and identities

    private func ledger() throws(Failure) -> Ledger {
        if let opened { return opened }
        let made = try call.workspace.ledger()
        opened = made
        return made
    }

    private func account(make: Bool) throws(Failure) -> Int64? {
        if let accountID { return accountID }
        let name = try call.workspace.mailbox.account()
        accountID = make ? try ledger().makeAccount(name) : try ledger().account(name)
        return accountID
    }

    private func id(of store: UnsafeRawBufferPointer, make: Bool) throws(Failure) -> Int64? {
        if let storeID, storeName.count == store.count, isLast(store) { return storeID }
        let name = String(decoding: store, as: UTF8.self)
        storeName = Array(store)
        storeID = make ? try ledger().makeStore(name) : try ledger().store(name)
        return storeID
    }

    private func isLast(_ store: UnsafeRawBufferPointer) -> Bool {
        storeName.withUnsafeBytes { store.isEmpty || memcmp($0.baseAddress!, store.baseAddress!, store.count) == 0 }
    }

    /// What is recorded was fetched under the numbers of the command's selection. The mailbox is asked only where there is none: after a
    /// lost line it would sign in again, and its new numbers may be those of other messages.
    private func takeListing() throws(Failure) {
        guard maildrop == nil else { return }
        if let listing = call.listing {
            (maildrop, generation) = (listing.maildrop, listing.generation)
            return
        }
        maildrop = try call.workspace.mailbox.maildrop()
        generation = call.workspace.mailbox.listingGeneration
    }

    /// What identifies a message beyond this session; nil where nothing does.
    /// - Parameter orRepeated: also a unique-id that stands more than once: the caller knows the header as well.
    private func identity(_ number: UInt32, orRepeated: Bool) throws(Failure) -> (uid: UnsafeRawBufferPointer, listed: Int64)? {
        try takeListing()
        guard let index = maildrop!.index(ofNumber: Int(number)) else { return nil }
        switch maildrop!.identity(at: index) {
        case .unique: break
        case .repeated: guard orRepeated else { return nil }
        case .none: return nil
        }
        return maildrop!.lentUniqueID(at: index).map { ($0, maildrop!.octets(at: index) ?? -1) }
    }

    /// Lends a row: its texts lie in one block that is used again by the next.
    private func lend(_ row: LedgerRow, _ use: (martlet_record) -> Void) {
        let size = row.sha256.count + row.header.count + row.file.count
        if size > lent.count {
            lent.deallocate()
            lent = .allocate(byteCount: size, alignment: 8)
        }
        var at = lent.baseAddress!
        func keep(_ octets: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer {
            defer { at += octets.count }
            if let base = octets.baseAddress { at.copyMemory(from: base, byteCount: octets.count) }
            return at
        }
        var raw = martlet_record()
        raw.size = MemoryLayout<martlet_record>.size
        raw.octets = row.octets
        let sha256 = keep(row.sha256), header = keep(row.header), file = keep(row.file)
        if row.sha256.count == 32 { raw.sha256 = UnsafePointer(sha256.assumingMemoryBound(to: UInt8.self)) }
        if row.header.count == 32 { raw.header_sha256 = UnsafePointer(header.assumingMemoryBound(to: UInt8.self)) }
        raw.file = martlet_text(at: file.assumingMemoryBound(to: CChar.self), len: row.file.count)
        (raw.listed, raw.stored) = (row.listed, row.stored)
        use(raw)
    }
}

extension martlet_record {
    /// As much as the plugin's struct has, the rest as if it were not there.
    init(copying other: UnsafePointer<martlet_record>) {
        self.init()
        listed = -1
        withUnsafeMutableBytes(of: &self) { own in
            own.copyMemory(
                from: UnsafeRawBufferPointer(start: other, count: min(other.pointee.size, MemoryLayout<martlet_record>.size)))
        }
    }

    /// Fills as much as the plugin's struct has.
    func copy(to out: UnsafeMutablePointer<martlet_record>) {
        let size = min(out.pointee.size, MemoryLayout<martlet_record>.size)
        var filled = self
        filled.size = out.pointee.size
        withUnsafeBytes(of: filled) { UnsafeMutableRawPointer(out).copyMemory(from: $0.baseAddress!, byteCount: size) }
    }

    func row(uid: UnsafeRawBufferPointer, listed: Int64) -> LedgerRow {
        LedgerRow(
            uid: uid, listed: listed, header: UnsafeRawBufferPointer(start: header_sha256, count: header_sha256 == nil ? 0 : 32),
            octets: octets, sha256: UnsafeRawBufferPointer(start: sha256, count: sha256 == nil ? 0 : 32), file: file.octets)
    }
}
