import CPOP3
import Testing

@Suite("SHA-256 of a stream (FIPS 180-4)") struct DigestTests {
    private static func digest(_ pieces: [ArraySlice<UInt8>], with d: OpaquePointer) -> String {
        var sum = [UInt8](repeating: 0, count: 32)
        pop3_digest_begin(d)
        for piece in pieces { piece.withUnsafeBufferPointer { pop3_digest_add(d, $0.baseAddress, $0.count) } }
        pop3_digest_end(d, &sum)
        return sum.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static let vectors: [(String, String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ]

    @Test("one context gives every published digest, one after the other", arguments: [1, 2])
    func vectors(_ rounds: Int) throws {
        let d = try #require(pop3_digest_create())
        defer { pop3_digest_destroy(d) }
        for _ in 0..<rounds {
            for (text, want) in Self.vectors { #expect(Self.digest([Array(text.utf8)[...]], with: d) == want) }
        }
    }

    @Test("the digest is the same however the octets are cut in three")
    func everySplit() throws {
        let d = try #require(pop3_digest_create())
        defer { pop3_digest_destroy(d) }
        let (text, want) = Self.vectors[2]
        let octets = Array(text.utf8)
        for a in 0...octets.count {
            for b in a...octets.count {
                #expect(Self.digest([octets[..<a], octets[a..<b], octets[b...]], with: d) == want, "cut at \(a), \(b)")
            }
        }
    }

    @Test("a digest begun anew forgets what was added before")
    func beginsAnew() throws {
        let d = try #require(pop3_digest_create())
        defer { pop3_digest_destroy(d) }
        pop3_digest_begin(d)
        pop3_digest_add(d, [1, 2, 3], 3)
        #expect(Self.digest([[0x61, 0x62, 0x63]], with: d) == Self.vectors[1].1)
    }

    @Test("destroying nothing is welcome")
    func destroysNothing() { pop3_digest_destroy(nil) }
}
