import MartletDemo
@testable import MartletKit
import POP3
import Synchronization
import Testing

/// The resolver, `curl` and the session as they are, on sockets of loopback.
@Suite("who knows a domain's server, on the network") struct SystemLookupTests {
    /// A name server, a web server with a certificate for these names, and the way there.
    private final class Network {
        let names: NameServer
        let web: WebServer
        let lookup: SystemLookup
        private let folder: ScratchFolder

        init(
            _ records: [String: [NameServer.Record]] = [:], forged: [NameServer.Record] = [], _ replies: [String: [UInt8]] = [:],
            _ hosts: [String] = ["autoconfig.example.net", "example.net"]
        ) throws {
            folder = try ScratchFolder()
            var claims = DemoCertificate.Claims()
            (claims.commonName, claims.alternativeNames) = (hosts[0], hosts.map { "DNS:\($0)" })
            let certificate = try DemoCertificate.make(in: folder.path, named: "web", claims)
            names = try NameServer(records, forged: forged)
            web = try WebServer(certificate, replies)
            lookup = SystemLookup(
                trust: Trust(),
                detour: .init(
                    nameServerPort: names.port, httpsPort: web.port, authority: certificate.authorityPath ?? ""))
        }

        deinit {
            names.stop()
            web.stop()
        }
    }

    private static func document(_ host: String) -> String {
        "<clientConfig><emailProvider><incomingServer type='pop3'><hostname>\(host)</hostname><port>995</port>"
            + "<socketType>SSL</socketType><username>anna</username></incomingServer></emailProvider></clientConfig>"
    }

    // MARK: DNS

