@testable import POP3
import MartletDemo
import Testing

@Suite("TOP (RFC 1939 section 7)") struct TopTests {
    private let message = DemoMessage(uniqueID: "u", text: "Subject: s\r\n\r\none\r\n..two\r\nthree\r\n")

    private func top(_ session: Session, _ number: Int, lines: Int) throws -> String {
        var octets: [UInt8] = []
        try session.top(number, lines: lines) { piece in piece.withUnsafeBytes { octets.append(contentsOf: $0) } }
        return String(decoding: octets, as: UTF8.self)
    }

    @Test(
        "the header, the blank line and so many lines",
        arguments: [(0, ""), (1, "one\r\n"), (2, "one\r\n..two\r\n"), (99_999, "one\r\n..two\r\nthree\r\n")])
    func lines(_ count: Int, _ body: String) throws {
        let server = try running([message])
        let session = try server.signedIn()
        #expect(try top(session, 1, lines: count) == "Subject: s\r\n\r\n" + body)
        #expect(server.lines() == ["CAPA", "TOP 1 \(count)"])
        try session.noop()
    }

    @Test func aMessageThatDoesNotExistIsRefusedWithItsNumber() throws {
        let error = failure { try top(running([message]).signedIn(), 2, lines: 0) }
        #expect(error?.kind == .refused(nil))
        #expect(error?.verb == "TOP" && error?.number == 2)
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "TOP") { _ = try top($0, 1, lines: 0) } }

    @Test func beforeSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "TOP", in: .authorization) { _ = try top($0, 1, lines: 0) }
    }

    @Test func aNegativeNumberOfLinesIsRefusedAndNothingIsSent() throws {
        try expectRefusedUnsent(.argument, verb: "TOP", in: .transaction) { _ = try top($0, 1, lines: -1) }
    }

    @Test func numberZeroIsRefusedAndNothingIsSent() throws {
        try expectRefusedUnsent(.argument, verb: "TOP", in: .transaction) { _ = try top($0, 0, lines: 1) }
    }
}
