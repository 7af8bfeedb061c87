internal import POP3

/// Which messages of one listing were never stored from the account, or marked as seen.
///
/// A few are looked up one by one; above ``lookUps`` the account's rows are read once, in the order of unique-ids, beside the listing in
/// that order: a maildrop of a million costs a second and an eighth of a megabyte.
final class Newness {
    static let lookUps = 4096

    private let maildrop: Maildrop
    private let ledger: Ledger
    /// nil: nothing of the account is in the ledger, everything is new.
    private let account: Int64?
    /// What is only marked as seen counts as not stored.
    private let isStrict: Bool
    /// A bit a message, set where it is stored; nil where messages are looked up.
    private var stored: [UInt64]?

    init(_ maildrop: Maildrop, account name: String, ledger: Ledger, isStrict: Bool = false) throws(Failure) {
        self.maildrop = maildrop
        self.isStrict = isStrict
        self.ledger = ledger
        account = try ledger.account(name)
        guard let account, maildrop.count > Self.lookUps else { return }
        var bits = [UInt64](repeating: 0, count: maildrop.count / 64 + 1)
        var merge = LedgerMerge(maildrop)
        try ledger.scan(account: account) { row in
            if isStrict, row.octets < 0 { return true }
            return merge.match(row) { index in bits[index / 64] |= 1 << UInt64(index % 64) }
        }
        stored = bits
    }

    var allAreNew: Bool { account == nil }

    /// A message that cannot be known again is always new.
    func isNew(_ index: Int) throws(Failure) -> Bool {
        guard let account, maildrop.identity(at: index) == .unique else { return true }
        if let stored { return stored[index / 64] & 1 << UInt64(index % 64) == 0 }
        guard let uid = maildrop.lentUniqueID(at: index) else { return true }
        return try !ledger.knows(account: account, uid: uid, listed: maildrop.octets(at: index) ?? -1, stored: isStrict)
    }
}

/// Walks rows of the ledger, which come by unique-id, beside a listing in the same order.
struct LedgerMerge {
    private let maildrop: Maildrop
    private var place = 0

    init(_ maildrop: Maildrop) { self.maildrop = maildrop }

    /// Calls `body` with the index of every message that has the row's unique-id and size.
    /// - Returns: false when no later row can match.
    mutating func match(_ row: LedgerRow, _ body: (Int) -> Void) -> Bool {
        while place < maildrop.placeCount {
            let uid = maildrop.lentUniqueID(at: maildrop.index(atPlace: place))!
            let by = Maildrop.compare(uid, row.uid)
            if by > 0 { return true }
            if by == 0 { break }
            place += 1
        }
        var at = place
        while at < maildrop.placeCount {
            let index = maildrop.index(atPlace: at)
            guard Maildrop.compare(maildrop.lentUniqueID(at: index)!, row.uid) == 0 else { break }
            if row.listed < 0 || row.listed == maildrop.octets(at: index) ?? -1 { body(index) }
            at += 1
        }
        return place < maildrop.placeCount
    }
}
