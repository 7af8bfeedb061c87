@testable import POP3
import MartletDemo
import Testing

@Suite("CAPA (RFC 2449 section 5)") struct CapaTests {
    @Test func inBothStates() throws {
        let server = try running()
        let session = try server.connected()
        #expect(session.capabilities == nil)
        let before = try session.capa()
        #expect(before.pipelining && before.mechanisms == ["PLAIN"])
        #expect(session.capabilities == before)
        try session.signIn(user: "anna", password: Array(password.utf8))
        #expect(try session.capa()["IMPLEMENTATION"] == ["martlet-demo"])
    }

    @Test func aServerWithoutItIsNotAskedAgain() throws {
        var faults = Faults()
        faults.unknownVerbs = ["CAPA"]
        let server = try running(faults: faults)
        let session = try server.connected()
        #expect(failure { try session.capa() }?.kind == .refused(nil))
        #expect(session.capabilities == nil)
        try session.signIn(user: "anna", password: Array(password.utf8))
        #expect(server.lines() == ["CAPA", "USER anna", "PASS \(password)"])
    }

    @Test("a server that hangs up at it is called again without it (FIELD: quirk 1)", arguments: [0, 5])
    func hangsUp(_ after: Int) throws {
        let server = try running(plain(2), [Fault(.close(after: after), at: .verb("CAPA"))])
        let session = try server.connected()
        try session.signIn(user: "anna", password: Array(password.utf8))
        #expect(try session.maildrop().count == 2)
        #expect(server.lines() == ["CAPA", "USER anna", "PASS \(password)", "LIST", "UIDL"])
        #expect(server.counts.connections == 2)
    }

    @Test("one that hangs up a second time is not called again, nor one that has to say STLS first")
    func hangsUpAlways() throws {
        let server = try running(
            plain(2), [Fault(.close(after: 0), at: .verb("CAPA")), Fault(.close(after: 0), at: .verb("USER"))])
        #expect(failure { try server.connected().signIn(user: "anna", password: [65]) }?.verb == "USER")
        #expect(server.counts.connections == 2)
        server.forgetRecord()
        let error = failure { try server.connected(.stls).signIn(user: "anna", password: [65]) }
        #expect(error?.kind == .closed && error?.verb == "CAPA")
        #expect(server.counts.connections == 1)
    }

    @Test func afterSignInItIsAskedAgainWhenItIsNeeded() throws {
        let server = try running()
        let session = try server.signedIn()
        _ = try session.message(1)
        _ = try session.message(2)
        #expect(server.lines() == ["CAPA", "RETR 1", "RETR 2"])
    }

    @Test("more lines than the limit end the connection", arguments: [0, 1]) func limit(_ more: Int) throws {
        let lines = String(repeating: "X\r\n", count: Limits.capabilityLines + more)
        let session = try running(plain(1), [Fault(.replace(text: "+OK\r\n\(lines).\r\n"), at: .verb("CAPA"))]).connected()
        if more == 0 {
            #expect(try session.capa().entries.count == Limits.capabilityLines)
        } else {
            #expect(failure { try session.capa() }?.kind == .limit)
            #expect(failure { try session.capa() }?.kind == .limit)
        }
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "CAPA", in: .authorization) { try $0.capa() } }
}
