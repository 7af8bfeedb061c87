@testable import POP3
import Testing

@Suite("response codes (RFC 2449 section 8, RFC 3206, RFC 6856)") struct ResponseCodeTests {
    @Test(
        "a code that begins the text is split off",
        arguments: [
            ("[IN-USE] busy", ResponseCode.inUse, "busy"), ("[LOGIN-DELAY] wait", .loginDelay, "wait"),
            ("[AUTH] no", .auth, "no"),
            ("[SYS/TEMP] later", .systemTemporary, "later"), ("[SYS/PERM] never", .systemPermanent, "never"),
            ("[UTF8] say so", .utf8, "say so"),
            ("[in-use] busy", .inUse, "busy"), ("[AUTH]", .auth, ""), ("[AUTH]no", .auth, "no"), ("[AUTH]   no", .auth, "no"),
            ("[x-own/1] text", .other("X-OWN/1"), "text"),
            ("[\(String(repeating: "a", count: 64))]", .other(String(repeating: "A", count: 64)), ""),
        ])
    func split(_ text: String, _ code: ResponseCode, _ rest: String) {
        let found = ResponseCode.split(text)
        #expect(found.code == code)
        #expect(found.rest == rest)
    }

    @Test(
        "anything else is text",
        arguments: [
            "", "busy", " [AUTH] no", "x[AUTH]", "[", "[]", "[] no", "[AUTH no", "[A UTH] no", "[A\tB]", "[[AUTH]] no",
            "[A\u{7F}]", "[\u{E4}]",
            "[\(String(repeating: "a", count: 65))]",
        ])
    func none(_ text: String) {
        let found = ResponseCode.split(text)
        #expect(found.code == nil)
        #expect(found.rest == text)
    }

    @Test(
        "a code is written as servers write it",
        arguments: ["IN-USE", "LOGIN-DELAY", "AUTH", "SYS/TEMP", "SYS/PERM", "UTF8", "X-OWN"])
    func text(_ text: String) {
        #expect(ResponseCode(text).text == text)
    }

    @Test func aReplyKnowsItsCode() {
        #expect(Reply(said: "[AUTH] no", text: "[AUTH] no").code == .auth)
        #expect(Reply(said: "no", text: "no").code == nil)
        #expect(Reply(said: "[AUTH] no", text: "[****] no").code == .auth)
        #expect(Reply(said: "[SESAME] no", text: "[****] no").code == .other("****"))
    }
}
