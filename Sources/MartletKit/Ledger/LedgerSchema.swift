internal import GRDB

/// The ledger's tables, version by version. A version that was released is never edited: add the next one, named after what it brings.
/// Before the first release numbers were given twice.
enum LedgerSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
                    CREATE TABLE store (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
                    CREATE TABLE message (
                        account INTEGER NOT NULL REFERENCES account (id),
                        uid BLOB NOT NULL,
                        listed INTEGER NOT NULL,     -- octets as LIST gives them; -1: not known, any size
                        header BLOB NOT NULL,        -- SHA-256 of the header block, empty where nobody asked for it
                        store INTEGER NOT NULL REFERENCES store (id),
                        octets INTEGER NOT NULL,     -- octets stored; -1: not known
                        sha256 BLOB,
                        file TEXT NOT NULL,          -- name within the store
                        stored INTEGER NOT NULL,     -- Unix time
                        gone INTEGER,                -- Unix time it was missed in a listing
                        PRIMARY KEY (account, uid, listed, header, store)
                    ) WITHOUT ROWID;
                    -- Messages that DELE was sent for and that were not missed in a listing yet. A table, not an index on message: one would
                    -- make SQLite journal every insert a second time.
                    CREATE TABLE removal (
                        account INTEGER NOT NULL REFERENCES account (id),
                        uid BLOB NOT NULL,
                        listed INTEGER NOT NULL,
                        asked INTEGER NOT NULL,      -- Unix time
                        PRIMARY KEY (account, uid, listed)
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("arrival") { db in
            try db.execute(
                sql: """
                    -- Rows of one commit each that are not in message yet: see ArrivingRows.
                    CREATE TABLE arrival (id INTEGER PRIMARY KEY, rows BLOB NOT NULL);
                    """)
        }
        return migrator
    }
}
