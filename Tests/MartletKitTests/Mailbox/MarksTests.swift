import MartletDemo
@testable import MartletKit
import POP3
import Testing

@Suite("marks on our side") struct MarksTests {
    private func shell(_ server: DemoServer) throws -> Bench {
        let bench = try Bench(server.mailbox())
        bench.workspace.mailbox.outlivesItsLine = true
        return bench
    }

    private func hangUp(_ server: DemoServer, _ bench: Bench) throws -> String {
        server.faults = Faults([Fault(.close(after: 0), at: .verb("NOOP"), once: true)])
        return try bench.run("noop").error
    }

    @Test("delete sends nothing, undelete takes back one by one, and both tell what is pending") func oneByOne() throws {
        let server = try running(plain(5))
        let bench = try shell(server)
        _ = try bench.workspace.mailbox.maildrop()
        server.forgetRecord()
        #expect(try bench.run("delete", "1-3").error == "marked 3 messages (75 B); they go when you quit\n")
        #expect(try bench.run("d", "5").error == "marked 1 message (25 B); 4 in all\n")
        #expect(try bench.run("delete", "5").error == "marked already; 4 in all\n")
        #expect(try bench.run("undelete", "2").error == "1 message unmarked; 3 still to delete\n")
        #expect(try bench.run("u", "2").error == "none of these is marked\n")
        #expect(try bench.run("u", "marked").error == "3 messages unmarked\n")
        #expect(server.lines().isEmpty)
    }

    @Test("a single marked message goes, several go") func grammar() {
        #expect(DeleteCommand.text(marked: 1, 98_304, total: 1) == "marked 1 message (96 K); it goes when you quit")
        #expect(DeleteCommand.text(marked: 13, 1_887_437, total: 13) == "marked 13 messages (1.8 MB); they go when you quit")
        #expect(DeleteCommand.text(marked: 1, 98_304, total: 14) == "marked 1 message (96 K); 14 in all")
    }

    @Test("quit deletes exactly what is marked, in one window, and says what is left") func quit() throws {
        let server = try running(plain(5))
        let bench = try shell(server)
        #expect(try bench.run("delete", "2,4").code == 0)
        server.forgetRecord()
        #expect(try bench.run("quit", "--yes").error == "+OK goodbye, 2 deleted\ndeleted 2; 3 left\n")
        #expect(server.lines() == ["DELE 2", "DELE 4", "QUIT"])
        #expect(server.messages(of: "anna").map(\.uniqueID) == ["uid-1", "uid-3", "uid-5"].map { Array($0.utf8) })
        #expect(bench.workspace.isDone)
    }

