import CPOP3
import CTestPeer
import Foundation
import Testing

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Certificates made by the openssl command, once a run.
struct Certificates: Sendable {
    static let shared = Certificates()
    let folder: String

    func path(_ name: String) -> String { "\(folder)/\(name)" }
    func pin(of name: String, publicKey: Bool) -> [UInt8] {
        let what =
            publicKey
            ? "x509 -in \(name).pem -pubkey -noout | openssl pkey -pubin -outform DER"
            : "x509 -in \(name).pem -outform DER"
        return Self.shell("openssl \(what) | openssl dgst -sha256 -binary", in: folder)
    }

    private init() {
        folder = NSTemporaryDirectory() + "martlet-link-\(getpid())"
        let script = """
            set -e
            key() { openssl ecparam -name prime256v1 -genkey -noout -out $1.key; }
            leaf() { # name days subject alternatives
                key $1
                openssl req -new -utf8 -key $1.key -subj "$3" -out $1.csr
                printf 'subjectAltName=%s\\n' "$4" > $1.ext
                openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days $2 -extfile $1.ext -out $1.pem
            }
            mkdir -p '\(folder)'
            cd '\(folder)'
            key ca
            openssl req -x509 -new -key ca.key -days 30 -subj '/CN=Test CA' -out ca.pem
            leaf good 30 '/O=Gr\u{f6}\u{df}e/CN=mail' 'DNS:localhost,DNS:*.example.test,IP:192.0.2.7,email:a@b.test'
            leaf other 30 '/CN=localhost.example' 'DNS:mail.example.net'
            leaf expired -1 '/CN=localhost' 'DNS:localhost'
            leaf address 30 '/CN=address' 'IP:127.0.0.1,IP:::1'
            key self
            openssl req -x509 -new -key self.key -days 30 -subj '/CN=localhost' -addext 'subjectAltName=DNS:localhost' -out self.pem
            """
        _ = Self.shell("{ \(script)\n} >/dev/null 2>&1", in: "/")
        atexit { _ = Certificates.shell("rm -rf '\(Certificates.shared.folder)'", in: "/") }
    }

    /// Not Foundation's `Process`: it reads beyond its buffer when many descriptors are open, which a sanitizer sees.
    private static func shell(_ script: String, in folder: String) -> [UInt8] {
        // Without output the tests find no certificate.
        guard let output = popen("cd '\(folder)' && { \(script)\n}", "r") else { return [] }
        defer { pclose(output) }
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&piece, 1, piece.count, output), count > 0 { all += piece[..<count] }
        return all
    }
}

/// A TLS peer for one connection.
struct TLSPeer: @unchecked Sendable {
    let raw: OpaquePointer
    let port: UInt16

    init(_ certificate: String = "good", _ act: test_peer_act = TEST_PEER_ECHO, maxVersion: CInt = 0, flood: Int = 0) {
        let all = Certificates.shared
        var port: UInt16 = 0
        raw = test_peer_start(all.path("\(certificate).pem"), all.path("\(certificate).key"), act, maxVersion, flood, &port)!
        self.port = port
    }

    func finish() -> test_peer_seen { test_peer_finish(raw) }
}

var ca: String { Certificates.shared.path("ca.pem") }

/// The handshake with a peer that shows `certificate`, and what both sides know after it.
func handshake(
    _ certificate: String, name: String? = "localhost", ca: String? = ca, pin: [UInt8]? = nil
) async -> (end: Outcome, link: pop3_peer, peer: test_peer_seen) {
    await onThread {
        let peer = TLSPeer(certificate)
        let link = Link.dialled(peer.port)
        let end = link.outcome { link.startTLS(name: name, ca: ca, pin: pin) }
        let facts = link.peer
        link.close()
        return (end, facts, peer.finish())
    }
}

/// Passes on what comes, in pieces, until either side is gone.
func forward(_ from: CInt, _ to: CInt, piece: Int, everyMilliseconds delay: UInt32) {
    blockSIGPIPE()
    var octets = [UInt8](repeating: 0, count: piece)
    while true {
        let n = read(from, &octets, piece)
        guard n > 0, sendAll(to, Array(octets[..<n])) else { break }
        pause(milliseconds: delay)
    }
    shutdown(to, CInt(SHUT_WR))
}

final class Heard: @unchecked Sendable { var octets: [UInt8] = [] }
