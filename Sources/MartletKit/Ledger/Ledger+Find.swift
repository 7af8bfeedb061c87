internal import GRDBSQLite

extension Ledger {
    /// What a message of the account is recorded as in the store. Not what was missed in a listing since: the server may have given
    /// its unique-id to another message.
    /// - Parameters:
    ///   - header: nil: whatever its header.
    ///   - body: sees the row for the length of the call.
    /// - Returns: nil where there is none.
    public func find<R>(
        account: Int64, store: Int64, uid: UnsafeRawBufferPointer, listed: Int64, header: UnsafeRawBufferPointer? = nil,
        _ body: (LedgerRow) -> R
    ) throws(Failure) -> R? {
        try look(
            """
            SELECT \(LedgerRow.columns) FROM message WHERE account = ? AND uid = ? AND listed = ? AND store = ? AND gone IS NULL
            \(header == nil ? "ORDER BY stored DESC" : "AND header = ?") LIMIT 1
            """
        ) { statement in
            sqlite3_bind_int64(statement, 1, account)
            statement.bind(2, uid)
            sqlite3_bind_int64(statement, 3, listed)
            sqlite3_bind_int64(statement, 4, store)
            if let header { statement.bind(5, header) }
            return try statement.next() ? body(LedgerRow(statement)) : nil
        }
    }

    /// Whether any store of the account has the message. A row of unknown size is one of every size.
    /// - Parameter stored: leaves out what is only marked as seen: of that nobody knows how many octets were stored.
    public func knows(account: Int64, uid: UnsafeRawBufferPointer, listed: Int64, stored: Bool = false) throws(Failure) -> Bool {
        try look(
            """
            SELECT 1 FROM message WHERE account = ? AND uid = ? AND listed IN (?, -1) AND gone IS NULL
            \(stored ? "AND octets >= 0" : "") LIMIT 1
            """
        ) { statement in
            sqlite3_bind_int64(statement, 1, account)
            statement.bind(2, uid)
            sqlite3_bind_int64(statement, 3, listed)
            return try statement.next()
        }
    }

    /// Every row of the account, by unique-id octet for octet, until `each` answers false.
    /// - Parameters:
    ///   - store: nil: of every store.
    ///   - withGone: also of messages that were missed in a listing since.
    public func scan(account: Int64, store: Int64? = nil, withGone: Bool = false, _ each: (LedgerRow) -> Bool) throws(Failure) {
        try look(
            """
            SELECT \(LedgerRow.columns) FROM message WHERE account = ? \(store == nil ? "" : "AND store = ?")
            \(withGone ? "" : "AND gone IS NULL") ORDER BY uid, listed, header
            """
        ) { statement in
            sqlite3_bind_int64(statement, 1, account)
            if let store { sqlite3_bind_int64(statement, 2, store) }
            while try statement.next() { if !each(LedgerRow(statement)) { return } }
        }
    }

    /// The file of a message with this content in the store, whatever account or unique-id it came from.
    public func file(withContent sha256: UnsafeRawBufferPointer, in store: Int64) throws(Failure) -> String? {
        if !isContentIndexed {
            // Made when first needed: every stored message would pay for it, and few are ever asked for.
            try execute("CREATE INDEX IF NOT EXISTS message_content ON message (sha256, store) WHERE sha256 IS NOT NULL")
            isContentIndexed = true
        }
        return try look("SELECT file FROM message WHERE sha256 = ? AND store = ? LIMIT 1") { statement in
            statement.bind(1, sha256)
            sqlite3_bind_int64(statement, 2, store)
            guard try statement.next(), let text = sqlite3_column_blob(statement, 0) else { return nil }
            return String(
                decoding: UnsafeRawBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, 0))), as: UTF8.self)
        }
    }
}
