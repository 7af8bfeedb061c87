@testable import MartletKit
import POP3
import Synchronization
import Testing

@Suite("who knows a domain's server") struct DiscoveryTests {
    /// A network that has these answers, and remembers what it was asked.
    private final class Network: ServiceLookup {
        let records: [String: [ServiceRecord]]
        let documents: [String: String]
        let greeting: Set<String>
        let delay: Duration
        let asked = Mutex<Set<String>>([])

        init(
            records: [String: [ServiceRecord]] = [:], documents: [String: String] = [:], greeting: Set<String> = [],
            delay: Duration = .zero
        ) {
            (self.records, self.documents, self.greeting, self.delay) = (records, documents, greeting, delay)
        }

        private func ask(_ what: String) {
            asked.withLock { _ = $0.insert(what) }
            if delay > .zero { pause(delay) }
        }

        func srv(_ name: String) -> [ServiceRecord]? {
            ask(name)
            return records[name] ?? []
        }

        func https(_ url: String) -> HTTPSAnswer {
            ask(url)
            return documents[url].map { .octets(Array($0.utf8)) } ?? .nothing
        }

        func greets(_ endpoint: Endpoint) -> Bool {
            ask(endpoint.authority)
            return greeting.contains(endpoint.authority)
        }
    }

    private func run(_ network: Network, sendsAddress: Bool = false, limit: Duration = .seconds(5)) throws -> Discovery.Outcome {
        Discovery(
            address: try MailAddress("anna@example.net"), sendsAddress: sendsAddress, lookup: network, limit: limit
        ).run()
    }

    private static func document(_ host: String) -> String {
        "<clientConfig><emailProvider><incomingServer type='pop3'><hostname>\(host)</hostname><port>995</port>"
            + "<socketType>SSL</socketType><username>anna</username></incomingServer></emailProvider></clientConfig>"
    }

    @Test("everybody is asked, and told the domain alone") func questions() throws {
        let network = Network()
        #expect(try run(network) == Discovery.Outcome())
        #expect(
            network.asked.withLock { $0 } == [
                "_pop3s._tcp.example.net", "_pop3._tcp.example.net", "https://autoconfig.example.net/mail/config-v1.1.xml",
                "https://example.net/.well-known/autoconfig/mail/config-v1.1.xml",
                "https://autoconfig.thunderbird.net/v1.1/example.net", "pop.example.net:995",
            ])
    }

    @Test("--send-address tells the domain's own servers the address, and nobody else") func address() throws {
        let network = Network()
        _ = try run(network, sendsAddress: true)
        let asked = network.asked.withLock { $0 }
        #expect(asked.filter { $0.contains("anna") }.count == 2)
        #expect(asked.contains("https://autoconfig.example.net/mail/config-v1.1.xml?emailaddress=anna%40example.net"))
    }

    @Test("DNS goes first, by priority and weight, TLS before STLS; then the domain, the directory, the probe") func order()
        throws
    {
        let network = Network(
            records: [
                "_pop3s._tcp.example.net": [
                    ServiceRecord(priority: 10, port: 995, target: "late.example.net"),
                    ServiceRecord(priority: 1, weight: 1, port: 995, target: "light.example.net"),
                    ServiceRecord(priority: 1, weight: 9, port: 9950, target: "Heavy.example.net"),
                ],
                "_pop3._tcp.example.net": [ServiceRecord(port: 110, target: "stls.example.net")],
            ],
            documents: [
                "https://autoconfig.thunderbird.net/v1.1/example.net": Self.document("directory.example.org"),
                "https://autoconfig.example.net/mail/config-v1.1.xml": Self.document("auto.example.net"),
            ], greeting: ["pop.example.net:995"])
        let findings = try run(network).findings
        #expect(
            findings.map(\.endpoint.authority) == [
                "heavy.example.net:9950", "light.example.net:995", "late.example.net:995", "stls.example.net:110",
                "auto.example.net:995", "directory.example.org:995", "pop.example.net:995",
            ])
        #expect(findings.map(\.source) == [.srv, .srv, .srv, .srv, .autoconfig, .directory, .probe])
        #expect(findings[3].endpoint.security == .stls)
        #expect(findings[4].user == "anna")
    }

    @Test("a target of \".\" says that there is no such service, and is no host") func notOffered() throws {
        let network = Network(records: ["_pop3._tcp.example.net": [ServiceRecord(port: 0, target: ".")]])
        let outcome = try run(network)
        #expect(outcome.findings.isEmpty)
        #expect(outcome.remarks == ["DNS SRV says that POP3 is not offered (RFC 6186)"])
    }

    @Test("who takes too long is not waited for") func slow() throws {
        let network = Network(greeting: ["pop.example.net:995"], delay: .seconds(20))
        let began = ContinuousClock.now
        let outcome = try run(network, limit: .milliseconds(200))
        #expect(ContinuousClock.now - began < .seconds(10))
        #expect(outcome.findings.isEmpty)
        #expect(outcome.remarks == ["not everybody answered in time"])
    }

    @Test("no curl is said once") func noCurl() throws {
        struct Bare: ServiceLookup {
            func srv(_ name: String) -> [ServiceRecord]? { nil }
            func https(_ url: String) -> HTTPSAnswer { .notAsked }
            func greets(_ endpoint: Endpoint) -> Bool { false }
        }
        let outcome = Discovery(address: try MailAddress("a@b.example"), sendsAddress: false, lookup: Bare()).run()
        #expect(
            outcome.remarks == [
                "DNS SRV  nobody answered", "DNS SRV  nobody answered", "autoconfig was not asked: there is no curl",
            ])
    }

    @Test(
        "whose host it is",
        arguments: [("pop.example.net", true), ("EXAMPLE.net", true), ("example.net.evil.org", false), ("notexample.net", false)])
    func owns(_ host: String, _ own: Bool) throws {
        #expect(try MailAddress("anna@example.net").owns(host) == own)
    }

    @Test(
        "what is no mail address",
        arguments: ["anna", "@example.net", "anna@", "anna@exa mple", "anna@a..b", "a b@c", "a@-b", "anna@m\u{FC}ller.example"])
    func noAddress(_ text: String) {
        #expect(failure { try MailAddress(text) }?.code == .usage)
    }

    @Test(
        "what the account would be called",
        arguments: [("a@example.net", "example"), ("a@mail.example.co", "example"), ("a@localhost", "localhost"), ("a@x.y", "x")])
    func name(_ address: String, _ name: String) throws {
        #expect(try MailAddress(address).suggestedName == name)
    }

    @Test("a helper program is bounded in time and size, and one that is not there is told apart") func helper() {
        func run(_ words: String...) -> Result<[UInt8], Helper.Failed> {
            Helper.output(of: words, limitOctets: 1000, within: .milliseconds(500))
        }
        #expect((try? run("printf", "abc").get()) == Array("abc".utf8))
        guard case .failure(let gone) = run("no-such-program-here") else { return #expect(Bool(false)) }
        #expect(gone.isMissing)
        let began = ContinuousClock.now
        for words in [["sleep", "20"], ["head", "-c", "5000", "/dev/zero"], ["false"]] {
            guard case .failure(let failed) = Helper.output(of: words, limitOctets: 1000, within: .milliseconds(500)) else {
                #expect(Bool(false), "\(words)")
                continue
            }
            #expect(!failed.isMissing)
        }
        #expect(ContinuousClock.now - began < .seconds(15))
    }
}
