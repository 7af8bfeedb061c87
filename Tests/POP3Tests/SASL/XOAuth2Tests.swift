@testable import POP3
import Testing

@Suite("XOAUTH2 (Google's and Microsoft's)") struct XOAuth2Tests {
    @Test("the example of Google's pages") func example() throws {
        let message = try XOAuth2(
            user: "someuser@example.com", token: Array("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg".utf8)
        ).initialResponse()
        #expect(
            Base64.encode(try #require(message))
                == "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ=="
        )
    }

    @Test("a line break, NUL or ^A is refused wherever it stands", arguments: [0, 1, 10, 13] as [UInt8])
    func refused(_ octet: UInt8) {
        let text = "a" + String(Unicode.Scalar(octet)) + "b"
        #expect(failure { try XOAuth2(user: text, token: [65]).initialResponse() }?.kind == .argument)
        #expect(failure { try XOAuth2(user: "a", token: Array(text.utf8)).initialResponse() }?.kind == .argument)
    }

    @Test("a token that is empty, or longer than any command may be, is refused") func length() throws {
        #expect(failure { try XOAuth2(user: "a", token: []).initialResponse() }?.kind == .argument)
        let most = (Limits.commandOctets - 2) / 4 * 3 - "user=a^auth=Bearer ^^".utf8.count
        _ = try XOAuth2(user: "a", token: Array(repeating: 65, count: most)).initialResponse()
        let error = failure { try XOAuth2(user: "a", token: Array(repeating: 65, count: most + 1)).initialResponse() }
        #expect(error?.kind == .argument)
        #expect(error?.detail == "a token of \(most + 1) octets is too long for a command")
    }

    @Test("one challenge is answered, by an empty line, and its reason kept") func challenge() {
        var mechanism = XOAuth2(user: "a", token: [65])
        #expect(mechanism.complaint == nil)
        #expect(mechanism.respond(to: Array(#"{"status":"401","schemes":"bearer mac","scope":"https://mail/"}"#.utf8)) == [])
        #expect(mechanism.complaint == "401")
        #expect(mechanism.respond(to: []) == nil)
    }

    @Test(
        "of the reason only words that no token is",
        arguments: [
            (#"{"status":"invalid_token"}"#, "invalid_token"),
            (#"{ "scope" : "x", "status" : "insufficient_scope" }"#, "insufficient_scope"),
            (#"{"status":400}"#, "400"), (#"{"status":"ya29.secret"}"#, nil), (#"{"status":"40"}"#, nil), (#"{"status"}"#, nil),
            ("", nil), ("no JSON", nil), (#"{"status":"invalid_token_ya29"}"#, nil), (#"{"status":"٤٠٠"}"#, nil),
        ] as [(String, String?)])
    func reasons(_ challenge: String, _ status: String?) {
        #expect(Bearer.status(in: Array(challenge.utf8)) == status)
    }
}
