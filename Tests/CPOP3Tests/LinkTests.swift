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

    @Test("cancelling ends a connection attempt within 100 ms")
    func cancelledConnect() async {
        let silent = SilentPort(), canceller = Canceller()
        let (end, latency) = await onThread {
            let link = Link(canceller: canceller)
            canceller.fire(afterMilliseconds: 100)
            return (link.outcome { link.dial(silent.port) }, canceller.latency)
        }
        #expect(end.status == POP3_E_CANCELLED)
        #expect(latency < 100, "\(latency) ms")
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

    @Test("a name server that answers in time is heard")
    func lookupInTime() async {
        let end = await onThread {
            let link = Link()
            return link.outcome { pop3_status(test_peer_resolve_slowly(link.raw, 100, 5000)) }
        }
        #expect(end.status == POP3_OK)
        #expect(end.elapsed >= 95)
    }

    @Test("cancelling ends a name lookup within 100 ms")
    func cancelledLookup() async {
        let canceller = Canceller()
        let (end, latency) = await onThread {
            let link = Link(canceller: canceller)
            canceller.fire(afterMilliseconds: 100)
            return (link.outcome { pop3_status(test_peer_resolve_slowly(link.raw, 1000, 5000)) }, canceller.latency)
        }
        #expect(end.status == POP3_E_CANCELLED)
        #expect(latency < 100, "\(latency) ms")
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
        let peer = Peer { sendAll($0, "+OK\r\n") }, closed = RefusedPort()
        let (end, address) = await onThread {
            let link = Link()
            let end = link.outcome { pop3_status(test_peer_race(link.raw, "::1", closed.port, "127.0.0.1", peer.port, 5000)) }
            _ = link.fill()
            return (end, string(link.peer.address))
        }
        #expect(end.status == POP3_OK)
        #expect(address == "127.0.0.1:\(peer.port)")
        #expect(end.elapsed < Double(POP3_ATTEMPT_DELAY_MS), "\(end.elapsed) ms")
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
        #expect((245.0..<900).contains(end.elapsed), "\(end.elapsed) ms")
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
        let peer = Peer { sendAll($0, pattern(400_000)) }
        let end = await onThread {
            let link = Link.dialled(peer.port)
            return link.outcome { link.fillToTheEnd() }
        }
        #expect(end.status == POP3_E_LIMIT)
        #expect(end.octets == Array(pattern(400_000)[..<Int(POP3_RECEIVE_OCTETS)]))
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

    @Test("cancelling from another thread wakes a blocked fill within 100 ms, and sticks")
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
        #expect(latency < 100, "\(latency) ms")
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
        #expect(latency < 100, "\(latency) ms")
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
        #expect(end.status == (secured ? POP3_E_TRUNCATED : POP3_E_CLOSED), "\(end.text)")
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

/// Exactly `count` octets, or what there is.
private func receiveCount(_ fd: CInt, _ count: Int) -> [UInt8] {
    var all: [UInt8] = [], chunk = [UInt8](repeating: 0, count: 65536)
    all.reserveCapacity(count)
    while all.count < count {
        let n = read(fd, &chunk, min(chunk.count, count - all.count))
        if n <= 0 { break }
        all += chunk[..<n]
    }
    return all
}

/// Whether `body` makes the system send this thread a SIGPIPE.
private func raisesSIGPIPE(_ body: () -> Void) -> Bool {
    let before = signal(SIGPIPE, SIG_DFL)  // an ignored signal would leave no trace
    blockSIGPIPE()
    body()
    var pending = sigset_t()
    sigpending(&pending)
    let raised = sigismember(&pending, SIGPIPE) == 1
    if raised {
        var set = sigset_t(), number: CInt = 0
        sigemptyset(&set)
        sigaddset(&set, SIGPIPE)
        sigwait(&set, &number)
    }
    signal(SIGPIPE, before)
    return raised
}

/// Carries a value out of a peer's thread; read it after join().
private final class Box<T>: @unchecked Sendable {
    var value: T
    init(_ value: T) { self.value = value }
}
