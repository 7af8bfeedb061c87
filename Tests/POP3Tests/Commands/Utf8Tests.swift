@testable import POP3
import MartletDemo
import Testing

@Suite("UTF8 (RFC 6856 section 2)") struct Utf8Tests {
    @Test func theServerAgrees() throws {
        let server = try running()
        let session = try server.connected()
        #expect(try session.utf8().text == "UTF-8 it is")
        #expect(server.lines() == ["UTF8"])
        try session.capa()
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "UTF8", in: .authorization) { try $0.utf8() } }
}
