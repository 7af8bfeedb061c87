internal import GRDB

/// The ledger's tables, version by version. A version that was released is never edited: add the next one.
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
                        listed INTEGER NOT NULL,  -- octets as LIST gives them; -1 where it gives none
                        store INTEGER NOT NULL REFERENCES store (id),
                        octets INTEGER NOT NULL,  -- octets stored
                        sha256 BLOB,
                        file TEXT NOT NULL,       -- name within the store
                        stored INTEGER NOT NULL,  -- Unix time
                        PRIMARY KEY (account, uid, listed, store)
                    ) WITHOUT ROWID;
                    """)
        }
        return migrator
    }
}
