@testable import POP3
import Foundation
import MartletDemo
import Testing

@Suite("PASS (RFC 1939 section 7)") struct PassTests {
    @Test func signsInAndForgetsWhatCapaSaid() throws {
        let server = try running()
        let session = try server.connected()
        try session.user("anna")
        #expect(try session.pass(Array(password.utf8)).text.hasPrefix("welcome"))
        #expect(session.state == .transaction)
        #expect(session.user == "anna")
        #expect(server.lines() == ["USER anna", "PASS \(password)"])
        try session.noop()
    }

    @Test("blanks and octets above 127 are part of the password", arguments: [" x ", "  ", "gr\u{FC}n"]) func octets(
        _ text: String
    ) throws {
        let server = try DemoServer(accounts: [DemoAccount(user: "anna", password: text, messages: [])])
        try server.start()
        let session = try server.connected()
        try session.user("anna")
        try session.pass(Array(text.utf8))
        #expect(session.state == .transaction)
    }

    @Test func aWrongPasswordIsRefusedAndAnotherMayBeTried() throws {
        let session = try running().connected()
        try session.user("anna")
        let error = failure { try session.pass(Array("wrong".utf8)) }
        #expect(error?.kind == .refused(.auth))
        #expect(session.state == .authorization)
        try session.user("anna")
        try session.pass(Array(password.utf8))
        #expect(session.state == .transaction)
    }

    @Test func aServerThatHangsUpOnAWrongPasswordEndsTheSession() throws {
        var faults = Faults()
        faults.badPassword = .closed
        let session = try running(faults: faults).connected()
        try session.user("anna")
        let error = failure { try session.pass(Array("wrong".utf8)) }
        #expect(error?.kind == .closed && error?.credentialWasSent == true)
        #expect(session.state == .ended)
    }

    @Test("a server that had hung up before says nothing about the password") func hungUpBefore() throws {
        let server = try running(plain(1), [Fault(.close(after: 1000), at: .verb("USER"))])
        let session = try server.connected()
        try session.user("anna")
        // The end of the stream comes behind the reply, and is on its way still.
        Thread.sleep(forTimeInterval: 0.3)
        let error = failure { try session.pass(Array(password.utf8)) }
        #expect(error?.isHangUp == true && error?.credentialWasSent == false)
    }

    @Test(
        "a line that is no reply is shown as far as 80 octets, and never a part of the password",
        arguments: [
            ("what?", "what?"), ("you said open sesame, friend", "you said ****, friend"),
            ("open sesame open sesame", "**** ****"),
            (String(repeating: "a", count: 75) + "open sesame", String(repeating: "a", count: 75) + "****"),
            (String(repeating: "a", count: 78) + "open sesame", String(repeating: "a", count: 78) + "**"),
            (String(repeating: "b", count: 100), String(repeating: "b", count: 80)),
        ])
    func strange(_ line: String, _ shown: String) throws {
        let server = try running(plain(1), [Fault(.replace(text: line + "\r\n"), at: .verb("PASS"))])
        let session = try server.connected()
        try session.user("anna")
        let error = failure { try session.pass(Array(password.utf8)) }
        #expect(error?.kind == .protocolViolation && error?.verb == "PASS")
        #expect(error?.serverText == shown)
    }

    @Test func afterSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "PASS", in: .transaction) { try $0.pass([1]) }
    }

    @Test("a line break or NUL is refused and nothing is sent", arguments: [10, 13, 0] as [UInt8]) func injection(_ octet: UInt8)
        throws
    {
        try expectRefusedUnsent(.argument, verb: "PASS", in: .authorization) { try $0.pass([65, octet, 66]) }
    }
}
