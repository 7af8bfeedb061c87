import CPOP3
import CTestPeer
import Foundation
import Testing

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

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

    @Test("cancelling ends the handshake at once")
    func cancelled() async {
        let peer = Peer { waitForEnd($0) }, canceller = Canceller()
        let (end, latency) = await onThread {
            let link = Link.dialled(peer.port, Link(canceller: canceller))
            canceller.fire(afterMilliseconds: 150)
            return (link.outcome { link.startTLS(ca: ca) }, canceller.latency)
        }
        #expect(end.status == POP3_E_CANCELLED)
        #expect(latency < 500, "\(latency) ms")
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
