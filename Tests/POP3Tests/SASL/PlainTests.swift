@testable import POP3
import Testing

@Suite("PLAIN (RFC 4616)") struct PlainTests {
    @Test func userAndPasswordBetweenNULs() throws {
        #expect(try Plain(user: "ånna", password: [0xFF, 0x20]).initialResponse() == [0] + Array("ånna".utf8) + [0, 0xFF, 0x20])
    }

    @Test("a line break or NUL is refused wherever it stands", arguments: [0, 10, 13] as [UInt8]) func refused(_ octet: UInt8) {
        let text = "a" + String(Unicode.Scalar(octet)) + "b"
        #expect(failure { try Plain(user: text, password: [65]).initialResponse() }?.kind == .argument)
        #expect(failure { try Plain(user: "a", password: Array(text.utf8)).initialResponse() }?.kind == .argument)
    }

    @Test("the password is a secret by itself, not in its line alone") func secret() {
        #expect(Plain(user: "a", password: [65, 66]).secrets == [[65, 66]])
    }

    @Test func aChallengeHasNoAnswer() {
        #expect(Plain(user: "a", password: [65]).respond(to: []) == nil)
    }
}
