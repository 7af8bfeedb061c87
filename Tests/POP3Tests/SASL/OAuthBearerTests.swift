@testable import POP3
import Testing

@Suite("OAUTHBEARER (RFC 7628)") struct OAuthBearerTests {
    private func message(_ user: String, host: String = "h", _ token: String = "t") throws -> [UInt8]? {
        try OAuthBearer(user: user, host: host, port: 995, token: Array(token.utf8)).initialResponse()
    }

    @Test("the example of RFC 7628 section 4.1") func example() throws {
        let message = try OAuthBearer(
            user: "user@example.com", host: "server.example.com", port: 143,
            token: Array("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==".utf8)
        ).initialResponse()
        #expect(
            Base64.encode(try #require(message))
                == "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB"
        )
    }

    @Test("comma and = of a name are written otherwise (RFC 5801 section 4)") func name() throws {
        #expect(try message("a,b=c") == Array("n,a=a=2Cb=3Dc,\u{1}host=h\u{1}port=995\u{1}auth=Bearer t\u{1}\u{1}".utf8))
    }

    @Test("a line break, NUL or ^A is refused wherever it stands", arguments: [0, 1, 10, 13] as [UInt8])
    func refused(_ octet: UInt8) {
        let text = "a" + String(Unicode.Scalar(octet)) + "b"
        #expect(failure { try message(text) }?.kind == .argument)
        #expect(failure { try message("a", host: text) }?.kind == .argument)
        #expect(failure { try message("a", text) }?.kind == .argument)
    }

    @Test("a token that is empty, or longer than any command may be, is refused") func length() {
        #expect(failure { try message("a", "") }?.kind == .argument)
        #expect(failure { try message("a", String(repeating: "t", count: Limits.commandOctets)) }?.kind == .argument)
    }

    @Test("one challenge is answered, by ^A, and its reason kept (section 3.2.3)") func challenge() {
        var mechanism = OAuthBearer(user: "a", host: "h", port: 1, token: [65])
        #expect(mechanism.respond(to: Array(#"{"status":"invalid_token","scope":"example_scope"}"#.utf8)) == [1])
        #expect(mechanism.complaint == "invalid_token")
        #expect(mechanism.respond(to: []) == nil)
    }
}
