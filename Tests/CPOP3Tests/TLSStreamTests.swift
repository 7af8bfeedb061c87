import CPOP3
import CTestPeer
import Foundation
import Testing

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

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

    @Test("while octets that came with the end are unread, sending is no failure; then it is the end's")
    func sendingBesideLastWords() async {
        let (statuses, unread) = await onThread {
            let peer = TLSPeer("good", TEST_PEER_CLOSE)
            let link = Link.dialled(peer.port)
            _ = link.startTLS(ca: ca)
            pause(milliseconds: 50)
            var statuses = [link.fill()]
            link.queue("RETR 2\r\n")
            statuses.append(link.push())
            let unread = link.held.count
            link.consume(unread)
            statuses += [link.push(), link.fill()]
            link.close()
            _ = peer.finish()
            return (statuses, unread)
        }
        #expect(statuses == [POP3_OK, POP3_OK, POP3_E_CLOSED, POP3_E_CLOSED])
        #expect(unread == "+OK ready\r\n".utf8.count)
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
