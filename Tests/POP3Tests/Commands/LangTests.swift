@testable import POP3
import MartletDemo
import Testing

@Suite("LANG (RFC 6856 section 3)") struct LangTests {
    @Test func listsLanguages() throws {
        #expect(try running().connected().lang() == [Session.Language(tag: "en", description: "English")])
    }

    @Test func choosesALanguage() throws {
        let server = try running()
        let session = try server.signedIn()
        #expect(try session.lang("*").text == "en English it is")
        #expect(failure { try session.lang("tlh") }?.kind == .refused(nil))
        #expect(server.lines() == ["LANG *", "LANG tlh"])
        try session.noop()
    }

    @Test("what is no tag is refused and nothing is sent", arguments: ["", "en us", "en\r\nDELE 1", "d\u{E9}"]) func noTag(
        _ tag: String
    ) throws {
        try expectRefusedUnsent(.argument, verb: "LANG", in: .transaction) { try $0.lang(tag) }
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "LANG", in: .authorization) { _ = try $0.lang() } }
}
