import CPOP3
import CTestPeer
import Foundation
import Testing

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Sending", .serialized) struct SendTests {
    @Test("nothing is sent before the push, and then in one system call")
    func onePush() async {
        let peer = Peer { sendAll($0, receiveAll($0)) }
        let (before, after) = await onThread {
            let link = Link.dialled(peer.port)
            for n in 1...1000 { link.queue("RETR \(n)\r\n") }
            let before = link.counts
            _ = link.push()
            return (before, link.counts)
        }
        #expect(before.sends == 0)
        #expect(after.sends == 1)
        #expect(after.octets_out == 9893)
    }

    @Test("a peer that floods us before it reads does not deadlock with our own full buffer")
    func writesNeverBlockReads() async {
        let flood = pattern(16 << 20), commands = pattern(16 << 20, seed: 2)
        let heard = Box<[UInt8]>([])
        let peer = Peer { fd in
            sendAll(fd, flood)
            heard.value = receiveAll(fd)
        }
        let (status, intact) = await onThread {
            let l = Link.dialled(peer.port)
            var sent = 0, got = 0, status = POP3_OK, intact = true
            while status == POP3_OK,
                got < flood.count || pop3_link_send_space(l.raw) < Int(POP3_SEND_OCTETS) || sent < commands.count
            {
                let n = min(pop3_link_send_space(l.raw), commands.count - sent)
                if n > 0 { l.queue(Array(commands[sent..<sent + n])) }
                sent += n
                if got < flood.count { status = l.fill() } else { status = l.push() }
                let held = l.held
                intact = intact && same(held[...], flood[got..<min(got + held.count, flood.count)])
                got += held.count
                l.consume(held.count)
            }
            l.close()
            return (status, intact)
        }
        await onThread { peer.join() }
        #expect(status == POP3_OK)
        #expect(intact)
        #expect(same(heard.value[...], commands[...]))
    }

    @Test("a fill sends what a push could not, while it waits for the peer")
    func fillSends() async {
        let queued = Box(0), full = DispatchSemaphore(value: 0)
        let peer = Peer { fd in
            full.wait()
            pause(milliseconds: 100)  // until the fill waits
            let heard = receiveCount(fd, queued.value)
            sendAll(fd, same(heard[...], pattern(queued.value)[...]) ? "+OK\r\n" : "-ERR\r\n")
        }
        let end = await onThread {
            let link = Link.dialled(peer.port, Link(read: 2000))
            let commands = pattern(64 << 20)
            var idle = 0
            while idle < 50 {  // until everything between the peer and us is full, and stays so
                let n = pop3_link_send_space(link.raw)
                if n > 0 { link.queue(Array(commands[queued.value..<queued.value + n])) }
                queued.value += n
                idle = n > 0 ? 0 : idle + 1
                _ = link.push()
                if n == 0 { pause(milliseconds: 2) }
            }
            full.signal()
            return link.outcome { link.fill() }
        }
        #expect(end.status == POP3_OK, "\(end.text)")
        #expect(end.words == "+OK\r\n")
    }

    @Test("a server's last words are read although it takes no more of ours")
    func lastWords() async {
        let peer = Peer {
            sendAll($0, "-ERR too many connections\r\n")
            pause(milliseconds: 100)
            resetAtClose($0)
        }
        let (pushes, end) = await onThread {
            let link = Link.dialled(peer.port)
            peer.join()
            pause(milliseconds: 50)
            var pushes: [pop3_status] = []
            for _ in 0..<3 {
                link.queue("CAPA\r\n")
                pushes.append(link.push())  // a SIGPIPE here would end the test run
            }
            return (pushes, link.outcome { link.fillToTheEnd() })
        }
        #expect(pushes == [POP3_OK, POP3_OK, POP3_OK])
        #expect(end.words == "-ERR too many connections\r\n")
        #expect(end.status == POP3_E_IO)
        #expect(end.error == ECONNRESET)
    }

    @Test("a peer that has gone raises no signal, and its last words are read", arguments: [false, true])
    func noSignal(_ secured: Bool) async {
        let (pushes, end, raised) = await onThread {
            let plain = secured ? nil : Peer { sendAll($0, "+OK ready\r\n") }
            let tls = secured ? TLSPeer("good", TEST_PEER_CUT) : nil
            let link = Link.dialled(plain?.port ?? tls!.port)
            if secured { _ = link.startTLS(ca: Certificates.shared.path("ca.pem")) }
            plain?.join()
            _ = tls?.finish()
            var pushes: [pop3_status] = []
            let raised = raisesSIGPIPE {
                for _ in 0..<3 {
                    link.queue("CAPA\r\n")
                    pushes.append(link.push())
                    pause(milliseconds: 20)  // until the peer's answer, a reset, is here
                }
            }
            return (pushes, link.outcome { link.fillToTheEnd() }, raised)
        }
        #expect(!raised)
        #expect(pushes == [POP3_OK, POP3_OK, POP3_OK])
        #expect(end.words == "+OK ready\r\n")
        // A reset that overtakes the end of the stream is told as such.
        #expect([secured ? POP3_E_TRUNCATED : POP3_E_CLOSED, POP3_E_IO].contains(end.status), "\(end.text)")
    }

    @Test("a secret leaves the send buffer when it is sent; what is no secret may stay")
    func secretsAreWiped() async {
        let peer = Peer { waitForEnd($0) }
        let (queued, sent, plain) = await onThread {
            let link = Link.dialled(peer.port)
            link.queue("PASS tanstaaf\r\n", secret: true)
            let queued = test_peer_send_buffer_holds(link.raw, "tanstaaf")
            _ = link.push()
            let sent = test_peer_send_buffer_holds(link.raw, "tanstaaf")
            link.queue("NOOP\r\n")
            _ = link.push()
            return (queued, sent, test_peer_send_buffer_holds(link.raw, "NOOP"))
        }
        #expect(queued)
        #expect(!sent)
        #expect(plain)
    }

    @Test("what does not fit is an error, not half a command")
    func overrun() async {
        let peer = Peer { waitForEnd($0) }
        let (space, status) = await onThread {
            let link = Link.dialled(peer.port)
            link.queue("NOOP\r\n")
            let space = pop3_link_send_space(link.raw)
            link.queue(pattern(space + 1))
            return (space, link.push())
        }
        #expect(space == Int(POP3_SEND_OCTETS) - 6)
        #expect(status == POP3_E_LIMIT)
    }
}
