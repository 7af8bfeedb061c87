import Foundation
@testable import MartletDemo
import Testing

@Suite("TLS (RFC 2595, RFC 8314)") final class TLSTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-demo-\(UUID())").path

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit {
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") }
    }

    private func server(
        implicit: Bool, _ claims: DemoCertificate.Claims = .init(), _ faults: [Fault] = [],
        _ change: (inout DemoOptions) -> Void = { _ in }
    ) throws -> (DemoServer, DemoCertificate) {
        let certificate = try DemoCertificate.make(in: folder, claims)
        var options = DemoOptions()
        options.security = implicit ? .implicit(certificate) : .startTLS(certificate)
        change(&options)
        return (try runningServer(plain(2), faults, options), certificate)
    }

    @Test("TLS from the first octet", arguments: ["localhost", "127.0.0.1", "::1"]) func implicit(_ host: String) throws {
        let (server, certificate) = try server(implicit: true)
        let client = Client(server)
        #expect(client.startTLS(certificate, host: host))
        #expect(client.signIn().hasPrefix("+OK"))
        #expect(client.message("RETR 1")?.count == 31)
        client.ask("QUIT")
        #expect(client.rest() == ([], .fin))
        #expect(server.commands.allSatisfy { $0.isEncrypted })
        #expect(server.counts.handshakes == 1)
    }

    @Test("STLS, and what came in the clear behind it is not obeyed") func startTLS() throws {
        let (server, certificate) = try server(implicit: false) { $0.allowsCleartextSignIn = false }
        let client = Client(server)
        _ = client.line()
        #expect(client.lines("CAPA").contains("STLS"))
        #expect(client.ask("USER demo") == "-ERR TLS first: send STLS")
        client.send("STLS\r\nUSER mallory\r\n")
        #expect(client.line() == "+OK begin TLS")
        #expect(client.startTLS(certificate))
        let capabilities = client.lines("CAPA")
        #expect(!capabilities.contains("STLS") && capabilities.contains("USER"))
        #expect(client.ask("PASS demo") == "-ERR send USER first")
        #expect(client.ask("STLS") == "-ERR TLS is on already")
        #expect(server.commands.first { $0.text == "USER mallory" }?.isEncrypted == false)
        #expect(server.commands.last?.isEncrypted == true)
    }

    @Test(
        "bad certificates are bad",
        arguments: [
            DemoCertificate.Claims.expired, .notYetValid, .wrongName,
        ]) func bad(_ claims: DemoCertificate.Claims) throws
    {
        let (server, certificate) = try server(implicit: true, claims)
        #expect(!Client(server).startTLS(certificate))
    }

    @Test("self-signed is good for those who trust it and nobody else") func selfSigned() throws {
        let (server, certificate) = try server(implicit: true, .selfSigned)
        #expect(Client(server).startTLS(certificate))
        let other = try DemoCertificate.make(in: folder, named: "other")
        #expect(!Client(server).startTLS(other))
    }

    @Test("an end without close_notify is an error, one with it is none") func truncation() throws {
        for (action, end) in [
            (Fault.Action.truncateTLS(after: 20), Client.End.error), (.close(after: 20), .fin),
            (.reset(after: 20), .error),
        ] {
            let (server, certificate) = try server(implicit: true, .init(), [Fault(action, at: .verb("RETR"))])
            let client = Client(server)
            #expect(client.startTLS(certificate))
            client.signIn()
            client.send("RETR 1\r\n")
            let (octets, ended) = client.rest()
            #expect(octets.count == 20)
            #expect(ended == end)
        }
    }

    @Test("octets may be slipped in behind the +OK of STLS") func injection() throws {
        let (server, _) = try server(implicit: false, .init(), [Fault(.append(text: "+OK mallory\r\n"), at: .verb("STLS"))])
        let client = Client(server)
        _ = client.line()
        client.send("STLS\r\n")
        guard case .success(let piece) = client.piece() else { return #expect(Bool(false)) }
        #expect(String(decoding: piece, as: UTF8.self) == "+OK begin TLS\r\n+OK mallory\r\n")
    }

    @Test("a handshake may break, and STLS may be refused though announced") func broken() throws {
        let (server, certificate) = try server(implicit: false)
        server.faults.breaksHandshake = true
        var client = Client(server)
        _ = client.line()
        #expect(client.ask("STLS") == "+OK begin TLS")
        #expect(!client.startTLS(certificate))
        server.faults = Faults([Fault(.refuse("not today"), at: .verb("STLS"))])
        client = Client(server)
        _ = client.line()
        #expect(client.lines("CAPA").contains("STLS"))
        #expect(client.ask("STLS") == "-ERR not today")
        #expect(client.ask("USER demo").hasPrefix("+OK"))
    }

    @Test("old versions of TLS are spoken on request") func versions() throws {
        let (newer, certificate) = try server(implicit: true) { $0.tlsLimit = .tls12 }
        #expect(Client(newer).startTLS(certificate))
        let (older, same) = try server(implicit: true) { $0.tlsLimit = .tls11 }
        #expect(!Client(older).startTLS(same), "OpenSSL's own client refuses by default")
    }

    @Test("missing files are told in words") func missing() {
        var options = DemoOptions()
        options.security = .implicit(DemoCertificate(certificatePath: "/nowhere", keyPath: "/nowhere"))
        #expect(throws: DemoError.self) { _ = try DemoServer(maildrop: [], options: options) }
    }
}
