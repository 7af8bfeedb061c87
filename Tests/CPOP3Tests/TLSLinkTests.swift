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

    private static func shell(_ script: String, in folder: String) -> [UInt8] {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = pipe
        do { try process.run() } catch { return [] }  // the tests then find no certificate, and say so
        let all = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(all)
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

private var ca: String { Certificates.shared.path("ca.pem") }

/// The handshake with a peer that shows `certificate`, and what both sides know after it.
private func handshake(
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

@Suite("TLS: the handshake", .serialized) struct HandshakeTests {
    private func against(connect: UInt32 = 10000, _ serve: @escaping @Sendable (CInt) -> Void) async -> Outcome {
        let peer = Peer(serve)
        return await onThread {
            let link = Link.dialled(peer.port, Link(connect: connect, read: 50))
            return link.outcome { link.startTLS(ca: ca) }
        }
    }

    @Test(
        "a peer that answers in the clear is told from one that speaks TLS badly, and quoted",
        arguments: ["+OK ready\r\n", "-ERR\r\n", "+", "HTTP/1.1 400 Bad Request\r\n\r\n", "220 mail ESMTP\r\n"])
    func notTLS(_ greeting: String) async {
        let end = await against { fd in
            sendAll(fd, greeting)
            waitForEnd(fd)
        }
        #expect(end.status == POP3_E_NOT_TLS)
        #expect(end.text.contains("it says \"\(greeting.prefix { $0 != "\r\n" })\""))
        #expect(end.elapsed < 2000)
    }

    @Test("what a peer says in the clear is escaped")
    func notTLSEscaped() async {
        let end = await against { fd in
            sendAll(fd, "\u{1b}]0;x\u{7}\r\n")
            waitForEnd(fd)
        }
        #expect(end.text.hasSuffix("\"\\x1b]0;x\\x07\""))
    }

    @Test("a record that is no handshake is a TLS error")
    func nonsense() async {
        let end = await against { fd in
            sendAll(fd, [0x16, 3, 3, 0, 4, 0xff, 0, 0, 0])
            waitForEnd(fd)
        }
        #expect(end.status == POP3_E_TLS)
    }

    @Test("a peer that hangs up during the handshake has closed the connection")
    func closed() async {
        let end = await onThread {
            let peer = TLSPeer("good", TEST_PEER_HANG_UP)
            let link = Link.dialled(peer.port)
            defer { _ = peer.finish() }
            return link.outcome { link.startTLS(ca: ca) }
        }
        #expect(end.status == POP3_E_CLOSED)
    }

    @Test("a reset during the handshake is an I/O error")
    func reset() async {
        let end = await against { fd in
            var hello = [UInt8](repeating: 0, count: 4096)
            _ = read(fd, &hello, hello.count)
            resetAtClose(fd)
        }
        #expect(end.status == POP3_E_IO)
        #expect(end.error == ECONNRESET)
    }

    @Test("a peer that never answers is given up when connect_ms is over")
    func deadline() async {
        let end = await against(connect: 300) { waitForEnd($0) }
        #expect(end.status == POP3_E_TIMEOUT)
        #expect((250.0..<1000).contains(end.elapsed), "\(end.elapsed) ms")
    }

    @Test("cancelling ends the handshake within 100 ms")
    func cancelled() async {
        let peer = Peer { waitForEnd($0) }, canceller = Canceller()
        let (end, latency) = await onThread {
            let link = Link.dialled(peer.port, Link(canceller: canceller))
            canceller.fire(afterMilliseconds: 150)
            return (link.outcome { link.startTLS(ca: ca) }, canceller.latency)
        }
        #expect(end.status == POP3_E_CANCELLED)
        #expect(latency < 100, "\(latency) ms")
    }

    @Test("a server that knows nothing above TLS 1.1 is refused (RFC 8996)")
    func oldTLS() async {
        let (end, peer) = await onThread {
            let peer = TLSPeer("good", TEST_PEER_ECHO, maxVersion: 0x0302)
            let link = Link.dialled(peer.port)
            return (link.outcome { link.startTLS(ca: ca) }, peer.finish())
        }
        #expect(end.status == POP3_E_TLS)
        #expect(!peer.shaken)
    }

    @Test("TLS 1.2 is spoken with a server that knows nothing above it")
    func tls12() async {
        let (end, spoken, peer) = await onThread {
            let peer = TLSPeer("good", TEST_PEER_ECHO, maxVersion: 0x0303)
            let link = Link.dialled(peer.port)
            let end = link.outcome { link.startTLS(ca: ca) == POP3_OK ? link.fill() : POP3_E_TLS }
            let spoken = string(link.peer.protocol)
            link.close()
            return (end, spoken, peer.finish())
        }
        #expect(end.words == "+OK ready\r\n", "\(end.text)")
        #expect(spoken == "TLSv1.2")
        #expect(peer.close_notify)
    }

    @Test("octets behind the reply to STLS end the connection before the handshake begins (CVE-2011-0411)")
    func injected() async {
        let (end, heard) = await onThread {
            let heard = Heard()
            let peer = Peer { fd in
                sendAll(fd, "+OK go on\r\n+OK injected\r\n")
                heard.octets = receiveAll(fd)
            }
            let link = Link.dialled(peer.port)
            _ = link.fill(toHold: 25)
            link.consume(11)
            let end = link.outcome { link.startTLS(ca: ca) }
            link.close()
            peer.join()
            return (end, heard.octets)
        }
        #expect(end.status == POP3_E_INJECTED)
        #expect(heard == [])
    }

    @Test("octets in the clear that arrive after the reply to STLS was read break the handshake")
    func injectedLate() async {
        let end = await onThread {
            let peer = Peer { fd in
                sendAll(fd, "+OK go on\r\n")
                pause(milliseconds: 100)
                sendAll(fd, "+OK injected\r\n")
                waitForEnd(fd)
            }
            let link = Link.dialled(peer.port)
            _ = link.fill(toHold: 11)
            link.consume(11)
            pause(milliseconds: 200)
            return link.outcome { link.startTLS(ca: ca) }
        }
        #expect(end.status == POP3_E_NOT_TLS)
    }

    @Test("STLS: the connection goes on secured, with a fresh connect_ms")
    func upgraded() async {
        let (end, before, after) = await onThread {
            let peer = TLSPeer("good", TEST_PEER_STLS)
            let l = Link.dialled(peer.port, Link(connect: 1000))
            defer { l.close(); _ = peer.finish() }
            _ = l.fill(toHold: 11)
            l.consume(11)
            pause(milliseconds: 1100)
            l.queue("STLS\r\n")
            _ = l.push()
            _ = l.fill(toHold: 11)
            l.consume(11)
            let before = pop3_link_is_tls(l.raw)
            let status = l.startTLS(ca: ca)
            l.queue("CAPA\r\n")
            return (l.outcome { status == POP3_OK && l.push() == POP3_OK ? l.fill() : status }, before, pop3_link_is_tls(l.raw))
        }
        #expect(end.status == POP3_OK, "\(end.text)")
        #expect(end.words == "CAPA\r\n")
        #expect(!before)
        #expect(after)
    }

    @Test("octets that were queued in the clear do not slip under TLS")
    func queuedInTheClear() async {
        let (end, peer) = await onThread {
            let peer = TLSPeer()
            let link = Link.dialled(peer.port)
            link.queue("STLS\r\n")
            let end = link.outcome { link.startTLS(ca: ca) }
            link.close()
            return (end, peer.finish())
        }
        #expect(end.status == POP3_E_TLS)
        #expect(!peer.shaken)
    }
}

/// Passes on what comes, in pieces, until either side is gone.
private func forward(_ from: CInt, _ to: CInt, piece: Int, everyMilliseconds delay: UInt32) {
    blockSIGPIPE()
    var octets = [UInt8](repeating: 0, count: piece)
    while true {
        let n = read(from, &octets, piece)
        guard n > 0, sendAll(to, Array(octets[..<n])) else { break }
        pause(milliseconds: delay)
    }
    shutdown(to, CInt(SHUT_WR))
}

private final class Heard: @unchecked Sendable { var octets: [UInt8] = [] }

@Suite("TLS: the stream", .serialized) struct StreamTests {
    private func read(_ act: test_peer_act) async -> Outcome {
        await onThread {
            let peer = TLSPeer("good", act)
            let l = Link.dialled(peer.port)
            let status = l.startTLS(ca: ca)
            pause(milliseconds: 50)  // so that one recv brings the last octets and the end
            let end = l.outcome { status == POP3_OK ? l.fillToTheEnd() : status }
            l.close()
            _ = peer.finish()
            return end
        }
    }

    @Test("close_notify is a clean end, and an error to who wanted more")
    func cleanEnd() async {
        let end = await read(TEST_PEER_CLOSE)
        #expect(end.status == POP3_E_CLOSED)
        #expect(end.words == "+OK ready\r\n")
    }

    @Test("octets that come together with the end are reported before it")
    func octetsFirst() async {
        let (first, words, second) = await onThread {
            let peer = TLSPeer("good", TEST_PEER_CLOSE)
            let link = Link.dialled(peer.port)
            _ = link.startTLS(ca: ca)
            pause(milliseconds: 50)
            let first = link.outcome { link.fill() }
            let second = link.fill()
            link.close()
            _ = peer.finish()
            return (first.status, first.words, second)
        }
        #expect(first == POP3_OK)
        #expect(words == "+OK ready\r\n")
        #expect(second == POP3_E_CLOSED)
    }

    @Test("an end without close_notify is a truncation (RFC 8446 section 6.1)")
    func truncated() async {
        let end = await read(TEST_PEER_CUT)
        #expect(end.status == POP3_E_TRUNCATED)
        #expect(end.words == "+OK ready\r\n")
    }

    @Test("a reset is an I/O error with its errno")
    func reset() async {
        let end = await read(TEST_PEER_RESET)
        #expect(end.status == POP3_E_IO)
        #expect(end.error == ECONNRESET)
    }

    @Test("a record that comes in drips is progress: read_ms does not end it")
    func drippingRecord() async {
        let end = await onThread {
            let server = TLSPeer("good", TEST_PEER_CLOSE)
            let dripping = Peer { client in
                let upstream = streamSocket()
                _ = connectSocket(upstream, to: server.port)
                let done = DispatchSemaphore(value: 0)
                Thread.detachNewThread {
                    forward(client, upstream, piece: 65536, everyMilliseconds: 0)
                    done.signal()
                }
                forward(upstream, client, piece: 16, everyMilliseconds: 20)
                done.wait()  // a descriptor may be closed, and its number used again, only when nobody reads it
                close(upstream)
            }
            let link = Link.dialled(dripping.port, Link(read: 200))
            let status = link.startTLS(ca: ca)
            let end = link.outcome { status == POP3_OK ? link.fill() : status }
            link.close()
            _ = server.finish()
            return end
        }
        #expect(end.status == POP3_OK, "\(end.text)")
        #expect(end.words == "+OK ready\r\n")
        #expect(end.elapsed > 300, "\(end.elapsed) ms: too fast to show anything")
    }

    @Test("session tickets without end do not outrun command_ms")
    func tickets() async {
        let (end, received) = await onThread {
            let peer = TLSPeer("good", TEST_PEER_TICKETS)
            let l = Link.dialled(peer.port, Link(command: 400))
            pop3_link_command_begins(l.raw)
            let end = l.outcome { l.startTLS(ca: ca) == POP3_OK ? l.fill() : POP3_E_TLS }
            let received = l.counts.octets_in
            l.close()
            _ = peer.finish()
            return (end, received)
        }
        #expect(end.status == POP3_E_TIMEOUT)
        #expect((395.0..<1000).contains(end.elapsed), "\(end.elapsed) ms")
        #expect(received > 100_000, "no flood, so nothing is shown")
    }

    @Test("a peer that floods us before it reads does not deadlock with our own full buffer, and no octet is lost")
    func writesNeverBlockReads() async {
        let size = 16 << 20
        let (status, intact, heard) = await onThread {
            let commands = pattern(Int(POP3_SEND_OCTETS))
            let peer = TLSPeer("good", TEST_PEER_FLOOD, flood: size)
            let l = Link.dialled(peer.port)
            var status = l.startTLS(ca: ca), got = 0, sent = 0, intact = true
            while status == POP3_OK, got < size || sent < size || pop3_link_send_space(l.raw) < Int(POP3_SEND_OCTETS) {
                let n = min(pop3_link_send_space(l.raw), size - sent)
                if n > 0 { l.queue(Array(commands[..<n])) }
                sent += n
                status = got < size ? l.fill() : l.push()
                let held = l.held
                intact = intact && test_peer_flood_matches(held, held.count, got)
                got += held.count
                l.consume(held.count)
            }
            l.close()
            return (status, intact && got == size, peer.finish())
        }
        #expect(status == POP3_OK)
        #expect(intact)
        #expect(heard.octets == UInt64(size))
        #expect(heard.close_notify)
    }

    @Test("one fill brings all records that one recv brought")
    func manyRecords() async {
        let (held, receives) = await onThread {
            let peer = TLSPeer("good", TEST_PEER_FLOOD, flood: 100_000)
            let l = Link.dialled(peer.port)
            _ = l.startTLS(ca: ca)
            pause(milliseconds: 300)
            let before = l.counts.receives
            _ = l.fill()
            let result = (l.held.count, l.counts.receives - before)
            l.close()
            _ = peer.finish()
            return result
        }
        #expect(held == 100_000)
        #expect(receives <= 2)  // the handshake's last recv may have brought the first octets
    }
}
