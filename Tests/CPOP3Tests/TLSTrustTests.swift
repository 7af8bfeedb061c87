import CPOP3
import CTestPeer
import Foundation
import Testing

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("TLS: whom to trust", .serialized) struct TrustTests {
    @Test(
        "a certificate of the trusted CA for this name is good",
        arguments: ["localhost", "localhost.", "LOCALHOST", "pop.example.test"])
    func good(_ name: String) async {
        let (end, facts, peer) = await handshake("good", name: name)
        #expect(end.status == POP3_OK, "\(end.text)")
        #expect(string(facts.protocol) == "TLSv1.3")
        #expect(string(facts.cipher).hasPrefix("TLS_"))
        #expect(string(peer.server_name).lowercased() == (name.hasSuffix(".") ? "localhost" : name.lowercased()))
        #expect(peer.close_notify || !peer.shaken)
    }

    @Test("the facts about a certificate are printable, complete and the ones openssl computes")
    func facts() async {
        let (_, facts, _) = await handshake("good")
        #expect(facts.has_certificate)
        #expect(string(facts.subject) == "O=Gr\\xc3\\xb6\\xc3\\x9fe, CN=mail")
        #expect(string(facts.issuer) == "CN=Test CA")
        #expect(string(facts.names) == "localhost, *.example.test, 192.0.2.7")
        #expect(octets(facts.certificate_sha256) == Certificates.shared.pin(of: "good", publicKey: false))
        #expect(octets(facts.key_sha256) == Certificates.shared.pin(of: "good", publicKey: true))
        #expect(string(facts.not_after).wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
    }

    @Test(
        "a certificate for another name is refused, and its own names are told",
        arguments: ["localhost", "mail.example.net.evil.test", "a.mail.example.net"])
    func otherName(_ name: String) async {
        let (end, facts, peer) = await handshake("other", name: name)
        #expect(end.status == POP3_E_NAME)
        #expect(end.text == "the certificate is not for \(name) but for mail.example.net")
        #expect(string(facts.names) == "mail.example.net")
        #expect(!peer.shaken)
    }

    @Test("a wildcard stands for one whole label", arguments: ["example.test", "a.b.example.test"])
    func wildcard(_ name: String) async {
        let (end, _, _) = await handshake("good", name: name)
        #expect(end.status == POP3_E_NAME)
    }

    @Test("a certificate whose time is over is refused as expired, and shown")
    func expired() async {
        let (end, facts, _) = await handshake("expired")
        #expect(end.status == POP3_E_EXPIRED)
        #expect(facts.has_certificate)
        #expect(end.text.contains(string(facts.not_after)))
    }

    @Test("a self-signed certificate is refused, and shown so that it can be pinned")
    func selfSigned() async {
        let (end, facts, peer) = await handshake("self")
        #expect(end.status == POP3_E_UNTRUSTED)
        #expect(octets(facts.key_sha256) == Certificates.shared.pin(of: "self", publicKey: true))
        #expect(!peer.shaken)
    }

    @Test("the system's store does not know our CA")
    func systemStore() async {
        let (end, _, _) = await handshake("good", ca: nil)
        #expect(end.status == POP3_E_UNTRUSTED)
    }

    @Test("a CA file may be the self-signed certificate itself, or a leaf", arguments: ["self", "good"])
    func trustedLeaf(_ certificate: String) async {
        let (end, _, _) = await handshake(certificate, ca: Certificates.shared.path("\(certificate).pem"))
        #expect(end.status == POP3_OK, "\(end.text)")
    }

    @Test(
        "an address is held against the addresses in the certificate, and is no server name",
        arguments: ["127.0.0.1", "::1", "::1%lo"])
    func address(_ name: String) async {
        let (end, _, peer) = await handshake("address", name: name)
        #expect(end.status == POP3_OK, "\(end.text)")
        #expect(string(peer.server_name) == "")
    }

    @Test(
        "an address that the certificate does not hold is refused", arguments: [("address", "127.0.0.2"), ("good", "127.0.0.1")])
    func otherAddress(_ certificate: String, _ name: String) async {
        let (end, _, _) = await handshake(certificate, name: name)
        #expect(end.status == POP3_E_NAME)
    }

    @Test("without a name and without a pin nobody is trusted", arguments: [nil, "", "."])
    func noName(_ name: String?) async {
        let (end, _, peer) = await handshake("good", name: name)
        #expect(end.status == POP3_E_NAME)
        #expect(!peer.shaken)
    }

    @Test(
        "a pinned certificate or key is good whatever else is wrong with it",
        arguments: ["self", "expired", "other"], [true, false])
    func pinned(_ certificate: String, _ publicKey: Bool) async {
        let pin = Certificates.shared.pin(of: certificate, publicKey: publicKey)
        let (end, _, peer) = await handshake(certificate, name: publicKey ? nil : "localhost", ca: nil, pin: pin)
        #expect(end.status == POP3_OK, "\(end.text)")
        #expect(string(peer.server_name) == (publicKey ? "" : "localhost"))
    }

    @Test("another key than the pinned one is refused, however well certified")
    func pinMismatch() async {
        var pin = Certificates.shared.pin(of: "good", publicKey: false)
        pin[31] ^= 1
        let (end, facts, peer) = await handshake("good", ca: ca, pin: pin)
        #expect(end.status == POP3_E_PIN)
        #expect(facts.has_certificate)
        #expect(!peer.shaken)
    }

    @Test(
        "a CA file that is missing or holds no certificate fails before anything is sent", arguments: ["missing.pem", "good.key"])
    func caFile(_ file: String) async {
        let (end, _, peer) = await handshake("good", ca: Certificates.shared.path(file))
        #expect(end.status == POP3_E_CA_FILE)
        #expect(end.text.contains(file))
        #expect(!peer.shaken)
    }
}
