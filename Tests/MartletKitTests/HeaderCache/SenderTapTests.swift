@testable import MartletKit
import POP3
import Testing

@Suite("headers seen on their way") struct SenderTapTests {
    /// Keeps what comes through.
    private final class Taker: MessageSink {
        var octets: [UInt8] = []
        var ended: [Int] = []
        var answer = Flow.go

        func messageBegins(_ number: Int) -> Flow { .go }

        func messageContinues(_ octets: RawSpan) -> Flow {
            octets.withUnsafeBytes { self.octets += Array($0) }
            return answer
        }

        func messageEnds(_ number: Int, _ failure: POP3Error?) -> Flow {
            ended.append(number)
            return .go
        }
    }

    private final class Seen { var blocks: [String] = [] }

    private func tapped(_ pieces: [[UInt8]], failure: POP3Error? = nil, answer: Flow = .go) -> (seen: [String], taker: Taker) {
        let seen = Seen()
        let taker = Taker()
        taker.answer = answer
        let tap = SenderTap(taker) { seen.blocks.append(String(decoding: $0, as: UTF8.self)) }
        _ = tap.messageBegins(1)
        for piece in pieces where !piece.isEmpty {
            #expect(piece.withUnsafeBytes { tap.messageContinues(RawSpan(_unsafeBytes: $0)) } == answer)
        }
        _ = tap.messageEnds(1, failure)
        return (seen.blocks, taker)
    }

    @Test("the block is seen once, cut anywhere, and everything goes through", arguments: ["\r\n", "\n"]) func cuts(_ end: String)
    {
        let header = "From: a@b\(end)Subject: x\(end)"
        let octets = Array("\(header)\(end)From: body\(end)\(end)more".utf8)
        for cut in 0...octets.count {
            let (seen, taker) = tapped([Array(octets[..<cut]), Array(octets[cut...])])
            #expect(seen == [header], "\(cut)")
            #expect(taker.octets == octets && taker.ended == [1])
        }
        #expect(tapped(octets.map { [$0] }).seen == [header])
    }

    @Test("a header alone is seen at its end; half of one, and one without an end, never") func ends() {
        #expect(tapped([Array("From: a\r\n".utf8)]).seen == ["From: a\r\n"])
        #expect(tapped([Array("From: a\r\n".utf8)], failure: POP3Error(.closed)).seen == [])
        let endless = Array("From: a\r\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: HeaderCache.blockLimitOctets)
        #expect(tapped([endless, Array("\r\n\r\n".utf8)]).seen == [])
    }

    @Test("what the taker answers is answered") func answers() {
        let octets = Array("From: a\r\n\r\nb".utf8)
        #expect(tapped([octets], answer: .skip).seen == ["From: a\r\n"])
    }
}