    @Test("without somebody to ask, quit with marks is refused and nothing is sent") func nobodyToAsk() throws {
        let server = try running()
        let bench = try shell(server)
        _ = try bench.run("delete", "1")
        let (code, _, error) = try bench.run("quit")
        #expect(code == 64)
        #expect(
            error == """
                error: quit would delete 1 message (25 B) for good, and there is no terminal to ask on
                  try: quit --yes  (exit leaves with nothing deleted)

                """)
        #expect(!bench.workspace.isDone && server.messages(of: "anna").count == 3)
    }

    @Test("a no at the question keeps marks and session") func saidNo() throws {
        let server = try running()
        let bench = try shell(server)
        var asked: [String] = []
        bench.workspace.question = {
            asked.append($0)
            return false
        }
        _ = try bench.run("delete", "1")
        #expect(try bench.run("quit").code == 0)
        #expect(asked == ["Delete 1 message (25 B) from the server for good? [y/N] "])
        #expect(!bench.workspace.isDone && bench.workspace.mailbox.marked == [1])
    }

    @Test("exit sends no DELE") func exit() throws {
        let server = try running()
        let bench = try shell(server)
        _ = try bench.run("delete", "*")
        server.forgetRecord()
        #expect(try bench.run("exit").error == "kept all 3 messages; 3 marks forgotten\n")
        #expect(server.lines() == ["QUIT"])
        #expect(server.messages(of: "anna").count == 3)
    }

    @Test("undelete after dele: RSET, then the others again") func undeleteSent() throws {
        let server = try running(plain(5))
        let bench = try shell(server)
        _ = try bench.workspace.mailbox.maildrop()
        _ = try bench.run("dele", "1", "3", "5")
        _ = try bench.run("delete", "2")
        server.forgetRecord()
        #expect(try bench.run("undelete", "3").error == "1 message unmarked; 3 still to delete\n")
        #expect(server.lines() == ["RSET", "DELE 1", "DELE 5"])
        #expect(bench.workspace.mailbox.marked == [1, 2, 5])
        _ = try bench.run("quit", "--yes")
        #expect(server.messages(of: "anna").map(\.uniqueID) == ["uid-3", "uid-4"].map { Array($0.utf8) })
    }

    @Test("a line lost inside undelete loses no other mark") func undeleteOnADeadLine() throws {
        let server = try running(plain(5))
        let bench = try shell(server)
        _ = try bench.workspace.mailbox.maildrop()
        _ = try bench.run("dele", "1", "3", "5")
        server.faults = Faults([Fault(.close(after: 0), at: .verb("DELE", occurrence: 4), once: true)])
        #expect(try bench.run("undelete", "3").code == 75)
        #expect(bench.workspace.mailbox.marked.isSuperset(of: [1, 5]))
        _ = try bench.run("undelete", "3")
        _ = try bench.run("quit", "--yes")
        #expect(server.messages(of: "anna").map(\.uniqueID) == ["uid-2", "uid-3", "uid-4"].map { Array($0.utf8) })
    }

    @Test("undelete after dele works where nothing was listed before") func undeleteUnlisted() throws {
        let server = try running()
        let bench = try shell(server)
        _ = try bench.run("dele", "1", "2")
        #expect(try bench.run("undelete", "2").error == "1 message unmarked; 1 still to delete\n")
        #expect(bench.workspace.mailbox.marked == [1])
    }

    @Test("rset forgets marks of both kinds") func rset() throws {
        let bench = try shell(running())
        _ = try bench.run("delete", "1")
        _ = try bench.run("dele", "2")
        _ = try bench.run("rset")
        #expect(bench.workspace.mailbox.marked.isEmpty)
    }

    @Test("a lost line keeps marks of both kinds; they are found by unique-id under other numbers") func lostLine() throws {
        let server = try running(plain(5))
        let bench = try shell(server)
        _ = try bench.run("delete", "4")
        _ = try bench.run("dele", "2")
        #expect(
            try hangUp(server, bench).hasSuffix(
                """
                  kept: 2 marks; nothing was deleted on the server
                  try: reconnect  (marks return by unique id; numbers may have changed)

                """))
        // Somebody else deleted the first message meanwhile.
        let other = try server.mailbox()
        try other.signedIn().dele(1)
        other.mark(1)
        _ = try other.quit()
        #expect(try bench.run("stat").error == "signed in again; 2 marks found by unique id; numbers may have changed\n")
        #expect(bench.workspace.mailbox.marked == [1, 3])
        #expect(try bench.run("quit", "--yes").error.hasSuffix("deleted 2; 2 left\n"))
        #expect(server.messages(of: "anna").map(\.uniqueID) == ["uid-3", "uid-5"].map { Array($0.utf8) })
    }

    @Test("quit on a lost line signs in again and deletes the same messages") func quitAfterLoss() throws {
        let server = try running(plain(4))
        let bench = try shell(server)
        _ = try bench.run("delete", "3")
        _ = try hangUp(server, bench)
        #expect(try bench.run("quit", "--yes").error.hasSuffix("deleted 1; 3 left\n"))
        #expect(server.messages(of: "anna").map(\.uniqueID) == ["uid-1", "uid-2", "uid-4"].map { Array($0.utf8) })
    }

    @Test("a line that died unnoticed costs quit one more sign-in and nothing else") func quitOnADeadLine() throws {
        let server = try running(plain(4))
        let bench = try shell(server)
        _ = try bench.run("delete", "3,4")
        server.faults = Faults([Fault(.close(after: 0), at: .message(3, verb: "DELE"), once: true)])
        #expect(try bench.run("quit", "--yes").error.hasSuffix("deleted 2; 2 left\n"))
        #expect(server.messages(of: "anna").map(\.uniqueID) == ["uid-1", "uid-2"].map { Array($0.utf8) })
    }

    @Test("marks outlive a way back that fails", arguments: ["[IN-USE] locked", "[AUTH] no"]) func refusedWayBack(_ words: String)
        throws
    {
        let server = try running(plain(4))
        let bench = try shell(server)
        _ = try bench.run("delete", "3")
        _ = try hangUp(server, bench)
        server.faults = Faults([
            Fault(.refuse(words), at: .verb("AUTH"), once: true), Fault(.close(after: 1000), at: .verb("AUTH"), once: true),
        ])
        #expect(try bench.run("stat").code != 0)
        #expect(bench.workspace.mailbox.marked == [3])
        server.faults = Faults([Fault(.close(after: 0), at: .verb("LIST"), once: true)])
        #expect(try bench.run("stat").code == 75)
        #expect(bench.workspace.mailbox.marked == [3] && bench.workspace.mailbox.away != nil)
        #expect(try bench.run("quit", "--yes").error.hasSuffix("deleted 1; 3 left\n"))
        #expect(server.messages(of: "anna").map(\.uniqueID) == ["uid-1", "uid-2", "uid-4"].map { Array($0.utf8) })
    }

    @Test("no session, no claim that something was deleted") func lostForGood() throws {
        let server = try running(plain(3), [Fault(.close(after: 0), at: .verb("NOOP"))])
        let bench = try Bench(server.mailbox())
        _ = try bench.run("dele", "1")
        _ = try bench.run("noop")
        #expect(try bench.workspace.mailbox.apply().deleted == 0)
        #expect(server.messages(of: "anna").count == 3)
    }

    @Test("after an idle while: signed out, or kept awake where signing in again has to wait") func idle() throws {
        let server = try running()
        let bench = try shell(server)
        let mailbox = bench.workspace.mailbox
        _ = try bench.run("delete", "1")
        #expect(
            mailbox.idle(after: .seconds(300))
                == "signed out after 5:00 without a command: the mailbox is free for others; 1 mark kept")
        #expect(mailbox.away != nil && mailbox.idle(after: .seconds(300)) == nil)
        _ = try bench.run("dele", "2")
        server.forgetRecord()
        #expect(mailbox.idle(after: .seconds(300)) == nil && server.lines() == ["NOOP"])
        let slow = try running(plain(3)) { $0.announcedFalsely = ["LOGIN-DELAY 300"] }
        let other = try shell(slow)
        _ = try other.run("delete", "1")
        slow.forgetRecord()
        #expect(other.workspace.mailbox.idle(after: .seconds(300)) == nil && slow.lines() == ["NOOP"])
    }

    @Test("no mark follows a unique-id that is repeated, missing, or of another size") func doubtful() throws {
        let messages = plain(4)
        let before = try running(messages).maildrop()
        func follow(_ after: Maildrop) -> (Set<Int>, Int) {
            var marks = Marks()
            for number in [1, 2, 3, 4] { _ = marks.hold(number) }
            let lost = marks.follow(from: before, to: after)
            return (marks.all, lost)
        }
        #expect(follow(try running(messages).maildrop()) == ([1, 2, 3, 4], 0))
        #expect(follow(try running(messages) { $0.listedUniqueIDs = [2: Array("uid-1".utf8)] }.maildrop()) == ([3, 4], 2))
        #expect(follow(try running(messages) { $0.listedUniqueIDs = [3: []] }.maildrop()) == ([1, 2, 4], 1))
        #expect(follow(try running(messages) { $0.unknownVerbs = ["UIDL"] }.maildrop()) == ([], 4))
        #expect(follow(try running(messages) { $0.listSizeDelta = 1 }.maildrop()) == ([], 4))
        #expect(follow(try running(Array(messages.reversed())).maildrop()) == ([1, 2, 3, 4], 0))
    }

    @Test("marks do not follow into the mailbox of somebody else") func somebodyElse() throws {
        let server = try DemoServer(
            accounts: ["anna", "bert"].map { DemoAccount(user: $0, password: password, messages: plain(3)) })
        try server.start()
        let bench = try shell(server)
        _ = try bench.run("delete", "1")
        _ = try hangUp(server, bench)
        _ = try bench.run("user", "bert")
        #expect(try bench.run("pass").code == 0)
        #expect(try bench.run("stat").error.hasPrefix("1 mark of anna@"))
        #expect(bench.workspace.mailbox.marked.isEmpty)
        #expect(try bench.run("quit", "--yes").code == 0)
        #expect(server.messages(of: "anna").count == 3 && server.messages(of: "bert").count == 3)
        server.stop()
    }

    @Test("signing out keeps marks of both kinds and deletes nothing") func signOut() throws {
        let server = try running()
        let bench = try shell(server)
        _ = try bench.run("delete", "1")
        _ = try bench.run("dele", "2")
        server.forgetRecord()
        try bench.workspace.mailbox.signOut()
        #expect(server.lines() == ["RSET", "QUIT"])
        #expect(bench.workspace.mailbox.marks.held == [1, 2] && bench.workspace.mailbox.away != nil)
        #expect(try bench.run("status").out.contains("signed out; the next command signs in again\n"))
        #expect(try bench.run("reconnect").code == 0)
        #expect(bench.workspace.mailbox.marks.held == [1, 2] && server.messages(of: "anna").count == 3)
    }

    @Test("a server that refuses RSET is left without QUIT, and the marks stay ours") func resetRefused() throws {
        let server = try running(plain(3), [Fault(.refuse("no"), at: .verb("RSET"))])
        let bench = try shell(server)
        _ = try bench.workspace.mailbox.maildrop()
        _ = try bench.run("dele", "2")
        #expect(failure { try bench.workspace.mailbox.signOut() }?.message == "the server refused RSET")
        #expect(server.waitUntilIdle())
        #expect(!server.lines().contains("QUIT") && server.messages(of: "anna").count == 3)
        #expect(bench.workspace.mailbox.marks.held == [2])
    }

    @Test("what the server refuses to delete is said, the rest goes") func refused() throws {
        let server = try running(plain(3), [Fault(.refuse("locked"), at: .message(2, verb: "DELE"))])
        let bench = try shell(server)
        _ = try bench.run("delete", "1-3")
        let (code, _, error) = try bench.run("quit", "--yes")
        #expect(code == 69 && error.contains("deleted 2; 1 left\nerror: the server refused DELE for message 2\n"))
        #expect(server.messages(of: "anna").map(\.uniqueID) == [Array("uid-2".utf8)])
    }

    @Test("as the only command delete wants --yes where nobody can be asked, and then deletes") func oneShot() throws {
        let server = try running()
        let bench = try Bench(server.mailbox())
        #expect(OneShot.run(["delete", "2"], in: bench.workspace) == 64)
        #expect(try bench.error().contains("try: delete --yes 2\n") && server.counts.connections == 0)
        #expect(OneShot.run(["delete", "--yes", "2"], in: bench.workspace) == 0)
        #expect(try bench.error().hasSuffix("deleted 1; 2 left\n"))
        #expect(server.messages(of: "anna").count == 2)
        bench.workspace.question = { _ in false }
        #expect(OneShot.run(["delete", "1"], in: bench.workspace) == 0)
        #expect(server.messages(of: "anna").count == 2)
    }

    @Test("a dry run marks nothing") func dryRun() throws {
        let bench = try shell(running())
        #expect(try bench.run("delete", "-n", "-2").error == "would mark 2 messages (50 B); nothing was marked\n")
        #expect(bench.workspace.mailbox.marked.isEmpty)
    }

    @Test("what is no selection is refused", arguments: ["--al", "-x"]) func odd(_ word: String) throws {
        let (code, _, error) = try shell(running()).run("delete", word, "1")
        #expect(code == 64 && error.contains("delete: no option \"\(word)\""))
    }
}
