@testable import MartletKit
import POP3
import Testing

@Suite("server addresses") struct ServerURLTests {
    @Test(
        "what an address says",
        arguments: [
            ("pops://pop.example.net", "pop.example.net", 995, .tls, nil), ("pop.example.net", "pop.example.net", 995, .tls, nil),
            ("pop://pop.example.net", "pop.example.net", 110, .stls, nil),
            ("POP3S://Pop.Example.Net/", "Pop.Example.Net", 995, .tls, nil),
            ("pop3://h:1110", "h", 1110, .stls, nil), ("pops://anna@h", "h", 995, .tls, "anna"),
            ("anna@h:65535", "h", 65535, .tls, "anna"),
            ("pops://anna%40example.net@h", "h", 995, .tls, "anna@example.net"),
            ("pops://anna@example.net@h", "h", 995, .tls, "anna@example.net"),
            ("pops://gr%C3%BCn@h", "h", 995, .tls, "grün"), ("pops://[::1]:1995", "::1", 1995, .tls, nil),
            ("[2001:db8::1]", "2001:db8::1", 995, .tls, nil),
            ("::1", "::1", 995, .tls, nil), ("pops://127.0.0.1", "127.0.0.1", 995, .tls, nil),
        ] as [(String, String, UInt16, Endpoint.Security, String?)])
    func read(_ text: String, _ host: String, _ port: UInt16, _ security: Endpoint.Security, _ user: String?) throws {
        let url = try ServerURL(text)
        #expect(url.endpoint == Endpoint(host: host, port: port, security: security))
        #expect(url.user == user)
    }

    @Test func cleartextOnlyWhereItWasAskedFor() throws {
        #expect(try ServerURL("pop://h", cleartext: true).endpoint.security == .cleartext)
        #expect(try ServerURL("pops://h", cleartext: true).endpoint.security == .tls)
        #expect(try ServerURL("h", cleartext: true).endpoint.security == .tls)
    }

    @Test(
        "a password in the address is refused and stands in no message",
        arguments: ["pops://anna:hunter2@h", "anna:hunter2@h", "pops://:hunter2@h"])
    func password(_ text: String) {
        let error = failure { try ServerURL(text) }
        #expect(error?.message == "a password in the server address would show in the process list; it was not used")
        #expect(error?.text.contains("hunter2") == false)
    }

    @Test(
        "what is no address is a usage error",
        arguments: [
            "", "pops://", "imap://h", "http://h/", "pops://h/inbox", "pops://h:0", "pops://h:65536", "pops://h:", "pops://h:x",
            "pops://h:-1", "pops://:995",
            "pops://[::1", "pops://[::1]x", "pops://[]", "pops://a%zz@h", "pops://a%4@h", "pops://a%FF@h", "pops://h h",
            "pops://h\n", "pops://h\0",
        ])
    func refused(_ text: String) {
        #expect(failure { try ServerURL(text) }?.code == .usage)
    }
}
