import CPOP3
import CTestPeer
import Foundation
import Testing

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Receiving", .serialized) struct ReceiveTests {
    @Test("octets at hand cost one recv and no poll")
    func oneCall() async {
        let peer = Peer {
            sendAll($0, pattern(60000))
            waitForEnd($0)
        }
        let (end, counts) = await onThread {
            let link = Link.dialled(peer.port)
            pause(milliseconds: 200)
            return (link.outcome { link.fill() }, link.counts)
        }
        #expect(end.octets == pattern(60000))
        #expect(counts.receives == 1)
        #expect(counts.polls == 1)  // of the dial
    }

    @Test(
        "every octet arrives once and in order, whatever is consumed between two fills", arguments: [1, 7, 1000, 4096, 200_000])
    func compaction(_ step: Int) async {
        let sent = pattern(3_000_000, seed: UInt32(step))
        let peer = Peer { sendAll($0, sent) }
        let (status, got) = await onThread {
            let link = Link.dialled(peer.port)
            var got: [UInt8] = [], status = POP3_OK
            while status == POP3_OK {
                status = link.fill()
                // Leaves up to `step` octets lying, so that the next fill has something to move.
                let held = link.held, use = max(0, held.count - step)
                got += held[..<use]
                link.consume(use)
            }
            return (status, got + link.held)
        }
        #expect(status == POP3_E_CLOSED)
        #expect(same(got[...], sent[...]))
    }

    @Test("a full buffer that nobody consumes is a limit, not a wait")
    func fullBuffer() async {
        let peer = Peer { sendAll($0, pattern(Int(POP3_RECEIVE_OCTETS) + 150_000)) }
        let end = await onThread {
            let link = Link.dialled(peer.port)
            return link.outcome { link.fillToTheEnd() }
        }
        #expect(end.status == POP3_E_LIMIT)
        #expect(end.octets == pattern(Int(POP3_RECEIVE_OCTETS)))
    }

    @Test("the end of the stream is an error that comes after the last octet and sticks")
    func endOfStream() async {
        let peer = Peer { sendAll($0, "+OK half a m") }
        let (end, again, untouched) = await onThread {
            let link = Link.dialled(peer.port)
            let end = link.outcome { link.fillToTheEnd() }
            let before = link.counts
            link.queue("NOOP\r\n")
            let again = [link.fill(), link.push(), link.startTLS()]
            let after = link.counts
            return (end, again, before.receives == after.receives && before.sends == after.sends && before.polls == after.polls)
        }
        #expect(end.status == POP3_E_CLOSED)
        #expect(end.words == "+OK half a m")
        #expect(again == [POP3_E_CLOSED, POP3_E_CLOSED, POP3_E_CLOSED])
        #expect(untouched)
    }

    @Test("a reset is an I/O error with its errno")
    func reset() async {
        let peer = Peer {
            sendAll($0, "+OK\r\n")
            pause(milliseconds: 100)
            resetAtClose($0)
        }
        let end = await onThread {
            let link = Link.dialled(peer.port)
            return link.outcome { link.fillToTheEnd() }
        }
        #expect(end.status == POP3_E_IO)
        #expect(end.error == ECONNRESET)
        #expect(end.words == "+OK\r\n")
    }

    @Test("filling and pushing before dialling is an error")
    func notConnected() async {
        let ends = await onThread { [Link().fill(), Link().push(), Link().startTLS()] }
        #expect(ends == [POP3_E_IO, POP3_E_IO, POP3_E_IO])
    }

    @Test("a socket taken over is used and closed by the link; one without a network is this machine")
    func takenOver() async {
        var pair: [CInt] = [-1, -1]
        #if canImport(Glibc)
        socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &pair)
        #else
        socketpair(AF_UNIX, SOCK_STREAM, 0, &pair)
        #endif
        let (ours, theirs) = (pair[0], pair[1])
        let (end, isLoopback) = await onThread {
            let link = Link()
            sendAll(theirs, "+OK\r\n")
            let end = link.outcome { pop3_link_take(link.raw, ours) == POP3_OK ? link.fill() : POP3_E_IO }
            return (end, pop3_link_is_loopback(link.raw))
        }
        #expect(end.words == "+OK\r\n")
        #expect(isLoopback)
        #expect(await onThread { receiveAll(theirs) } == [])  // an end, so the link closed its side
        close(theirs)
    }
}
