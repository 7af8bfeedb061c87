@testable import POP3
import MartletDemo
import Testing

@Suite("RETR (RFC 1939 section 5)") struct RetrTests {
    @Test("every sample comes as its sender wrote it") func samples() throws {
        let server = try running(SampleMail.all)
        let session = try server.signedIn()
        let sink = Heard()
        try session.fetch(Array(1...SampleMail.all.count), into: sink)
        #expect(sink.whole == Array(1...SampleMail.all.count))
        for (index, message) in SampleMail.all.enumerated() {
            #expect(sink.octets[index + 1] ?? [] == message.wireOctets, "sample \(index + 1)")
        }
    }

    @Test func oneMessage() throws {
        let messages = plain(3)
        let server = try running(messages)
        let session = try server.signedIn()
        #expect(try session.message(2) == messages[1].wireOctets)
        #expect(server.lines() == ["CAPA", "RETR 2"])
        try session.noop()
    }

    @Test func anEmptyMessageHasNoOctets() throws {
        let session = try running([DemoMessage(uniqueID: "u", text: "")]).signedIn()
        #expect(try session.message(1) == [])
        try session.noop()
    }

    @Test func aMessageThatDoesNotExistIsRefusedWithItsNumber() throws {
        let session = try running().signedIn()
        let error = failure { try session.message(4) }
        #expect(error?.kind == .refused(nil))
        #expect(error?.verb == "RETR" && error?.number == 4)
        try session.noop()
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "RETR") { _ = try $0.message(1) } }

    @Test func beforeSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "RETR", in: .authorization) { _ = try $0.message(1) }
    }

    @Test("numbers below 1 are refused and nothing is sent", arguments: [0, -7]) func noNumber(_ number: Int) throws {
        try expectRefusedUnsent(.argument, verb: "RETR", in: .transaction) { _ = try $0.message(number) }
    }
}
