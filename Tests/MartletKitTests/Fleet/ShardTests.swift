@testable import MartletKit
import Testing

@Suite("one part of many accounts") struct ShardTests {
    @Test(
        "the hash is FNV-1a with 64 bits and never changes",
        arguments: [
            ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
            ("anna", 0x96bc_ca83_b55a_a4bb), ("user-0001", 0xf811_0e7f_0d53_904a),
        ] as [(String, UInt64)])
    func hash(_ name: String, _ value: UInt64) { #expect(Shard.hash(name) == value) }

    @Test("every account is in exactly one part, and the parts are about even") func parts() throws {
        let names = (0..<10_000).map { "user-\($0)" }
        for count in [1, 2, 3, 8, 100] {
            let parts = try (0..<count).map { index in
                let shard = try Shard("\(index)/\(count)")
                return names.filter(shard.holds)
            }
            #expect(parts.flatMap { $0 }.sorted() == names.sorted())
            let even = names.count / count
            for part in parts { #expect(part.count > even / 2 && part.count < even * 2) }
        }
    }

    @Test("what a part is written as") func read() throws {
        #expect(try Shard("0/1") == Shard("00/001"))
        let shard = try Shard("7/8")
        #expect(shard.index == 7 && shard.count == 8)
    }

    @Test(
        "what is no part",
        arguments: [
            ("", "\"\" is no shard"), ("3", "\"3\" is no shard"), ("1/2/3", "\"1/2/3\" is no shard"),
            ("/8", "\"/8\" is no shard"),
            ("-1/8", "\"-1/8\" is no shard"), ("+1/8", "\"+1/8\" is no shard"), ("a/b", "\"a/b\" is no shard"),
            ("8/8", "there is no shard 8 of 8"), ("0/0", "there is no shard 0 of 0"),
            ("0/1000001", "there is no shard 0 of 1000001"), ("99999999999999999999/9", "\"99999999999999999999/9\" is no shard"),
        ])
    func refused(_ text: String, _ message: String) {
        let error = failure { try Shard(text) }
        #expect(error?.message == message)
        #expect(error?.code == .usage)
    }
}
