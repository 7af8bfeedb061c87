import CPluginSystem
import Testing

@testable import ExportCore

@Suite("A command for every message") struct PipeTests {
    let scratch = Scratch()
    let log = FakeLog()

    func store(_ command: String, memory: Int = Spool.memoryLimitOctets) -> PipeStore {
        PipeStore("cd '\(scratch.path)'\n\(command)", log: log, spool: Spool(memoryLimitOctets: memory))
    }

    @Test("it gets the octets, whatever their number", arguments: [0, 1, 5, 16, 17, 1_000, 2_000_000])
    func octets(_ count: Int) throws {
        let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 13 >> 2) }
        let store = store("cat >got; wc -c <got >count", memory: 16)
        try store.store(octets)
        #expect(scratch.octets("got") == octets && scratch.read("count") == "\(count)\n")
        #expect(store.outcome.stored == 1 && store.outcome.storedOctets == Int64(count) && store.failed == 0)
    }

    @Test("its environment tells of the message, and of nothing that is not known")
    func environment() throws {
        let store = store(
            #"printf '%s|' "$MARTLET_NUMBER" "$MARTLET_OCTETS" "${MARTLET_UID-none}" "${MARTLET_SHA256-none}" >>env"#)
        try store.store("body", number: 12, id: "a'b;\u{1b}$(id)é", sha256: 0xab)
        try store.store("", number: 4_294_967_295, id: nil, sha256: nil)
        #expect(
            scratch.read("env")
                == "12|4|a%27b%3B%1B%24%28id%29%C3%A9|\(String(repeating: "ab", count: 32))|4294967295|0|none|none|")
    }

    @Test("what the parent has under our names does not shine through")
    func inherited() throws {
        let code = plugin_run("test \"$TERM\" = here && test -z \"${HOME+set}\" && test -n \"$PATH\"", "TERM=here\0HOME\0\0", 0)
        #expect(code == 0)
    }

    @Test("a command that takes a message is not given it again; one that fails is told of, and the next message comes")
    func failures() throws {
        let store = store(
            "test $MARTLET_NUMBER != 2 || exit 3; test $MARTLET_NUMBER != 3 || kill -9 $$; echo $MARTLET_NUMBER >>took")
        for number in 1...4 { try store.store("x", number: UInt32(number), id: "\(number)") }
        try store.commit()
        #expect(scratch.read("took") == "1\n4\n")
        #expect(log.committed == ["", ""] && log.pending.isEmpty)
        #expect(store.outcome.stored == 2 && store.failed == 2)
        #expect(store.firstFailure == "message 2: the command ended with exit code 3")
        let killed = self.store("kill -9 $$")
        try killed.store("x", number: 7)
        #expect(killed.firstFailure == "message 7: the command was killed by signal 9")
    }

    @Test("not reading, and reading a part, are no failures")
    func unread() throws {
        let octets = [UInt8](repeating: 0x61, count: 1_000_000)
        for command in ["true", "head -c 10 >part", "exec <&-"] {
            let store = store(command)
            try store.store(octets)
            #expect(store.outcome.stored == 1 && store.failed == 0)
        }
    }

    @Test("the ledger hears of a message without an id as well: it may know its header; one that fails stops the run")
    func ledger() throws {
        let store = store("true")
        try store.store("x", id: nil)
        #expect(log.committed.count == 1 && store.outcome.stored == 1)
        log.refuses = true
        #expect(throws: StoreFailure.ledger) { try store.store("x", id: "a") }
        #expect(store.outcome.stored == 1)
    }

    @Test("a message that broke off never reaches the command")
    func broken() throws {
        let store = store("cat >>got")
        try Array("half".utf8).withUnsafeBytes { try store.write($0) }
        #expect(store.openOctets == 4)
        store.discard()
        try store.store("whole")
        #expect(scratch.read("got") == "whole")
    }

    @Test("what a command leaves running does not see the next message")
    func lingering() throws {
        let store = store("exec 4<&0; { sleep 0.3; cat >late$MARTLET_NUMBER; echo >>done; } <&4 &")
        try store.store("first", number: 1)
        try store.store("second, and longer", number: 2)
        for _ in 0..<500 where scratch.read("done") != "\n\n" { plugin_pause(10) }
        #expect(scratch.read("late1") == "first" && scratch.read("late2") == "second, and longer")
    }

    @Test("no descriptor but the three, default signals, and a command may begin with a dash")
    func clean() throws {
        let stray = openFile("/dev/null", 0)  // without O_CLOEXEC
        defer { closeFile(stray) }
        let store = store("ls /proc/self/fd >fds 2>/dev/null; true")
        signalsIgnored()
        try store.store("x")
        // ls has the folder itself open as 3.
        if scratch.octets("fds").count > 0 {
            #expect(scratch.read("fds").split(separator: "\n").count == 4, "\(scratch.read("fds"))")
        }
        let pipe = self.store("kill -PIPE $$")
        try pipe.store("x", number: 1)
        #expect(pipe.firstFailure == "message 1: the command was killed by signal 13")
        let dash = PipeStore("-no-such-command", log: log)
        try dash.store("x", number: 1)
        #expect(dash.firstFailure == "message 1: the command ended with exit code 127")
    }
}
