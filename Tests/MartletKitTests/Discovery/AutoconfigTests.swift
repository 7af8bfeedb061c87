@testable import MartletKit
import POP3
import Testing

@Suite("autoconfig documents") struct AutoconfigTests {
    private let address: MailAddress

    init() throws { address = try MailAddress("anna@example.net") }

    private func read(_ text: String) -> (servers: [Autoconfig.Server], remark: String?) {
        Autoconfig.servers(in: Array(text.utf8), for: address)
    }

    private static func document(_ servers: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- a provider -->
        <clientConfig version="1.1">
          <emailProvider id="example.net">
            <domain>example.net</domain>
            <incomingServer type="imap"><hostname>imap.example.net</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
            \(servers)
            <outgoingServer type="smtp"><hostname>smtp.example.net</hostname></outgoingServer>
          </emailProvider>
        </clientConfig>
        """
    }

    private static func server(
        host: String = "pop.example.net", port: String = "995", socket: String = "SSL", user: String = "%EMAILADDRESS%",
        ways: [String] = ["password-cleartext"]
    ) -> String {
        "<incomingServer type=\"pop3\">\n<hostname> \(host)\n</hostname><port>\(port)</port><socketType>\(socket)</socketType>"
            + "<username>\(user)</username>" + ways.map { "<authentication>\($0)</authentication>" }.joined()
            + "<pop3><leaveMessagesOnServer>true</leaveMessagesOnServer></pop3></incomingServer>"
    }

    @Test("a POP3 server: host, port, security, user") func whole() {
        let read = read(Self.document(Self.server()))
        #expect(
            read.servers == [
                Autoconfig.Server(endpoint: Endpoint(host: "pop.example.net", security: .tls), user: "anna@example.net")
            ])
        #expect(read.remark == nil)
    }

    @Test(
        "the places of the address are filled in",
        arguments: [
            ("%EMAILLOCALPART%", "anna"), ("%EMAILDOMAIN%/%EMAILLOCALPART%", "example.net/anna"), ("x&amp;y", "x&y"),
            ("&#x41;", "A"),
        ])
    func placeholders(_ user: String, _ filled: String) {
        #expect(read(Self.document(Self.server(host: "pop.%EMAILDOMAIN%", user: user))).servers.first?.user == filled)
        #expect(read(Self.document(Self.server(host: "pop.%EMAILDOMAIN%"))).servers.first?.endpoint.host == "pop.example.net")
    }

    @Test("STARTTLS is STLS, and a server without encryption is told, not used") func security() {
        let stls = read(Self.document(Self.server(port: "110", socket: "STARTTLS"))).servers.first
        #expect(stls?.endpoint == Endpoint(host: "pop.example.net", security: .stls))
        let plain = read(Self.document(Self.server(port: "110", socket: "plain")))
        #expect(plain.servers.isEmpty)
        #expect(plain.remark == "names pop.example.net, but without encryption: not used")
    }

    @Test("OAuth2 alone is told") func oauth() {
        #expect(read(Self.document(Self.server(ways: ["OAuth2"]))).servers.first?.remark == "wants OAuth2")
        #expect(read(Self.document(Self.server(ways: ["OAuth2", "password-cleartext"]))).servers.first?.remark == nil)
    }

    @Test(
        "what is no server is none",
        arguments: [
            (["host": ""]), (["host": "a b"]), (["host": "h\u{1B}[31m"]), (["port": "0"]), (["port": "65536"]), (["port": "-1"]),
            (["port": ""]), (["host": "-a"]), (["host": String(repeating: "a", count: 300)]),
        ])
    func refused(_ fields: [String: String]) {
        let server = Self.server(host: fields["host"] ?? "h.example", port: fields["port"] ?? "995")
        #expect(read(Self.document(server)).servers.isEmpty)
    }

    @Test("a user with control characters is nobody") func controls() {
        #expect(read(Self.document(Self.server(user: "a&#27;[31m"))).servers.first?.user == nil)
    }

    @Test("a document that is cut anywhere gives no server") func cuts() {
        let text = Array(Self.document(Self.server()).utf8)
        let end = text.count
        for length in 0..<end {
            #expect(Autoconfig.servers(in: Array(text[..<length]), for: address).servers.isEmpty, "\(length)")
        }
        #expect(Autoconfig.servers(in: text, for: address).servers.count == 1)
    }

    @Test(
        "a document type, crossed elements, endless depth and no XML at all are not read",
        arguments: [
            "<!DOCTYPE a [<!ENTITY b \"c\">]><clientConfig/>", "<a><b></a></b>", String(repeating: "<a>", count: 100_000),
            "HTTP 404",
            "<", "<a", "<a b", "<a b=", "<a b=\"", "<!--", "<![CDATA[", "</a>", "<a b='1' b", "&", "<clientConfig>&#x110000;",
        ])
    func hostile(_ text: String) {
        #expect(read(text).servers.isEmpty)
    }

    @Test("more servers than a person reads are not kept") func many() {
        let read = read(Self.document(String(repeating: Self.server(), count: 100)))
        #expect(read.servers.count == 8)
    }
}
