@testable import POP3
import MartletDemo
import Testing

@Suite("UTF8 (RFC 6856 section 2)") struct Utf8Tests {
    @Test func theServerAgrees() throws {
        let server = try running()
        let session = try server.connected()
        #expect(try session.utf8().text == "UTF-8 it is")
        #expect(server.lines() == ["UTF8"])
        try session.capa()
    }

    @Test("behind a sign-in it is refused, and nothing is sent (RFC 6856 section 2)") func behindSignIn() throws {
        try expectRefusedUnsent(.state, verb: "UTF8", in: .transaction) { try $0.utf8() }
    }

    @Test("STLS must not follow it (RFC 6856 section 2.1): nothing is sent") func noSTLS() throws {
        let server = try running()
        let session = try server.connected()
        try session.utf8()
        let error = failure { try session.stls() }
        #expect(error?.kind == .state && error?.verb == "STLS")
        try session.capa()
        #expect(server.lines() == ["UTF8", "CAPA"])
    }

    @Test("a UTF8 that was refused bars nothing") func refusedBarsNothing() throws {
        let server = try running(plain(1), [Fault(.refuse("no"), at: .verb("UTF8"))])
        let session = try server.connected()
        _ = failure { try session.utf8() }
        #expect(failure { try session.stls() }?.kind == .refused(nil))
        #expect(server.lines() == ["UTF8", "STLS"])
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "UTF8", in: .authorization) { try $0.utf8() } }
}