    @Test("the resolver's records: priority, weight, port and target; none for a name that is not there") func records() throws {
        let network = try Network([
            "_pop3s._tcp.example.net": [.init(1, 2, port: 995, "pop.example.net"), .init(port: 0, ".")],
            // "pop", then a pointer to "example.net" in the question.
            "_pop3._tcp.example.net": [.init(port: 110, raw: [3] + Array("pop".utf8) + [0xC0, 23])],
        ])
        #expect(
            network.lookup.srv("_pop3s._tcp.example.net") == [
                ServiceRecord(priority: 1, weight: 2, port: 995, target: "pop.example.net"), ServiceRecord(port: 0, target: "."),
            ])
        #expect(network.lookup.srv("_pop3._tcp.example.net") == [ServiceRecord(port: 110, target: "pop.example.net")])
        #expect(network.lookup.srv("_pop3s._tcp.example.org") == [])
    }

    @Test("an answer that cannot be read, and none at all, are nobody's") func unreadable() throws {
        let network = try Network(["_pop3s._tcp.example.net": [.init(port: 995, raw: [0xC0, 59])]])
        #expect(network.lookup.srv("_pop3s._tcp.example.net") == nil, "a pointer to itself")
        network.names.stop()
        let began = ContinuousClock.now
        #expect(network.lookup.srv("_pop3s._tcp.example.net") == nil)
        #expect(ContinuousClock.now - began < .seconds(20))
    }

    @Test("an answer under another id is not taken") func forged() throws {
        let network = try Network(
            ["_pop3s._tcp.example.net": [.init(port: 995, "pop.example.net")]], forged: [.init(port: 995, "evil.example.org")])
        #expect(network.lookup.srv("_pop3s._tcp.example.net") == [ServiceRecord(port: 995, target: "pop.example.net")])
    }

    // MARK: HTTPS

    @Test("a document comes whole, and what is missing is nothing") func documents() throws {
        let text = Self.document("pop.example.net")
        let network = try Network([:], ["autoconfig.example.net/mail/config-v1.1.xml": WebServer.document(text)])
        #expect(network.lookup.https("https://autoconfig.example.net/mail/config-v1.1.xml") == .octets(Array(text.utf8)))
        #expect(network.lookup.https("https://autoconfig.example.net/other") == .nothing)
        #expect(
            network.web.asked.withLock { $0 } == [
                "autoconfig.example.net/mail/config-v1.1.xml", "autoconfig.example.net/other",
            ])
    }

    @Test("a server whose certificate is another's is not even asked") func wrongName() throws {
        let network = try Network([:], ["autoconfig.example.org/": WebServer.document("<a/>")])
        #expect(network.lookup.https("https://autoconfig.example.org/") == .nothing)
        #expect(network.web.asked.withLock { $0 } == [])
    }

    @Test("a way from HTTPS to HTTP is not taken, one to HTTPS is") func redirects() throws {
        func to(_ place: String) -> [UInt8] {
            Array("HTTP/1.1 302 Found\r\nLocation: \(place)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
        }
        let network = try Network(
            [:],
            [
                "example.net/down": to("http://example.net/there"), "example.net/file": to("file:///etc/hosts"),
                "example.net/round": to("https://example.net/round"), "example.net/on": to("https://example.net/there"),
                "example.net/there": WebServer.document("<a/>"),
            ])
        for path in ["down", "file", "round"] {
            #expect(network.lookup.https("https://example.net/\(path)") == .nothing, "\(path)")
        }
        #expect(network.lookup.https("https://example.net/on") == .octets(Array("<a/>".utf8)))
    }

    @Test("a document above the limit is none, whether or not it says how long it is") func tooLarge() throws {
        let text = String(repeating: "x", count: Discovery.autoconfigLimitOctets + 1)
        let network = try Network(
            [:],
            [
                "example.net/told": WebServer.document(text),
                "example.net/untold": Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n\(text)".utf8),
                "example.net/just": WebServer.document(String(text.dropLast())),
            ])
        #expect(network.lookup.https("https://example.net/told") == .nothing)
        #expect(network.lookup.https("https://example.net/untold") == .nothing)
        #expect(network.lookup.https("https://example.net/just") == .octets(Array(text.utf8.dropLast())))
    }

    // MARK: POP3

    @Test("a server greets where its certificate is right, and only there") func greets() throws {
        let folder = try ScratchFolder()
        let certificate = try DemoCertificate.make(in: folder.path)
        var options = DemoOptions()
        options.security = .implicit(certificate)
        let server = try DemoServer(accounts: [], options: options)
        let port = try server.start()
        defer { server.stop() }
        let place = Endpoint(host: "localhost", port: port, security: .tls)
        #expect(SystemLookup(trust: Trust(caFile: certificate.authorityPath)).greets(place))
        #expect(!SystemLookup(trust: Trust()).greets(place))
    }

    // MARK: all of it

    /// DNS and HTTPS as they are; no host of the real network is tried.
    private struct WithoutProbe: ServiceLookup {
        let real: SystemLookup

        func srv(_ name: String) -> [ServiceRecord]? { real.srv(name) }
        func https(_ url: String) -> HTTPSAnswer { real.https(url) }
        func greets(_ endpoint: Endpoint) -> Bool { false }
    }

    @Test("all are asked at once, and what each said is put in order") func discovery() throws {
        let network = try Network(
            ["_pop3s._tcp.example.net": [.init(20, port: 995, "late.example.net"), .init(10, port: 9950, "Pop.example.net")]],
            [
                "autoconfig.example.net/mail/config-v1.1.xml?emailaddress=anna%40example.net":
                    WebServer.document(Self.document("auto.%EMAILDOMAIN%")),
                "autoconfig.thunderbird.net/v1.1/example.net": WebServer.document(Self.document("forged.example.org")),
            ])
        let outcome = Discovery(
            address: try MailAddress("anna@example.net"), sendsAddress: true, lookup: WithoutProbe(real: network.lookup),
            limit: .seconds(30)
        ).run()
        #expect(
            outcome.findings.map { "\($0.source.name) \($0.endpoint.authority) \($0.user ?? "-")" } == [
                "DNS SRV pop.example.net:9950 -", "DNS SRV late.example.net:995 -", "autoconfig auto.example.net:995 anna",
            ])
        #expect(outcome.remarks == [])
    }
}
