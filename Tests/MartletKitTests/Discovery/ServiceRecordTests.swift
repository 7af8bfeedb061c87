import CService
import Testing

@Suite("SRV records of a DNS answer (RFC 2782)") struct ServiceRecordTests {
    /// The header of an answer with one question and so many answers.
    private static func header(_ answers: UInt8) -> [UInt8] {
        [0, 1, 0x81, 0x80, 0, 1, 0, answers, 0, 0, 0, 0] + name("_pop3s._tcp.example.net") + [0, 33, 0, 1]
    }

    private static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    private static func answer(_ target: [UInt8], priority: UInt8 = 1, weight: UInt8 = 2, type: UInt8 = 33) -> [UInt8] {
        [
            0xC0, 12, 0, type, 0, 1, 0, 0, 0, 60, UInt8((6 + target.count) >> 8), UInt8((6 + target.count) & 255), 0, priority, 0,
            weight, 3, 0xE3,
        ] + target
    }

    /// What the reader says of octets that end at their end.
    private func read(_ octets: [UInt8], capacity: Int = 8) -> (count: Int32, targets: [String]) {
        var records = [msv_record](repeating: msv_record(), count: capacity)
        let count = msv_parse(octets, octets.count, &records, capacity)
        return (
            count,
            records.prefix(Int(max(0, count))).map { record in
                withUnsafeBytes(of: record.target) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            }
        )
    }

    @Test("a record has priority, weight, port and target") func whole() {
        let octets = Self.header(1) + Self.answer(Self.name("pop.example.net"))
        var record = msv_record()
        #expect(msv_parse(octets, octets.count, &record, 1) == 1)
        #expect((record.priority, record.weight, record.port) == (1, 2, 995))
        #expect(read(octets).targets == ["pop.example.net"])
    }

    @Test("a name may point back into the answer, and \".\" is kept") func pointers() {
        // 12 is the question's name, 24 its "example".
        let pointed = Self.answer([3] + Array("pop".utf8) + [0xC0, 24])
        #expect(read(Self.header(2) + pointed + Self.answer([0])).targets == ["pop.example.net", "."])
    }

    @Test("records of another type are passed over") func otherType() {
        let octets = Self.header(2) + Self.answer(Self.name("a"), type: 5) + Self.answer(Self.name("b"))
        #expect(read(octets).targets == ["b"])
    }

    @Test("a target with other signs than a host's is left out", arguments: ["po p.example", "a\u{1B}[31m", "a/b", "\u{E9}x"])
    func unreadable(_ target: String) {
        let octets = Self.header(2) + Self.answer(Self.name(target)) + Self.answer(Self.name("ok.example"))
        #expect(read(octets).targets == ["ok.example"])
    }

    @Test("a circle of pointers, one beyond the end, and a label of 64 octets are refused")
    func hostile() {
        let start = UInt8(Self.header(1).count + 18)
        #expect(read(Self.header(1) + Self.answer([0xC0, start])).count == Int32(MSV_E_SYNTAX))
        #expect(read(Self.header(1) + Self.answer([0xFF, 0xFF])).count == Int32(MSV_E_SYNTAX))
        #expect(read(Self.header(1) + Self.answer([64] + Array(repeating: 65, count: 64) + [0])).count == Int32(MSV_E_SYNTAX))
    }

    @Test("a name of more than 253 octets is refused") func longName() {
        let label = [UInt8](repeating: UInt8(ascii: "a"), count: 49)
        let long = (0..<5).flatMap { _ in [49] + label } + [3] + Array("abc".utf8)
        #expect(read(Self.header(1) + Self.answer(long + [0])).count == 1, "253")
        let longer = (0..<5).flatMap { _ in [49] + label } + [4] + Array("abcd".utf8)
        #expect(read(Self.header(1) + Self.answer(longer + [0])).count == Int32(MSV_E_SYNTAX), "254")
    }

    @Test("an answer that is cut anywhere is refused and read no further") func cuts() {
        let octets = Self.header(1) + Self.answer(Self.name("pop.example.net"))
        for length in 0..<octets.count {
            #expect(read(Array(octets[..<length])).count == Int32(MSV_E_SYNTAX), "\(length) octets")
        }
    }

    @Test("no more records than asked for") func capacity() {
        let octets = Self.header(3) + (1...3).flatMap { Self.answer(Self.name("h\($0)")) }
        #expect(read(octets, capacity: 2).targets == ["h1", "h2"])
    }
}
