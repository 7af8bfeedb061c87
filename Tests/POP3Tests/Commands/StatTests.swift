@testable import POP3
import MartletDemo
import Testing

@Suite("STAT (RFC 1939 section 5)") struct StatTests {
    @Test func countAndOctetsOfTheMaildrop() throws {
        let messages = plain(3)
        let server = try running(messages)
        let session = try server.signedIn()
        let (count, octets) = try session.stat()
        #expect(count == 3)
        #expect(octets == messages.reduce(0) { $0 + Int64($1.wireOctets.count) })
        #expect(server.lines() == ["STAT"])
    }

    @Test(
        "an answer without two numbers is refused and the session lives on",
        arguments: ["+OK 2", "+OK 2 ", "+OK 2 x", "+OK", "+OK -1 5"])
    func oddAnswer(_ line: String) throws {
        let server = try running(plain(1), [Fault(.replace(text: line + "\r\n"), at: .verb("STAT"))])
        let session = try server.signedIn()
        let error = failure { try session.stat() }
        #expect(error?.kind == .refused(nil))
        #expect(error?.connectionIsUsable == true)
        try session.noop()
    }

    @Test func aNegativeSizeIsAHintLikeAnyOther() throws {
        let server = try running(plain(1), [Fault(.replace(text: "+OK 1 -2147483648\r\n"), at: .verb("STAT"))])
        #expect(try server.signedIn().stat().octets == -2_147_483_648)
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "STAT") { _ = try $0.stat() } }

    @Test func beforeSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "STAT", in: .authorization) { _ = try $0.stat() }
    }
}
