@testable import POP3
import MartletDemo
import Testing

@Suite("QUIT (RFC 1939 sections 4 and 6)") struct QuitTests {
    @Test func theSessionIsOverBeforeSignInToo() throws {
        let server = try running()
        let session = try server.connected()
        #expect(try session.quit().text == "goodbye")
        #expect(session.state == .ended)
        #expect(server.lines() == ["QUIT"])
    }

    @Test("after QUIT every command is refused and nothing is sent") func afterQuit() throws {
        let server = try running()
        let session = try server.signedIn()
        try session.quit()
        #expect(failure { try session.quit() }?.kind == .state)
        #expect(failure { try session.noop() }?.kind == .state)
        #expect(failure { try session.capa() }?.kind == .state)
        #expect(failure { try session.utf8() }?.kind == .state)
        #expect(failure { try session.lang() }?.kind == .state)
        #expect(failure { try session.message(1) }?.kind == .state)
        #expect(failure { try session.maildrop() }?.kind == .state)
        #expect(failure { try session.user("anna") }?.kind == .state)
        #expect(failure { try session.signIn(user: "anna", password: [1]) }?.kind == .state)
        #expect(server.lines() == ["QUIT"])
    }

    @Test("messages that were not removed are an error, and the session is over") func refused() throws {
        let server = try running(plain(2), [Fault(.refuse("some deleted messages not removed"), at: .verb("QUIT"))])
        let session = try server.signedIn()
        try session.dele(1)
        let error = failure { try session.quit() }
        #expect(error?.kind == .refused(nil))
        #expect(error?.serverText == "some deleted messages not removed")
        #expect(session.state == .ended)
    }

    @Test("hanging up without an answer is an error: nobody knows what was deleted") func noAnswer() throws {
        let server = try running(plain(2), [Fault(.close(after: 0), at: .verb("QUIT"))])
        let session = try server.signedIn()
        try session.dele(1)
        #expect(failure { try session.quit() }?.kind == .closed)
        #expect(session.state == .ended)
    }
}
