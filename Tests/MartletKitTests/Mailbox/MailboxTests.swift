import MartletDemo
@testable import MartletKit
import POP3
import Testing

@Suite("the mailbox behind the commands") struct MailboxTests {
    @Test("nothing is connected before a command needs it, and one session serves all") func lazy() throws {
        let server = try running()
        let mailbox = try server.mailbox()
        #expect(server.counts.connections == 0)
        _ = try mailbox.maildrop()
        _ = try mailbox.maildrop()
        _ = try mailbox.signedIn()
        #expect(server.counts.connections == 1)
        #expect(server.commands.map { $0.verb } == ["CAPA", "AUTH", "CAPA", "LIST", "UIDL"])
    }

    @Test("leaving takes marks back before QUIT, because QUIT deletes") func leaveMarked() throws {
        let server = try running()
        let mailbox = try server.mailbox()
        try mailbox.signedIn().dele(1)
        mailbox.mark(1)
        server.forgetRecord()
        try mailbox.leave()
        #expect(server.lines() == ["RSET", "QUIT"])
        #expect(server.messages(of: "anna").count == 3)
        #expect(mailbox.marked.isEmpty && mailbox.session == nil)
    }

    @Test("leaving without marks is QUIT alone") func leaveUnmarked() throws {
        let server = try running()
        let mailbox = try server.mailbox()
        _ = try mailbox.signedIn()
        server.forgetRecord()
        try mailbox.leave()
        #expect(server.lines() == ["QUIT"])
    }

    @Test("a server that refuses RSET does not get QUIT") func resetRefused() throws {
        let server = try running(plain(3), [Fault(.refuse("no"), at: .verb("RSET"))])
        let mailbox = try server.mailbox()
        try mailbox.signedIn().dele(1)
        mailbox.mark(1)
        server.forgetRecord()
        #expect(failure { try mailbox.leave() }?.message == "the server refused RSET")
        #expect(server.waitUntilIdle())
        #expect(server.lines() == ["RSET"])
        #expect(server.messages(of: "anna").count == 3)
    }

    @Test func quitDeletesAndTheNextCommandConnectsAgain() throws {
        let server = try running()
        let mailbox = try server.mailbox()
        try mailbox.signedIn().dele(1)
        mailbox.mark(1)
        #expect(try mailbox.quit() == "goodbye, 1 deleted")
        #expect(server.messages(of: "anna").count == 2)
        #expect(mailbox.marked.isEmpty)
        #expect(try mailbox.maildrop().count == 2)
        #expect(server.counts.connections == 2)
    }

