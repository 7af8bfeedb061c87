import CPOP3
import CTestPeer
import Foundation
import Testing

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Dialling", .serialized) struct DialTests {
    @Test("a port nobody listens on is refused, and the words name the address")
    func refused() async {
        let closed = RefusedPort()
        let end = await onThread {
            let link = Link()
            return link.outcome { link.dial(closed.port) }
        }
        #expect(end.status == POP3_E_REFUSED)
        #expect(end.error == ECONNREFUSED)
        #expect(end.text == "127.0.0.1:\(closed.port): connection refused")
    }

    @Test("a host name that cannot be is not found", arguments: ["no..such.name", "no such host"])
    func unknownName(_ host: String) async {
        let end = await onThread {
            let link = Link()
            return link.outcome { link.dial(110, host: host) }
        }
        #expect(end.status == POP3_E_RESOLVE)
    }

    @Test("the words about a failure are printable ASCII whatever they quote")
    func escapedText() async {
        let end = await onThread {
            let link = Link()
            return link.outcome { link.dial(110, host: "a..\u{1b}[31m\n\u{e9}") }
        }
        #expect(end.status == POP3_E_RESOLVE)
        #expect(end.text.hasPrefix("a..\\x1b[31m\\x0a\\xc3\\xa9: "))
    }

    @Test("an address that never answers is given up when connect_ms is over")
    func connectDeadline() async {
        let silent = SilentPort()
        let end = await onThread {
            let link = Link(connect: 300)
            return link.outcome { link.dial(silent.port) }
        }
        #expect(end.status == POP3_E_TIMEOUT)
        #expect((295.0..<1500).contains(end.elapsed), "\(end.elapsed) ms")
    }

    @Test("cancelling ends a connection attempt within half a second, whatever else the machine does")
    func cancelledConnect() async {
        let silent = SilentPort(), canceller = Canceller()
        let (end, latency) = await onThread {
            let link = Link(canceller: canceller)
            canceller.fire(afterMilliseconds: 100)
            return (link.outcome { link.dial(silent.port) }, canceller.latency)
        }
        #expect(end.status == POP3_E_CANCELLED)
        #expect(latency < 500, "\(latency) ms")
    }

    @Test("a failed dial sticks: the next one says the same and touches nothing")
    func failureSticks() async {
        let closed = RefusedPort(), peer = Peer { _ in }
        let ends = await onThread {
            let link = Link()
            return [link.dial(closed.port), link.dial(peer.port), link.fill(), link.push()]
        }
        Link.dialled(peer.port).consume(0)  // lets the peer go
        #expect(ends == Array(repeating: POP3_E_REFUSED, count: 4))
    }

    @Test("localhost is found by the system's resolver, and the peer is known to be this machine")
    func localhost() async {
        let peer = Peer { sendAll($0, "+OK\r\n") }
        let (end, isLoopback, address) = await onThread {
            let link = Link()
            let end = link.outcome { link.dial(peer.port, host: "localhost") == POP3_OK ? link.fill() : link.dial(0) }
            return (end, pop3_link_is_loopback(link.raw), string(link.peer.address))
        }
        #expect(end.status == POP3_OK)
        #expect(end.words == "+OK\r\n")
        #expect(isLoopback)
        #expect(address == "127.0.0.1:\(peer.port)")
    }

    // MARK: name resolution

    @Test("a name server slower than connect_ms is not waited for")
    func slowLookup() async {
        let end = await onThread {
            let link = Link(connect: 200)
            return link.outcome { pop3_status(test_peer_resolve_slowly(link.raw, 1500, 200)) }
        }
        #expect(end.status == POP3_E_TIMEOUT)
        #expect((195.0..<1000).contains(end.elapsed), "\(end.elapsed) ms")
        pause(milliseconds: 1500)  // the abandoned thread frees what it shared: ASan sees whether it does
    }

    @Test("a name service that does not answer says nothing about the host", arguments: [true, false])
    func inVain(_ answers: Bool) async {
        let end = await onThread {
            let link = Link()
            return link.outcome { pop3_status(test_peer_resolve_in_vain(link.raw, answers)) }
        }
        #expect(end.status == (answers ? POP3_E_RESOLVE : POP3_E_NAME_SERVICE))
        #expect(end.text == (answers ? "pop.test: no such host name" : "the name service does not answer"))
    }

    @Test("a name server that answers in time is heard")
    func lookupInTime() async {
        let end = await onThread {
            let link = Link()
            return link.outcome { pop3_status(test_peer_resolve_slowly(link.raw, 100, 5000)) }
        }
        #expect(end.status == POP3_OK)
        #expect(end.elapsed >= 95)
    }

    @Test("cancelling ends a name lookup within half a second, whatever else the machine does")
    func cancelledLookup() async {
        let canceller = Canceller()
        let (end, latency) = await onThread {
            let link = Link(canceller: canceller)
            canceller.fire(afterMilliseconds: 100)
            return (link.outcome { pop3_status(test_peer_resolve_slowly(link.raw, 1000, 5000)) }, canceller.latency)
        }
        #expect(end.status == POP3_E_CANCELLED)
        #expect(latency < 500, "\(latency) ms")
        pause(milliseconds: 1000)
    }

    @Test(
        "families take turns, beginning with the resolver's first (RFC 8305 section 4)",
        arguments: [
            ("", ""), ("4", "a"), ("666", "abc"), ("6644", "acbd"), ("4466", "acbd"), ("666644", "aebfcd"),
            ("464646", "abcdef"), ("x6x4x", "bd"), ("xx", ""), ("64444", "abcde"),
        ])
    func interleaved(_ families: String, _ want: String) {
        var order = [CChar](repeating: 0, count: 65)
        let n = test_peer_interleave(families, &order, 64)
        #expect(String(decoding: order[..<n].map { UInt8(bitPattern: $0) }, as: UTF8.self) == want)
    }

    @Test("of very many addresses 32 are tried")
    func manyAddresses() {
        var order = [CChar](repeating: 0, count: 65)
        let n = test_peer_interleave(String(repeating: "6", count: 40), &order, 64)
        #expect(n == Int(POP3_ADDRESSES_MAX))
    }

    // MARK: the race (RFC 8305 section 5)

    @Test("when the first address refuses, the second is tried at once")
    func firstRefuses() async {
        let closed = RefusedPort()
        // A machine that stands still takes as long as the delay; waiting for the delay takes as long every time.
        var quickest = Double.infinity
        for _ in 0..<10 where quickest >= Double(POP3_ATTEMPT_DELAY_MS) {
            let peer = Peer { sendAll($0, "+OK\r\n") }
            let (end, address) = await onThread {
                let link = Link()
                let end = link.outcome { pop3_status(test_peer_race(link.raw, "::1", closed.port, "127.0.0.1", peer.port, 5000)) }
                _ = link.fill()
                return (end, string(link.peer.address))
            }
            #expect(end.status == POP3_OK)
            #expect(address == "127.0.0.1:\(peer.port)")
            quickest = min(quickest, end.elapsed)
        }
        #expect(quickest < Double(POP3_ATTEMPT_DELAY_MS), "\(quickest) ms")
    }

    @Test("when the first address is silent, the second is tried after the attempt delay")
    func firstIsSilent() async {
        let peer = Peer { sendAll($0, "+OK\r\n") }, silent = SilentPort()
        let (end, address) = await onThread {
            let link = Link()
            let end = link.outcome {
                pop3_status(test_peer_race(link.raw, "127.0.0.1", silent.port, "127.0.0.1", peer.port, 5000))
            }
            _ = link.fill()
            return (end, string(link.peer.address))
        }
        #expect(end.status == POP3_OK)
        #expect(address == "127.0.0.1:\(peer.port)")
        #expect((245.0..<4000).contains(end.elapsed), "\(end.elapsed) ms")
    }

    @Test("when the first address answers, the second is not troubled")
    func firstAnswers() async {
        let peer = Peer { sendAll($0, "+OK\r\n") }, (second, port) = listeningSocket(backlog: 4)
        let (status, address) = await onThread {
            let link = Link()
            let status = pop3_status(test_peer_race(link.raw, "127.0.0.1", peer.port, "127.0.0.1", port, 5000))
            _ = link.fill()
            return (status, string(link.peer.address))
        }
        _ = fcntl(second, F_SETFL, O_NONBLOCK)
        #expect(status == POP3_OK)
        #expect(address == "127.0.0.1:\(peer.port)")
        #expect(accept(second, nil, nil) == -1)
        close(second)
    }

    @Test("when one address refuses and one is silent, the user hears of the refusal")
    func refusalIsTold() async {
        let closed = RefusedPort(), silent = SilentPort()
        let end = await onThread {
            let link = Link(connect: 400)
            return link.outcome { pop3_status(test_peer_race(link.raw, "127.0.0.1", silent.port, "127.0.0.1", closed.port, 400)) }
        }
        #expect(end.status == POP3_E_REFUSED)
        #expect(end.text == "127.0.0.1:\(closed.port): connection refused")
    }

    @Test("of a refusal and a missing route the user hears the refusal, whichever came first", arguments: [true, false])
    func refusalOutranks(_ refusalFirst: Bool) async {
        let closed = RefusedPort()
        let end = await onThread {
            let link = Link(), hosts = refusalFirst ? ["127.0.0.1", "255.255.255.255"] : ["255.255.255.255", "127.0.0.1"]
            return link.outcome { pop3_status(test_peer_race(link.raw, hosts[0], closed.port, hosts[1], closed.port, 2000)) }
        }
        #expect(end.status == POP3_E_REFUSED)
        #expect(end.text == "127.0.0.1:\(closed.port): connection refused")
    }

    @Test("a machine without a route fails as unreachable")
    func unreachable() async {
        let end = await onThread {  // the broadcast address takes no stream, and no packet leaves the machine
            let link = Link(connect: 2000)
            return link.outcome { link.dial(110, host: "255.255.255.255") }
        }
        #expect(end.status == POP3_E_UNREACHABLE)
        #expect(end.error != 0)
    }
}
