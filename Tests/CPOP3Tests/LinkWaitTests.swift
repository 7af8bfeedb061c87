import CPOP3
import CTestPeer
import Foundation
import Testing

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Deadlines and cancellation", .serialized) struct WaitTests {
    @Test("a silent peer is given up when read_ms is over")
    func readDeadline() async {
        let peer = Peer { waitForEnd($0) }
        let end = await onThread {
            let link = Link.dialled(peer.port, Link(read: 200))
            return link.outcome { link.fill() }
        }
        #expect(end.status == POP3_E_TIMEOUT)
        #expect(end.text == "nothing from the peer for 200 ms")
        #expect((199.0..<1000).contains(end.elapsed), "\(end.elapsed) ms")
    }

    @Test("a dripping peer outlives read_ms and ends at command_ms")
    func commandDeadline() async {
        let peer = Peer { fd in
            for _ in 0..<100 {
                sendAll(fd, "x")
                pause(milliseconds: 50)
            }
        }
        let end = await onThread {
            let link = Link.dialled(peer.port, Link(read: 250, command: 700))
            pop3_link_command_begins(link.raw)
            return link.outcome { link.fillToTheEnd() }
        }
        #expect(end.status == POP3_E_TIMEOUT)
        #expect(end.text == "the command was not done within 700 ms")
        #expect((695.0..<1200).contains(end.elapsed), "\(end.elapsed) ms")
    }

    @Test("a peer that always has octets ready does not outrun command_ms")
    func floodAgainstTheClock() async {
        let peer = Peer { fd in
            let chunk = pattern(1 << 20)
            while sendAll(fd, chunk) {}
        }
        let end = await onThread {
            let link = Link.dialled(peer.port, Link(command: 300))
            pop3_link_command_begins(link.raw)
            var end = link.outcome {
                var status = POP3_OK
                while status == POP3_OK {
                    status = link.fill()
                    link.consume(Int(POP3_RECEIVE_OCTETS))
                }
                return status
            }
            end.octets = []
            return end
        }
        #expect(end.status == POP3_E_TIMEOUT)
        #expect((295.0..<800).contains(end.elapsed), "\(end.elapsed) ms")
    }

    @Test("a new command has its whole time again")
    func commandBeginsAnew() async {
        let peer = Peer { waitForEnd($0) }
        let end = await onThread {
            let link = Link.dialled(peer.port, Link(command: 300))
            pop3_link_command_begins(link.raw)
            pause(milliseconds: 250)
            pop3_link_command_begins(link.raw)
            return link.outcome { link.fill() }
        }
        #expect(end.status == POP3_E_TIMEOUT)
        #expect((295.0..<1000).contains(end.elapsed), "\(end.elapsed) ms")
    }

    @Test("cancelling from another thread wakes a blocked fill within half a second, whatever else the machine does, and sticks")
    func cancelled() async {
        let peer = Peer { waitForEnd($0) }, canceller = Canceller()
        let (end, latency, again) = await onThread {
            let link = Link.dialled(peer.port, Link(canceller: canceller))
            canceller.fire(afterMilliseconds: 150)
            let end = link.outcome { link.fill() }
            let latency = canceller.latency
            pop3_cancel_clear(canceller.wait)
            return (end, latency, link.fill())
        }
        #expect(end.status == POP3_E_CANCELLED)
        #expect(end.text == "cancelled")
        #expect(latency < 500, "\(latency) ms")
        #expect(again == POP3_E_CANCELLED)
    }

    @Test("cancelling ends a fill that never has to wait")
    func cancelledFlood() async {
        let peer = Peer { fd in
            let chunk = pattern(1 << 20)
            while sendAll(fd, chunk) {}
        }
        let canceller = Canceller()
        let (end, latency) = await onThread {
            let link = Link.dialled(peer.port, Link(canceller: canceller))
            canceller.fire(afterMilliseconds: 150)
            let end = link.outcome {
                var status = POP3_OK
                while status == POP3_OK {
                    status = link.fill()
                    link.consume(Int(POP3_RECEIVE_OCTETS))
                }
                return status
            }
            return (end, canceller.latency)
        }
        #expect(end.status == POP3_E_CANCELLED)
        #expect(latency < 500, "\(latency) ms")
    }

    @Test("a cancellation is noticed although octets are at hand")
    func cancelledInPassing() async {
        let peer = Peer { sendAll($0, "+OK\r\n") }, canceller = Canceller()
        let end = await onThread {
            let link = Link.dialled(peer.port, Link(canceller: canceller))
            peer.join()
            pause(milliseconds: 50)
            canceller.fire()
            return link.outcome { link.fill() }
        }
        #expect(end.status == POP3_E_CANCELLED)
        #expect(end.octets == [])
    }

    @Test("a wake that was forgotten cancels nothing")
    func cleared() async {
        let peer = Peer { sendAll($0, "+OK\r\n") }, canceller = Canceller()
        let end = await onThread {
            for _ in 0..<100_000 { canceller.fire() }  // more than a pipe holds: none of them may block
            pop3_cancel_clear(canceller.wait)
            let link = Link.dialled(peer.port, Link(canceller: canceller))
            return link.outcome { link.fill() }
        }
        #expect(end.status == POP3_OK)
    }
}