    @Test("a token is fetched anew for every sign-in, and an old one is said to be that") func freshTokens() throws {
        let server = try DemoServer(accounts: [DemoAccount(user: "anna", token: "new", messages: plain(2))])
        try server.start()
        defer { server.stop() }
        let folder = try ScratchFolder()
        let path = try folder.file("token", "new\n")
        let mailbox = try server.mailbox()
        mailbox.outlivesItsLine = true
        mailbox.settings.token = .program(["cat", path])
        _ = try mailbox.maildrop()
        try mailbox.signOut()
        #expect(try mailbox.maildrop().count == 2)
        try mailbox.signOut()
        _ = try folder.file("token", "old\n")
        let error = failure { try mailbox.maildrop() }
        #expect(
            error?.text
                == """
                error: the token command gave a token the server refuses
                  server: [AUTH] the token is not valid (invalid_token)
                  try: run the command by hand: `cat \(path)`
                """)
        #expect(error?.kind == "token-refused")
        #expect(error?.code == .noPermission)
        #expect(!server.commands.contains { ["USER", "PASS"].contains($0.verb) || $0.text.hasPrefix("AUTH PLAIN") })
        _ = try folder.file("token", "new\n")
        #expect(try mailbox.maildrop().count == 2)
    }

    @Test("what the other refusals of a sign-in mean is not said of the token") func otherRefusals() throws {
        let server = try DemoServer(accounts: [DemoAccount(user: "anna", token: "new", messages: plain(2))])
        server.faults = Faults([Fault(.refuse("[IN-USE] locked"), at: .verb("AUTH"))])
        try server.start()
        defer { server.stop() }
        let mailbox = try server.mailbox()
        mailbox.settings.token = .given(Array("new".utf8))
        #expect(failure { try mailbox.maildrop() }?.kind == "in-use")
    }

    @Test func withoutASessionQuitAndLeaveAreSilent() throws {
        let server = try running()
        let mailbox = try server.mailbox()
        #expect(try mailbox.quit() == nil)
        try mailbox.leave()
        #expect(server.counts.connections == 0)
    }

    @Test("a lost connection says what is safe, and the next command starts anew") func lost() throws {
        let server = try running(plain(3), [Fault(.close(after: 0), at: .verb("NOOP"))])
        let mailbox = try server.mailbox()
        let session = try mailbox.signedIn()
        try session.dele(1)
        mailbox.mark(1)
        let error = failure { try mailbox.failing { () throws(POP3Error) in try session.noop() } }
        #expect(error?.kind == "connection-lost" && error?.code == .tryLater)
        #expect(error?.kept == "1 marked for deletion; nothing was deleted on the server")
        #expect(try mailbox.maildrop().count == 3)
        #expect(mailbox.marked.isEmpty)
        #expect(server.counts.connections == 2)
    }

    @Test("at QUIT nobody knows what was deleted, and nothing else is claimed") func lostAtQuit() throws {
        let server = try running(plain(3), [Fault(.close(after: 0), at: .verb("QUIT"))])
        let mailbox = try server.mailbox()
        try mailbox.signedIn().dele(1)
        mailbox.mark(1)
        let error = failure { try mailbox.quit() }
        #expect(error?.kind == "connection-lost")
        // The server did delete: it carries QUIT out and hangs up before the answer.
        #expect(server.messages(of: "anna").count == 2)
        #expect(error?.kept == nil)
        #expect(error?.hint == "list  (shows which of the 1 marked for deletion are gone)")
    }

    @Test("a time-out names the time that was waited: for the connection another than for an answer") func timesOut() throws {
        let server = try running(plain(1), [Fault(.stall(after: 0), at: .verb("NOOP"))])
        let mailbox = try server.mailbox()
        mailbox.settings.deadlines = Deadlines(connect: .seconds(1), read: .seconds(2))
        let session = try mailbox.signedIn()
        #expect(
            failure { try mailbox.failing { () throws(POP3Error) in try session.noop() } }?.message.hasSuffix(" after 2 s")
                == true)
        // It greets nobody, and reads the ClientHello as a command without an end.
        server.faults = Faults([Fault(.stall(after: 0), at: .greeting)])
        let silent = try server.mailbox()
        silent.settings.endpoint = Endpoint(host: "127.0.0.1", port: server.port ?? 0, security: .tls)
        silent.settings.deadlines = Deadlines(connect: .seconds(1), read: .seconds(60))
        let error = failure { try silent.connected() }
        #expect(error?.kind == "timeout" && error?.message.hasSuffix(" after 1 s") == true, "\(String(describing: error))")
    }

    @Test func noServerAndNoUserAreUsageErrors() throws {
        let nowhere = Mailbox(settings: Settings(), canceller: try Canceller())
        #expect(failure { try nowhere.connected() }?.message == "no server was named")
        let server = try running()
        #expect(failure { try server.mailbox(user: nil).signedIn() }?.message == "no user was named")
        #expect(!server.lines().contains { $0.hasPrefix("AUTH") || $0.hasPrefix("USER") })
    }

    @Test func aWrongPasswordNamesTheUser() throws {
        let error = failure { try running().mailbox(password: "another").signedIn() }
        #expect(error?.message == "sign-in refused for anna")
        #expect(error?.code == .noPermission)
        #expect(error?.server == "[AUTH] wrong name or password")
    }

    @Test("an account is user@host, with the port where it is unusual") func account() throws {
        let server = try running()
        #expect(try server.mailbox().account() == "anna@127.0.0.1:\(server.port ?? 0)")
    }
}
