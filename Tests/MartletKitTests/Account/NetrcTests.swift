@testable import MartletKit
import Testing

@Suite("passwords in a netrc file") struct NetrcTests {
    private func find(_ text: String, user: String = "anna", host: String = "pop.example.net") -> String? {
        Netrc.find(user: user, host: host, in: Array(text.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "the entry of host and user",
        arguments: [
            "machine pop.example.net login anna password hunter2", "machine POP.example.net\n\tlogin anna\n\tpassword hunter2\n",
            "machine other login anna password no\nmachine pop.example.net login berta password no\n"
                + "machine pop.example.net login anna password hunter2",
            "machine pop.example.net password hunter2", "default login anna password hunter2",
            "# machine pop.example.net password no\nmachine pop.example.net login \"anna\" password \"hunter2\"",
            "machine pop.example.net login anna account x password hunter2 macdef init\nmachine y password z\n\n",
            "macdef init\ncd /pub\nmachine pop.example.net password no\n\nmachine pop.example.net login anna password hunter2\r\n",
        ])
    func found(_ text: String) { #expect(find(text) == "hunter2") }

    @Test(
        "nothing for others",
        arguments: [
            "", "machine", "machine pop.example.net", "machine pop.example.net login anna", "password hunter2",
            "machine pop.example.net login berta password hunter2", "machine example.net login anna password hunter2",
            "machine pop.example.net login anna password",
        ])
    func missing(_ text: String) { #expect(find(text) == nil) }

    @Test("a quoted value may hold blanks, quotes and #") func quoted() {
        #expect(find(#"machine pop.example.net login anna password "a \"b\" \\ #c""#) == #"a "b" \ #c"#)
        #expect(find("machine pop.example.net login anna password a#c") == "a#c")
    }

    @Test("only its owner may read the file") func mode() throws {
        let folder = try ScratchFolder()
        let text = "machine h login anna password hunter2"
        let open = try folder.file("open", text, mode: 0o644)
        #expect(failure { try PasswordSource.netrc(open).read(user: "anna", host: "h") }?.code == .configuration)
        let own = try folder.file("own", text)
        #expect(try PasswordSource.netrc(own).read(user: "anna", host: "H") == Array("hunter2".utf8))
        let none = failure { try PasswordSource.netrc(own).read(user: "berta", host: "h") }
        #expect(none?.message == "\(own) has no password for berta at h")
    }
}
