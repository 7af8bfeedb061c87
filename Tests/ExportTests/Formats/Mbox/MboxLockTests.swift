import CPluginSystem
import Testing

@testable import ExportCore

/// Who may write, and who waits.
extension MboxTests {
    @Test("the locks of other programs are waited for, and a dead run's is taken over")
    func locks() throws {
        let store = try MboxStore(open(), log: log)
        try store.store("x\n", id: "a")
        scratch.write("in.lock", "1\n")
        var failure: StoreFailure?
        do { try store.commit() } catch { failure = error }
        #expect(
            failure
                == .refused(
                    "another program has locked \(scratch.path)/in", hint: "the same line when \(scratch.path)/in.lock is gone"))
        #expect(scratch.names.contains("in.lock") && mbox.isEmpty)
        #expect(throws: StoreFailure.self, "what failed stays failed") { try store.commit() }
        #expect(throws: StoreFailure.self) { try store.store("y\n", id: "b") }
    }

    @Test("an old lock is told of as such, and not removed")
    func staleLock() throws {
        scratch.write("in.lock", "1\n")
        _ = scratch.python("import os, time; os.utime('in.lock', (0, time.time() - 7200))")
        var failure: StoreFailure?
        do { _ = try run([("a", "x\n")]) } catch { failure = error as? StoreFailure }
        #expect(
            failure
                == .refused(
                    "\(scratch.path)/in is locked: \(scratch.path)/in.lock has been there for 120 minutes",
                    hint: "when no mail program is at work, remove \(scratch.path)/in.lock and run the same line again"))
        #expect(scratch.names.contains("in.lock"))
    }

    @Test("our own lock file of a dead run is taken over; one of another store is not")
    func ownLock() throws {
        _ = try run([("a", "x\n")])
        scratch.write("in.lock", "77\nmartlet 0123456789abcdef0123456789abcdef\n")
        #expect(try run([("b", "y\n")]).stored == 1)
        #expect(!scratch.names.contains("in.lock"))
        scratch.write("in.lock", "77\nmartlet ffffffffffffffffffffffffffffffff\n")
        #expect(throws: StoreFailure.self) { try run([("c", "z\n")]) }
    }

    @Test("a lock file of a run that died before a word was in it is known by its second name, and taken over")
    func emptyOwnLock() throws {
        _ = try run([("a", "x\n")])
        _ = scratch.shell(": > .in.martlet/lock; ln .in.martlet/lock in.lock")
        #expect(try run([("b", "y\n")]).stored == 1)
        #expect(!scratch.names.contains("in.lock"))
        scratch.write("in.lock", "")
        #expect(throws: StoreFailure.self, "an empty one of others is theirs") { try run([("c", "z\n")]) }
    }

    @Test("a lock by fcntl is waited for as well, as long as patience lasts")
    func recordLock() throws {
        scratch.write("in", "")
        scratch.write(
            "hold.py",
            """
            import fcntl, time, pathlib
            f = open("in", "r+b"); fcntl.lockf(f, fcntl.LOCK_EX)
            pathlib.Path("held").touch()
            while not pathlib.Path("go").exists(): time.sleep(0.01)
            """)
        _ = scratch.shell("python3 hold.py >/dev/null 2>&1 &")
        for _ in 0..<1000 where !scratch.names.contains("held") { plugin_pause(10) }
        var failure: StoreFailure?
        do { _ = try run([("a", "x\n")]) } catch { failure = error as? StoreFailure }
        #expect(
            failure == .refused("another program has locked \(scratch.path)/in", hint: "the same line when it is done"))
        #expect(!scratch.names.contains("in.lock"))
        _ = scratch.shell("{ sleep 0.3; touch go; } >/dev/null 2>&1 &")
        let store = try MboxStore(open(patience: .seconds(20)), log: log)
        try store.store("x\n", id: "a")
        try store.commit()
        #expect(store.outcome.stored == 1)
    }

    @Test("two exports into one mbox: the second is told")
    func twice() throws {
        let mbox = try open()
        #expect(
            throws: StoreFailure.refused(
                "another export is writing into \(scratch.path)/in", hint: "the same line when it is done")
        ) {
            try open()
        }
        withExtendedLifetime(mbox) {}
    }
}
